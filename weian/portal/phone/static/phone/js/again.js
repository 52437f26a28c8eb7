// What came back refused is opened again where it was made, with its photos; what is kept then stands for it.

import { button, card, el, say } from "./dom.js";

// A visit has one draft: what came back lies in it again, beside what was filled in meanwhile, and stands for what was refused.
export const restore = async (outbox, { act, photos }) => {
  const { visit, answers = {}, note = "", findings = [], talks = [], word, name, post, text, objections } = act.body, placed = new Map();
  const there = { answers: {}, note: "", findings: [], talks: [], photos: [], ...(act.body.finish && { exchange: { word, name, post, text, objections } }), ...(await outbox.draft(`visit:${visit}`)) };
  if (there.instead_of === act.uid) return; // it lies there already, perhaps changed
  for (const one of findings) for (const uid of one.photos ?? []) placed.set(uid, one.uid);
  for (const [code, one] of Object.entries(answers)) for (const uid of one.photos ?? []) placed.set(uid, `item:${code}`);
  const kept = photos.filter((one) => placed.has(one.uid)).map((one) => ({ ...one, of: placed.get(one.uid) }));
  const given = Object.entries(there.answers).map(([code, one]) => [code, { ...one, photos: [...(answers[code]?.photos ?? []), ...(one.photos ?? [])] }]);
  await outbox.saveDraft(`visit:${visit}`, {
    answers: { ...answers, ...Object.fromEntries(given) }, note: [note, there.note].filter(Boolean).join("\n"),
    findings: [...findings, ...there.findings], talks: [...talks, ...there.talks], photos: [...kept, ...there.photos], exchange: there.exchange, instead_of: act.uid,
  });
};

export const again = async (row, reason, { state, show, title, go, refresh, words }) => {
  const { outbox } = state, { kind, body: { visit } } = row.act;
  if (kind === "visit.start") return go(`#visit/${visit}`);
  // Somebody who was here before has begun to change it: that is gone on with.
  const begun = await outbox.draft(`again:${row.uid}`), { act, photos } = await outbox.again(row.uid), { body } = act;
  const reopen = async (hash, draft) => {
    if (!begun) await outbox.saveDraft(`again:${row.uid}`, { ...draft, instead_of: row.uid, reason });
    go(hash);
  };
  if (kind === "visit.report") {
    await restore(outbox, { act, photos });
    return go(`#visit/${visit}`);
  }
  if (kind === "hazard.report") {
    const { text, place, type, unit, department } = body;
    return reopen(`#report/${body.subject ?? "-"}/${row.uid}`, { text, place, type, unit, department, photos });
  }
  if (kind === "inspection.submit" && state.pack?.sheets[body.sheet]) {
    const of = (uid) => Object.keys(body.answers).find((code) => body.answers[code].photos?.includes(uid)) ?? "";
    return reopen(`#check/${body.subject ?? "-"}/${encodeURIComponent(body.sheet)}//${row.uid}`, {
      started_at: body.started_at, code: body.scan, answers: body.answers, unit: body.unit, photos: photos.map((one) => ({ ...one, item: of(one.uid) })),
    });
  }
  if (state.pack?.hazards.some((one) => one.uid === body.hazard)) return reopen(`#hazard/${body.hazard}/${row.uid}`, { note: body.note, until: body.until, photos });

  // Where it was made is not there any more: its words can be changed here.
  let { scan } = body; // a label of somewhere else is refused: it may be left out
  const code = scan && el("p", { class: "wa-said" }, "带着扫到的码。", button("不带码", () => { scan = ""; code.remove(); }, { css: "is-small" }));
  const field = "text" in body ? "text" : "note", note = el("textarea", { class: "wa-input is-big", rows: 3, id: "again", value: body[field] ?? "" });
  const send = button("再交一次", async () => {
    await outbox.keep(kind, { ...body, [field]: note.value.trim(), round: undefined, ...("scan" in body && { scan }) }, { photos, instead_of: row.uid });
    say("存好了。");
    refresh();
  }, { css: "is-main is-wide is-big", sign: "send" });
  title("改一下再交", words);
  show(card("没有被接受的理由", "", el("p", {}, reason)), code, el("div", { class: "wa-card" }, el("label", { htmlFor: "again" }, "内容"), note, photos.length > 0 && el("p", { class: "wa-meta" }, `带 ${photos.length} 张照片`)), send);
};
