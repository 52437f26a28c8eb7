// Photos of a form: taken or picked, made smaller here, shown, taken away again. What each is, it says.

import { shrink } from "../../ui/js/files.js";
import { button, el } from "./dom.js";

export class Photos {
  // role: what they are for. changed: called with the list whenever it changes.
  constructor({ role, label = "照片", changed = () => {}, items = [] }) {
    Object.assign(this, { role, changed, items: [] });
    this.input = el("input", { type: "file", accept: "image/*", multiple: true, "aria-label": label, hidden: true, onchange: () => this.add([...this.input.files]) });
    this.list = el("div", { class: "wa-files-list", "aria-live": "polite" });
    this.element = el("div", { class: "wa-files is-live" }, this.input,
      el("div", { class: "wa-files-pick" }, button("拍照", () => this.pick("camera"), { sign: "camera" }), button("从相册选", () => this.pick("picked"))),
      this.list);
    this.items.push(...items);
    this.draw();
  }

  pick(source) {
    this.source = source;
    if (source === "camera") this.input.setAttribute("capture", "environment"); else this.input.removeAttribute("capture");
    this.input.click();
  }

  async add(files) {
    const source = this.source ?? "picked";
    for (const file of files) {
      const taken_at = new Date(file.lastModified || Date.now()).toISOString(); // before the canvas drops it; a claim
      const small = await shrink(file);
      this.items.push({ uid: crypto.randomUUID(), bytes: await small.arrayBuffer(), type: small.type, role: this.role, source, name: small.name.slice(0, 100), taken_at });
    }
    this.input.value = "";
    this.draw();
    this.changed(this.items);
  }

  draw() {
    for (const old of this.list.querySelectorAll("img")) URL.revokeObjectURL(old.src);
    this.list.replaceChildren(...this.items.map((one, at) => el("div", { class: "wa-files-item" },
      el("img", { alt: one.source === "camera" ? "现场拍摄" : "选取的照片", src: URL.createObjectURL(new Blob([one.bytes], { type: one.type })) }),
      el("span", {}, one.source === "camera" ? "现场拍摄" : "选取"),
      button("去掉", () => { this.items.splice(at, 1); this.draw(); this.changed(this.items); }, { css: "is-small" }))));
  }
}
