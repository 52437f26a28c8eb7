// Picking files: several in turn, photos made smaller on the device, a preview with size,
// and, where the server offers an address for it, sent at once with progress and retry.
// <div data-wa-files [data-wa-camera] [data-wa-upload="/files/"] [data-wa-max-mb="20"]><input type="file" …></div>

const LONGEST_SIDE = 1920;
const QUALITY = 0.85;
const SMALL_ENOUGH = 600_000;

const mb = (bytes) => (bytes < 100_000 ? `${Math.max(1, Math.round(bytes / 1000))}\u00a0KB` : `${(bytes / 1e6).toFixed(1)}\u00a0MB`);

// crypto.randomUUID is missing on plain http; the tail of a blob address is a random UUID as well.
const newKey = () => {
  if (crypto.randomUUID) return crypto.randomUUID();
  const address = URL.createObjectURL(new Blob());
  URL.revokeObjectURL(address);
  return address.slice(-36);
};

const element = (tag, css, text = "") => {
  const made = document.createElement(tag);
  if (css) made.className = css;
  made.textContent = text;
  return made;
};

export const shrink = async (file) => {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type)) return file;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    if (scale === 1 && file.size < SMALL_ENOUGH) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg", lastModified: file.lastModified });
  } catch {
    return file; // a picture this browser cannot open is for the server to judge
  }
};

class Picker {
  constructor(box) {
    this.box = box;
    this.input = box.querySelector('input[type="file"]');
    this.name = this.input.name;
    this.items = [];
    this.origin = "picked";
    this.list = element("div", "wa-files-list");
    this.list.setAttribute("aria-live", "polite");
    box.classList.add("is-live");
    box.append(this.buttons(), this.list);
    this.input.addEventListener("change", () => this.add([...this.input.files]));
    this.input.form?.addEventListener("reset", () => { this.items = []; this.draw(); });
    this.recall();
  }

  // The form as the server knows it again when it is refused; a shared computer keeps nothing.
  get key() {
    const form = this.input.form, key = form?.elements.request_id?.value;
    return key && !document.querySelector("form[data-wa-idle]") ? `${key} ${form.getAttribute("action") ?? ""} ${this.name}` : "";
  }

  async recall() {
    try {
      const items = this.key ? await (await import("./chosen.js")).taken(this.key) : [];
      if (!items.length || this.items.length) return;
      this.items = items.map((item) => ({ ...item, part: 0, error: "", uid: item.uid ?? "" }));
      this.draw();
    } catch { /* no store in this browser: they are chosen again */ }
  }

  remember() {
    if (this.key) import("./chosen.js").then(({ keep }) => keep(this.key, this.items)).catch(() => {});
  }

  buttons() {
    const line = element("div", "wa-files-pick");
    const many = this.input.multiple;
    if (this.box.hasAttribute("data-wa-camera")) line.append(this.button("拍照", "taken"));
    line.append(this.button(this.box.hasAttribute("data-wa-camera") ? "从相册选" : many ? "选文件，可以选多个" : "选文件", "picked"));
    return line;
  }

  button(words, origin) {
    const button = element("button", "wa-btn", words);
    button.type = "button";
    button.addEventListener("click", () => {
      this.origin = origin;
      if (origin === "taken") this.input.setAttribute("capture", "environment"); else this.input.removeAttribute("capture");
      this.input.click();
    });
    return button;
  }

  async add(files) {
    if (!files.length) return;
    const limit = Number(this.box.dataset.waMaxMb || 0) * 2 ** 20;
    const origin = this.origin;
    if (!this.input.multiple) this.items = [];
    for (const file of files) {
      const item = { file: await shrink(file), origin, taken: new Date(file.lastModified).toISOString(), part: 0, error: "", uid: "" };
      if (limit && item.file.size > limit) item.error = `${file.name} 有 ${mb(item.file.size)}，最多 ${this.box.dataset.waMaxMb} MB，没有收下。`;
      this.items.push(item);
      if (!item.error && this.box.dataset.waUpload) this.send(item);
    }
    this.draw();
    this.remember();
  }

