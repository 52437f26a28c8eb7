// A checklist drawn from its JSON, and judged by the same rules as on the server (checklists/judging.py).
// The server judges again; here it only says early what is missing or out of its limits.

import { el, icon } from "./dom.js";
import { Photos } from "./photos.js";
import { SignaturePad } from "./sign.js";

const PASS = [["pass", "合格", "good"], ["fail", "不合格", "bad"], ["na", "不适用", "na"]];
const WIDE = new Map([..."０１２３４５６７８９．－，,"].map((sign, at) => [sign, "0123456789.-.."[at]]));

export const itemsOf = (sheet) => (sheet.sections ?? []).flatMap((part) => part.items ?? []);
const kindOf = (item) => item.kind ?? "pass";
const plain = (value) => String(Number(value));

export const limits = ({ low, high, unit = "" }) => {
  const words = low !== undefined && low === high ? plain(low) : low !== undefined && high !== undefined ? `${plain(low)}～${plain(high)}` : low !== undefined ? `≥${plain(low)}` : `≤${plain(high)}`;
  return `${words} ${unit}`.trim();
};

export const number = (text) => {
  const plainly = [...String(text)].map((sign) => WIDE.get(sign) ?? sign).join("").trim();
  const found = plainly === "" ? NaN : Number(plainly);
  return Number.isFinite(found) && Math.abs(found) < 1e12 ? found : null;
};

export const isFault = (item, value) => {
  if (kindOf(item) === "pass") return value === "fail";
  if (kindOf(item) === "reading") { const found = number(value); return found !== null && ((item.low !== undefined && found < item.low) || (item.high !== undefined && found > item.high)); }
  if (kindOf(item) === "choice") return Boolean(item.choices.find((one) => one.code === value)?.fault);
  return false;
};

// errors: {code: sentence} for what cannot stay so; faults, empty: how many answers are faults, how many must still be given.
export const judge = (sheet, answers) => {
  const errors = {};
  let faults = 0, empty = 0;
  for (const item of itemsOf(sheet)) {
    const { v = "", photos = [] } = answers[item.code] ?? {};
    const value = kindOf(item) === "photo" && v !== "na" ? (photos.length ? "photo" : "") : String(v).trim();
    if (value === "") { if (item.required !== false) { errors[item.code] = "还没有填。"; empty += 1; } continue; }
    if (value === "na") continue;
    if (kindOf(item) === "reading" && number(value) === null) { errors[item.code] = `要填数字${item.unit ? `，单位 ${item.unit}` : ""}。`; continue; }
    const fault = isFault(item, value);
    faults += fault;
    if (!photos.length && (item.photo === "always" || (item.photo === "fault" && fault))) errors[item.code] = fault ? "这一项不合格，要有一张照片。" : "这一项要有一张照片。";
  }
  return { errors, faults, empty };
};

