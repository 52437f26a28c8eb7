// What is done about a hazard where there is no network: put right, asked to be looked at, judged, closed. The server
// decides; what was filled in and photographed lies in a draft until it is kept.

import { button, card, day, el, icon } from "./dom.js";
import { KEPT } from "./outbox.js";
import { Photos } from "./photos.js";

// What is judged here decides once: a second one behind it would only come back refused.
const ONCE = ["hazard.apply", "hazard.verify", "hazard.return", "hazard.close", "hazard.fix"];
const WORDS = { "hazard.rectify": "整改情况", "hazard.apply": "申请验收", "hazard.verify": "验收通过", "hazard.return": "退回", "hazard.close": "销号", "hazard.extend": "申请延期", "hazard.fix": "当场改正" };

export const pages = ({ state, title, show, refuse, busy, later, missing, was, kept: kept_ }) => ({
  hazard: async (uid, again = "") => {
    const one = state.pack.hazards.find((hazard) => hazard.uid === uid);
    if (!one) return missing("离线数据里没有这条隐患，可能已经办完。有网络时到“今日”里看。");
    title(one.title, `${one.no} · ${one.status}${one.due ? ` · 期限 ${day(one.due)}` : ""}${one.term ? `（${one.term}）` : ""}`);
    const name = again ? `again:${again}` : `hazard:${uid}`, kept = await state.outbox.draft(name);
    const waits = (await state.outbox.list()).filter((row) => row.act?.body.hazard === uid && (row.state === KEPT || row.outcome === "waiting") && !row.thrown);
    const said = waits.length > 0 && el("p", { class: "wa-said" }, `这条已经记了${waits.map((row) => `“${WORDS[row.act.kind] ?? "处理"}”`).join("、")}，等服务器办。`);
    const about = () => [card("情况", one.grade, el("p", {}, one.text || one.title), one.place && el("p", { class: "wa-meta" }, one.place)),
      one.measure && card("整改措施", "", el("p", {}, one.measure)), one.returned && card("上次退回的理由", "", el("p", {}, one.returned)),
      one.door !== "fix" && one.result && card("整改情况", "照片有网络时看", el("p", {}, one.result))];
    if (!again && waits.some((row) => ONCE.includes(row.act.kind))) {
      return show(said, about(), el("a", { class: "wa-btn is-wide is-big", href: "#out" }, icon("send"), "到“待发送”里看，也可以不要了"));
    }
    const photos = new Photos({ role: one.door === "fix" ? "after" : "scene", items: kept?.photos ?? [], changed: () => keep() });
    const note = el("textarea", { class: "wa-input is-big", rows: 3, maxLength: 500, id: "note", value: kept?.note ?? "", oninput: () => keep() });
    const until = el("input", { class: "wa-input is-big", type: "date", id: "until", value: kept?.until ?? "", oninput: () => keep() });
    const keep = later(() => state.outbox.saveDraft(name, { note: note.value, until: until.value, instead_of: kept?.instead_of, reason: kept?.reason, photos: photos.items }));
    const send = (kind, words, needs, css = "") => button(words, async (event) => {
      const wrong = needs();
      if (wrong) return refuse(kind === "hazard.extend" ? until : note, wrong);
      await busy(event.target, async () => {
        const told = { hazard: uid, note: note.value.trim(), round: one.round, title: one.title, ...(kind === "hazard.extend" && { until: until.value }) };
        await state.outbox.keep(kind, told, { photos: ["hazard.extend", "hazard.close"].includes(kind) ? [] : photos.items, instead_of: kept?.instead_of });
        keep.stop();
        await state.outbox.dropDraft(name);
        kept_();
      });
    }, { css: `is-wide is-big ${css}` });
    const needsProof = () => (!photos.items.length && "请拍一张整改后的照片。") || (!note.value.trim() && !one.result && "请写一句改成了什么样。");
    const sendBack = () => send("hazard.return", "退回，还没改好", () => !note.value.trim() && "请写明退回的理由，让整改的人知道还差什么。");
    const doors = {
      fix: () => [send("hazard.rectify", "先记整改情况", () => !photos.items.length && !note.value.trim() && "请写一句整改情况，或拍一张照片。"), send("hazard.apply", "改好了，申请验收", needsProof, "is-main")],
      verify: () => [sendBack(), send("hazard.verify", "验收通过", () => "", "is-main")],
      close: () => [sendBack(), send("hazard.close", "销号", () => "", "is-main")],
    };
    const extension = one.door === "fix" && one.due && el("details", { class: "wa-card", open: Boolean(kept?.until) }, el("summary", {}, "来不及，申请延期"),
      el("div", { class: "wa-check-parts" }, el("label", { htmlFor: "until" }, "延到哪一天"), until, el("p", { class: "wa-meta" }, "理由写在上面。由另一位有派发职责的人决定，决定以前仍按现在的期限。"),
        send("hazard.extend", "申请延期", () => (!until.value || until.value <= one.due) ? "请选一个晚于现在期限的日子。" : !note.value.trim() && "请在上面写明为什么要延期。")));
    const fixing = one.door === "fix";
    show(was(kept), said, about(),
      el("div", { class: "wa-card wa-check-parts" }, el("p", {}, fixing ? "整改后照片" : "现场照片，可以不拍"), photos.element),
      el("div", { class: "wa-card" }, el("label", { htmlFor: "note" }, fixing ? "改成了什么样" : "意见，退回的要写理由"), note), extension,
      el("section", { class: "wa-form-end" }, doors[one.door]()));
  },
});