  send(item) {
    const body = new FormData();
    body.append("file", item.file);
    body.append("origin", item.origin);
    body.append("taken_at", item.taken);
    item.key ??= newKey();
    body.append("request_id", item.key);
    const call = new XMLHttpRequest();
    item.sending = true;
    call.open("POST", this.box.dataset.waUpload);
    call.setRequestHeader("X-CSRFToken", this.input.form?.elements.csrfmiddlewaretoken?.value ?? "");
    call.upload.addEventListener("progress", (event) => { item.part = event.loaded / event.total; if (item.bar) item.bar.value = item.part; });
    call.addEventListener("loadend", () => {
      item.sending = false;
      let answer = {};
      try { answer = JSON.parse(call.responseText); } catch { /* not our answer: a proxy's page, or none */ }
      if (call.status >= 200 && call.status < 300 && answer.uid) { item.uid = answer.uid; item.error = ""; }
      else item.error = answer.error ?? "没有传上去，照片还在这里。";
      this.draw();
      this.remember();
      this.box.dispatchEvent(new CustomEvent("wa:files", { bubbles: true }));
    });
    call.send(body);
  }

  get waiting() { return this.items.some((item) => item.sending); }

  draw() {
    for (const old of this.list.querySelectorAll("img")) URL.revokeObjectURL(old.src);
    this.list.replaceChildren(...this.items.map((item, i) => this.card(item, i)));
    const held = new DataTransfer();
    for (const item of this.items) if (!item.uid && !item.error && !this.box.dataset.waUpload) held.items.add(item.file);
    this.input.files = held.files;
  }

  card(item, i) {
    const card = element("div", `wa-files-item${item.error ? " is-failed" : ""}`);
    if (item.file.type.startsWith("image/")) {
      const picture = element("img");
      picture.alt = item.file.name;
      picture.src = URL.createObjectURL(item.file);
      card.append(picture);
    }
    card.append(element("span", "", `${item.file.name}，${mb(item.file.size)}`));
    if (item.sending) {
      item.bar = element("progress");
      item.bar.value = item.part;
      item.bar.setAttribute("aria-label", `${item.file.name} 上传进度`);
      card.append(item.bar);
    }
    if (item.error) {
      const error = element("span", "wa-error", item.error);
      error.setAttribute("role", "alert");
      card.append(error);
      if (this.box.dataset.waUpload) card.append(this.small("再传一次", () => { item.error = ""; this.send(item); this.draw(); }));
    }
    for (const [suffix, value] of [["uid", item.uid], ["origin", item.error ? "" : item.origin], ["taken_at", item.error ? "" : item.taken]]) {
      if (!value) continue;
      const hidden = element("input");
      hidden.type = "hidden";
      hidden.name = suffix === "uid" ? this.box.dataset.waName || `${this.name}_uid` : `${this.name}_${suffix}`;
      hidden.value = value;
      card.append(hidden);
    }
    card.append(this.small("去掉", () => { this.items.splice(i, 1); this.draw(); this.remember(); }));
    return card;
  }

  small(words, act) {
    const button = element("button", "wa-btn is-small", words);
    button.type = "button";
    button.addEventListener("click", act);
    return button;
  }
}

const pickers = new WeakMap();
const start = (root) => {
  for (const box of root.querySelectorAll?.("[data-wa-files]") ?? []) if (!pickers.has(box)) pickers.set(box, new Picker(box));
};

// A form sent while its photos are still on the way waits for them, then goes by itself.
window.addEventListener("submit", (event) => {
  const boxes = [...event.target.querySelectorAll("[data-wa-files]")];
  if (!boxes.some((box) => pickers.get(box)?.waiting)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const form = event.target, button = event.submitter;
  const go = () => {
    if (boxes.some((box) => pickers.get(box)?.waiting)) return;
    form.removeEventListener("wa:files", go);
    if (!form.querySelector(".wa-files-item.is-failed")) form.requestSubmit(button ?? undefined);
  };
  form.addEventListener("wa:files", go);
}, true);

start(document);
if (sessionStorage.getItem("weian-chosen")) {
  const here = [...document.querySelectorAll("[data-wa-files]")].map((box) => pickers.get(box).key);
  import("./chosen.js").then(({ sweep }) => sweep(here)).catch(() => {});
}
document.addEventListener("htmx:load", (event) => start(event.detail.elt.parentElement ?? document));