export class SheetForm {
  // answers and photos as they were left, if they were; changed: called after every change.
  constructor(sheet, { answers = {}, photos = {}, changed = () => {} } = {}) {
    Object.assign(this, { sheet, answers, photos, changed, pads: {}, lines: {} });
    let number = 0;
    this.element = el("div", { class: "wa-check-parts" }, (sheet.sections ?? []).map((part) => el("section", { class: "wa-check-part", "aria-label": part.title },
      el("div", { class: "wa-check-head" }, el("h2", {}, part.title), el("small", {}, `${(part.items ?? []).length}\u00a0项`)),
      part.help && el("p", { class: "wa-meta" }, part.help),
      (part.items ?? []).map((item) => this.#line(item, ++number)))));
  }

  #set(item, value) {
    this.answers[item.code] = { ...this.answers[item.code], ...value };
    this.#refresh(item);
    this.changed();
  }

  #refresh(item) {
    const line = this.lines[item.code], answer = this.answers[item.code] ?? {};
    const fault = isFault(item, answer.v);
    line.box.classList.toggle("is-open", fault || Boolean(answer.note) || kindOf(item) === "photo" || item.photo === "always");
    line.limit?.classList.toggle("wa-late", fault);
    line.error.hidden = true;
  }

  #line(item, place) {
    const kind = kindOf(item), name = `v-${item.code}`, answer = this.answers[item.code] ?? {};
    const typed = answer.v === "na" ? "" : answer.v ?? ""; // what does not apply has no words of its own
    const error = el("p", { class: "wa-error", hidden: true, id: `e-${item.code}` });
    const line = (this.lines[item.code] = { error });
    const radio = (value, words, css) => el("label", { class: css && `is-${css}` },
      el("input", { type: "radio", name, value, checked: answer.v === value, onchange: () => this.#set(item, { v: value }) }),
      el("span", {}, icon(css === "bad" ? "cross" : "check"), words));
    const na = item.na !== false && item.required !== false;
    const body = {
      pass: () => el("div", { class: "wa-choice" }, PASS.filter(([code]) => code !== "na" || item.na !== false).map((one) => radio(...one))),
      choice: () => el("div", { class: "wa-choice" }, item.choices.map((one) => radio(one.code, one.text, one.fault ? "bad" : "good")), na && radio("na", "不适用", "na")),
      reading: () => {
        line.limit = el("span", { class: "wa-meta" }, `正常 ${limits(item)}`);
        return el("div", { class: "wa-check-reading" }, el("input", { class: "wa-input is-big", type: "text", inputMode: "decimal", name, value: typed, placeholder: " ", "aria-label": item.text, autocomplete: "off", oninput: (event) => { untick(); this.#set(item, { v: event.target.value.trim() }); } }), el("span", {}, item.unit ?? ""), line.limit);
      },
      text: () => el("textarea", { class: "wa-input", rows: 2, name, maxLength: 2000, "aria-label": item.text, value: typed, oninput: (event) => { untick(); this.#set(item, { v: event.target.value }); } }),
      photo: () => null,
      signature: () => {
        const pad = (this.pads[item.code] = new SignaturePad({ label: item.text, changed: this.changed }));
        return el("div", {}, el("input", { class: "wa-input is-big", type: "text", name, maxLength: 60, value: typed, placeholder: "签名人姓名", "aria-label": item.text, oninput: (event) => { untick(); this.#set(item, { v: event.target.value.trim() }); } }), pad.element);
      },
    }[kind]();
    // Ticked, it does not apply; typed into, it does.
    const field = () => line.box?.querySelector(`[name="${name}"]`), untick = () => { const box = line.box?.querySelector(".wa-check-na input"); if (box) box.checked = false; };
    const tick = na && !["pass", "choice"].includes(kind) && el("label", { class: "wa-check-na" }, el("input", { type: "checkbox", checked: answer.v === "na", onchange: (event) => this.#set(item, { v: event.target.checked ? "na" : (field()?.value.trim() ?? "") }) }), " 不适用");
    const photos = new Photos({ role: "scene", label: `${item.text}：照片`, items: this.photos[item.code] ?? [], changed: (items) => { this.photos[item.code] = items; this.#set(item, { photos: items.map((one) => one.uid) }); } });
    const wants = kind === "photo" || (item.photo ?? "never") !== "never";
    line.box = el("fieldset", { class: "wa-card wa-choice-card wa-check", id: `i-${item.code}` },
      el("legend", {}, el("b", { class: "wa-choice-no" }, String(place)), item.text, item.required === false && el("span", { class: "wa-optional" }, "可以不填")),
      item.help && el("p", { class: "wa-meta" }, item.help), body, tick,
      el("div", { class: "wa-check-more" }, wants && photos.element, kind !== "text" && kind !== "signature" && el("input", { class: "wa-input", type: "text", maxLength: 500, placeholder: "补充说明，可以不写", "aria-label": `${item.text}：补充说明`, value: answer.note ?? "", oninput: (event) => this.#set(item, { note: event.target.value }) })),
      item.basis?.title && el("details", { class: "wa-check-basis" }, el("summary", {}, "依据"), el("p", {}, `《${item.basis.title}》${item.basis.number ?? ""} ${item.basis.clause ?? ""}`, item.basis.verified === false && el("span", { class: "wa-tag is-dashed" }, "待核"))),
      error);
    this.#refresh(item);
    return line.box;
  }

  // Says at each item what is wrong, takes the eye to the first; returns whether all is well.
  check() {
    const { errors } = judge(this.sheet, this.answers);
    for (const [code, line] of Object.entries(this.lines)) {
      line.error.textContent = errors[code] ?? "";
      line.error.hidden = !errors[code];
    }
    const first = Object.keys(this.lines).find((code) => errors[code]);
    if (first) { this.lines[first].box.scrollIntoView({ block: "start" }); this.lines[first].box.querySelector("input, textarea, button")?.focus(); }
    return !first;
  }

  // Whether there are photos and all that is asked is there without them.
  stands_without_photos() {
    if (!Object.values(this.photos).flat().length) return false;
    const bare = Object.fromEntries(Object.entries(this.answers).map(([code, { photos, ...one }]) => [code, one]));
    return !Object.keys(judge(this.sheet, bare).errors).length;
  }

  // The answers with their photos, signatures drawn; [answers, photos].
  async taken() {
    const answers = {}, photos = Object.values(this.photos).flat();
    for (const [code, answer] of Object.entries(this.answers)) answers[code] = { ...answer };
    for (const [code, pad] of Object.entries(this.pads)) {
      const drawn = await pad.photo();
      if (drawn) { photos.push(drawn); answers[code] = { ...answers[code], photos: [drawn.uid] }; }
    }
    return [answers, photos];
  }
}
