// A thing that is wrong, told at a visit: put right on the spot with two photos, or a name and a day (S0-2.4b).

import { el, icon } from "./dom.js";
import { Photos } from "./photos.js";

export const WAYS = { due: "限期整改", fixed: "当场改正" };
const METHODS = { 听: "hear", 看: "look", 查: "read", 访: "ask" };

// How a failed item of the checklist begins as a finding.
export const fromItem = (item, answer) => ({
  item: item.code, text: (item.fault || item.text) + (answer?.note ? `：${answer.note}` : ""), type: item.hazard_type ?? "",
  severity: item.severity || "general", method: METHODS[item.method] ?? "look",
  basis: item.basis?.title ? `《${item.basis.title}》${item.basis.number ?? ""} ${item.basis.clause ?? ""}`.trim() : "",
});

// What the server would not take, said before it is sent; null where nothing is missing.
export const wrongOf = (said, photos) => {
  const of = (role) => photos.some((one) => one.role === role && (!one.of || one.of === said.uid));
  if (!said.text?.trim()) return "请写一句发现了什么。";
  if (!said.responsible) return said.way === "fixed" ? "请指明当场改正的人。" : "请指定一个责任人。";
  if (!said.measure?.trim()) return said.way === "fixed" ? "请写一句当场怎么改的。" : "请写明怎么改。";
  if (said.way === "fixed") {
    if (said.severity === "major") return "重大隐患不能当场改正了事。请指定责任人和期限。";
    return of("before") && of("after") ? null : "当场改正要有整改前和整改后两张照片。";
  }
  if (!said.due) return "请定一个整改期限。";
  if (!/^\d+(\.\d{1,2})?$/.test(String(said.money ?? "").trim())) return "资金请填数字，不用花钱就填 0。";
  if (said.at_once === false && !(said.interim_measure?.trim() && said.plan?.trim())) return "不能立即整改的，要写整改前防范措施和应急预案。";
  return null;
};

export const findingForm = ({ visit, pack, said, taken, changed }) => {
  const fields = {}, before = new Photos({ role: "before", items: taken.before, changed, label: "照片" }), after = new Photos({ role: "after", items: taken.after, changed, label: "整改后照片" });
  const line = (name, words, made) => { fields[name] = made; made.id = `f-${name}`; made.addEventListener("input", () => { shape(); changed(); }); return el("div", { class: "wa-card" }, el("label", { htmlFor: made.id }, words), made); };
  const input = (name, about = {}) => el("input", { class: "wa-input is-big", type: "text", autocomplete: "off", value: said[name] ?? "", ...about });
  const area = (name, most) => el("textarea", { class: "wa-input is-big", rows: 2, maxLength: most, value: said[name] ?? "" });
  const list = (name, empty, rows) => el("select", { class: "wa-input is-big" }, el("option", { value: "" }, empty), rows.map(([value, words]) => el("option", { value, selected: value === said[name] }, words)));
  const pick = (name, words, rows, first) => {
    const value = typeof said[name] === "string" ? said[name] : first, box = el("div", { class: "wa-choice" }, rows.map(([code, word]) => el("label", {}, el("input", { type: "radio", name: `f-${name}`, value: code, checked: code === value, onchange: () => { shape(); changed(); } }), el("span", {}, icon("check"), word))));
    fields[name] = { get value() { return box.querySelector(":checked")?.value ?? first; } };
    return el("fieldset", { class: "wa-card wa-choice-card" }, el("legend", {}, words), box);
  };
  const now = { responsible: list("responsible", "请指定一个人", visit.fixers), measure: area("measure", 1000) };
  const day = input("due", { type: "date" }), money = input("money", { inputMode: "decimal", maxLength: 15, value: said.money ?? "0" });
  const parts = {
    first: [
      el("div", { class: "wa-card" }, before.element), line("text", "发现什么", area("text", 2000)), line("place", "地点", input("place", { maxLength: 120 })),
      pick("severity", "等级", pack.grades, "general"), pick("way", "怎么改", Object.entries(WAYS), "due"),
      line("responsible", "责任人", now.responsible), line("measure", "整改要求，或当场怎么改的", now.measure),
    ],
    due: [line("due", "整改期限", day), line("money", "资金（元），不用花钱填 0", money), pick("at_once", "能不能立即整改", [["yes", "能"], ["no", "不能"]], said.at_once === false ? "no" : "yes")],
    long: [line("interim_measure", "整改前防范措施", area("interim_measure", 1000)), line("plan", "应急预案", area("plan", 1000))],
    fixed: [el("div", { class: "wa-card" }, el("p", {}, "整改后照片"), after.element)],
    last: [
      pick("method", "方法", pack.methods, "look"), line("type", "类别", list("type", "不选", pack.types.map((one) => [one.code, one.title]))),
      visit.clauses.length > 0 && line("clause", "依据通知的条款", list("clause", "不依据通知", visit.clauses)), line("basis", "其他依据", input("basis", { maxLength: 200 })),
    ].filter(Boolean),
  };
  const shape = () => {
    const fixed = fields.way?.value === "fixed", long = !fixed && fields.at_once?.value === "no";
    for (const part of parts.due) part.hidden = fixed;
    for (const part of parts.long) part.hidden = !long;
    for (const part of parts.fixed) part.hidden = !fixed;
  };
  shape();
  return {
    element: el("div", { class: "wa-check-parts" }, Object.values(parts).flat()), before, after,
    said: () => ({ ...Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.value.trim()])), at_once: fields.at_once.value !== "no" }),
  };
};
