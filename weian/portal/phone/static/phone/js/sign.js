// Signing with a finger. What is drawn becomes a picture; the name stands beside it in letters.

import { button, el } from "./dom.js";

export class SignaturePad {
  constructor({ label, changed = () => {} }) {
    this.changed = changed;
    this.canvas = el("canvas", { class: "wa-sign", width: 600, height: 200, role: "img", "aria-label": `${label}：手写签名` });
    this.element = el("div", {}, this.canvas, button("重签", () => this.clear(), { css: "is-small" }));
    this.pen = this.canvas.getContext("2d");
    this.empty = true;
    this.canvas.addEventListener("pointerdown", (event) => { this.canvas.setPointerCapture(event.pointerId); this.#to(event, true); });
    this.canvas.addEventListener("pointermove", (event) => { if (event.buttons) this.#to(event, false); });
    this.canvas.addEventListener("pointerup", () => this.changed());
    this.clear();
  }

  #to(event, first) {
    const box = this.canvas.getBoundingClientRect();
    const x = ((event.clientX - box.left) * this.canvas.width) / box.width, y = ((event.clientY - box.top) * this.canvas.height) / box.height;
    if (first) { this.pen.beginPath(); this.pen.moveTo(x, y); } else { this.pen.lineTo(x, y); this.pen.stroke(); this.empty = false; }
  }

  clear() {
    Object.assign(this.pen, { fillStyle: "#ffffff", strokeStyle: "#16242a", lineWidth: 4, lineCap: "round", lineJoin: "round" });
    this.pen.fillRect(0, 0, this.canvas.width, this.canvas.height);
    this.empty = true;
  }

  async photo() {
    if (this.empty) return null;
    const blob = await new Promise((done) => this.canvas.toBlob(done, "image/png"));
    return { uid: crypto.randomUUID(), bytes: await blob.arrayBuffer(), type: "image/png", role: "signature", source: "camera", name: "签名.png", taken_at: new Date().toISOString() };
  }
}
