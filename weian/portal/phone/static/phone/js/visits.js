// A planned visit where there is no network: begun at the door, filled in, handed in with the hand of the other side.
// Asked for only by those who go on one. What is half done lies in one draft for each visit; the server judges it all.

import { button, card, day, el, hour, icon, row, say } from "./dom.js";
import { WAYS, findingForm, fromItem, wrongOf } from "./finding.js";
import { DECIDED, MOST_PHOTOS } from "./outbox.js";
import { SheetForm, isFault, itemsOf, judge } from "./sheet.js";
import { SignaturePad } from "./sign.js";

const READ_FOR_MS = 30 * 60_000; // so long one opening of a sealed plan holds, as on the server
const empty = () => ({ answers: {}, note: "", findings: [], talks: [], photos: [] });

export const pages = (page) => {
  const { state, title, show, go, refuse, busy, later, missing, flush } = page;
  const visitOf = (uid) => (state.pack.visits ?? []).find((one) => one.uid === uid);
  const nameOf = (uid) => `visit:${uid}`;
  const draftOf = async (uid) => ({ ...empty(), ...(await state.outbox.draft(nameOf(uid))) });

  // Changes stand in a row: each begins with what the one before has kept.
  let changing = Promise.resolve();
  const change = (uid, work) => {
    const done = changing.then(async () => { const draft = await draftOf(uid); work(draft); await state.outbox.saveDraft(nameOf(uid), draft); return draft; });
    changing = done.catch(() => {});
    return done;
  };

  // What this phone has sent or is to send of the visit, oldest first, with how it stands.
  const actsOf = async (uid) => (await state.outbox.list()).filter((one) => one.act?.body.visit === uid && !one.thrown).reverse();
  const standing = (acts) => acts.filter((one) => one.outcome !== "refused");

  // All that is known here of the visit: from the server, handed in from here, and in the draft.
  const known = async (uid) => {
    const visit = visitOf(uid), draft = await draftOf(uid), acts = await actsOf(uid);
    const start = standing(acts).find((one) => one.act.kind === "visit.start"), begun = visit.begun || Boolean(start);
    const reports = standing(acts).filter((one) => one.act.kind === "visit.report").map((one) => one.act.body);
    const there = new Set(visit.found?.map((one) => one.uid));
    const sent = reports.flatMap((body) => body.findings ?? []).filter((one) => !there.has(one.uid));
    const sheet = state.pack.sheets[visit.sheet];
    const answers = Object.assign({}, visit.answers, ...reports.map((body) => body.answers), draft.answers);
    const written = new Set([...(visit.found ?? []), ...sent, ...draft.findings].map((one) => one.item).filter(Boolean));
    const loose = sheet ? itemsOf(sheet).filter((item) => isFault(item, answers[item.code]?.v) && !written.has(item.code)) : [];
    return { visit, draft, acts, sheet, answers, start, begun, loose, found: [...(visit.found ?? []), ...sent], over: reports.some((body) => body.finish) };
  };

  const head = (visit, note) => title(visit.name, note ?? [visit.mode, visit.plan].join(" · "));
  const back = (uid) => el("a", { class: "wa-btn is-wide is-big", href: `#visit/${uid}` }, "回到这次检查");

  // --- the cover, the door ------------------------------------------------------------------------------------------

  const cover = (visit) => {
    title("密封的检查", `${day(visit.last)}以前`);
    const open = button("打开（留名）", async (event) => {
      if (!navigator.onLine) return refuse(event.target, "第一次打开要有网络。打开以后带在手机上，现场没有网络也能用。");
      await busy(event.target, async () => { await state.outbox.keep("visit.open", { visit: visit.uid }); await flush(); if (visitOf(visit.uid)?.covered) await flush(); });
      if (visitOf(visit.uid)?.covered) return refuse(event.target, "没有打开。请在有网络的地方再试一次。");
      go(`#visit/${visit.uid}`);
      page.draw();
    }, { css: "is-main is-wide is-big" });
    show(card("打开要留名", "", el("p", {}, "谁、什么时候打开，都记在泄密日志里，在手机上看也记。到场开始以前不要告诉任何人。")), open);
  };

  // Each reading of a sealed plan leaves a name, also where it was taken along.
  const leaveName = async (visit, draft) => {
    if (!visit.sealed || visit.begun || Date.now() - (draft.read_at ?? -Infinity) < READ_FOR_MS) return;
    const last = standing(await actsOf(visit.uid)).filter((one) => one.act.kind === "visit.open").at(-1);
    if (last && Date.now() - last.at < READ_FOR_MS) return;
    await state.outbox.keep("visit.open", { visit: visit.uid });
    await change(visit.uid, (kept) => { kept.read_at = Date.now(); });
  };

  const door = (visit, refused) => {
    const scanned = sessionStorage.getItem(`code:${visit.uid}`) ?? "";
    const code = el("input", { class: "wa-input is-big", id: "code", autocomplete: "off", autocapitalize: "characters", maxLength: 20, value: scanned });
    const why = el("input", { class: "wa-input is-big", id: "why", maxLength: 200, value: refused?.act.body.why ?? "" });
    const begin = button("到场开始", async (event) => {
      if (!visit.remote && !page.tokenOf(code.value) && !why.value.trim()) return refuse(event.target, "请扫现场的标签或填它下面的码；现场没有标签的，写明原因。");
      await busy(event.target, async () => {
        await state.outbox.keep("visit.start", { visit: visit.uid, code: page.tokenOf(code.value), why: why.value.trim(), title: visit.name }, { instead_of: refused?.uid });
        sessionStorage.removeItem(`code:${visit.uid}`);
        say("已记下到场时间。");
        flush();
        page.draw();
      });
    }, { css: "is-main is-wide is-big", sign: "inspect" });
    const scan = el("a", { class: "wa-btn is-wide is-big", href: "/m/scan/", onclick: () => sessionStorage.setItem("scan-for", visit.uid) }, icon("camera"), "扫现场的标签");
    return [
      refused && el("p", { class: "wa-error", role: "alert" }, icon("stop"), el("span", {}, `没有开始：${refused.said}`)),
      scan, el("div", { class: "wa-card" }, el("label", { htmlFor: "code" }, "或者填标签下面的码"), code),
      el("div", { class: "wa-card" }, el("label", { htmlFor: "why" }, "现场没有标签，写明原因"), why),
      el("section", { class: "wa-thumb" }, begin),
    ];
  };

  const reasonOf = async (acts, kind) => {
    const last = acts.filter((one) => one.act.kind === kind).at(-1);
    return last?.outcome === "refused" ? { ...last, said: (await state.outbox.read(last.answer))?.reason ?? "" } : null;
  };

  const visit = async (uid) => {
    const one = visitOf(uid);
    if (!one) return missing("离线数据里没有这次检查，可能已经办完或取消。有网络时到“检查”里看。");
    if (one.covered) return cover(one);
    const { draft, acts, sheet, answers, start, begun, loose, found, over } = await known(uid);
    await leaveName(one, draft);
    head(one);
    const about = card("这次检查", `${day(one.first)}～${day(one.last)}`, one.focuses.length > 0 && el("p", {}, `重点：${one.focuses.join("、")}`), one.sealed && !begun && el("p", { class: "wa-meta" }, "密封的检查：到场开始以前不要告诉任何人。"));
    if (!begun) return show(about, ...door(one, await reasonOf(acts, "visit.start")));
    if (over) return show(card("已经检查完毕", "", el("p", {}, "存在这部手机上，在“待发送”里看有没有送到。")), el("a", { class: "wa-btn is-main is-wide is-big", href: "#out" }, "看待发送"));
    const refused = await reasonOf(acts, "visit.report");
    const judged = sheet && judge(sheet, answers);
    const note = el("textarea", { class: "wa-input is-big", rows: 2, maxLength: 2000, id: "note", value: draft.note, oninput: () => keep() });
    const keep = later(() => change(uid, (kept) => { kept.note = note.value; }));
    const own = draft.findings.map((row_) => row({ href: `#finding/${uid}/${row_.uid}`, title: row_.text || "还没有写", note: wrongOf(row_, draft.photos) ?? `${WAYS[row_.way]}，可以改` }));
    const partly = draft.findings.length + draft.talks.length + Object.keys(draft.answers).length > 0;
    show(
      refused && el("p", { class: "wa-error", role: "alert" }, icon("stop"), el("span", {}, `上次交的没有被接受：${refused.said}`)),
      el("p", { class: "wa-said" }, start ? `${hour(start.at)} 到场开始${start.state === DECIDED ? "" : "，有网络时发出"}。` : `${hour(one.started_at)} 已开始。`), about,
      sheet && card("检查表", "", row({ href: `#answers/${uid}`, title: sheet.title, note: `答了 ${itemsOf(sheet).length - judged.empty}/${itemsOf(sheet).length} 项${judged.faults ? `，不合格 ${judged.faults} 项` : ""}` })),
      card("发现的问题", `${found.length + draft.findings.length}\u00a0条`, found.map((row_) => row({ title: row_.text, note: "已交" })), own,
        loose.map((item) => row({ href: `#finding/${uid}/${item.code}`, title: item.fault || item.text, note: "检查表不合格，还没有写成问题" })),
        el("a", { class: "wa-btn is-wide is-big", href: `#finding/${uid}/new` }, icon("hazard"), "记一个问题")),
      state.pack.questions?.length > 0 && card("访谈职工", "不记名", row({ href: `#talk/${uid}`, title: "问一位职工", note: draft.talks.length ? `手机上记了 ${draft.talks.length} 位` : "可以不问" })),
      el("div", { class: "wa-card" }, el("label", { htmlFor: "note" }, "情况，可以不写"), note),
      partly && button("先交这些，检查还没完", (event) => handIn(event, one, {}), { css: "is-wide is-big", sign: "send" }),
      el("section", { class: "wa-thumb" }, el("a", { class: "wa-btn is-main is-wide is-big", href: `#exchange/${uid}` }, one.sealed ? "检查完毕" : "检查完毕，交换意见")));
  };

  // --- what is filled in --------------------------------------------------------------------------------------------

  const photosFor = (draft, what, role) => draft.photos.filter((one) => one.of === what && (!role || one.role === role));

  const answers = async (uid) => {
    const { visit: one, draft, sheet, answers: given } = await known(uid);
    if (!sheet) return missing("离线数据里没有这张检查表。有网络时再打开一次。");
    head(one, sheet.title);
    const photos = {};
    for (const photo of draft.photos) if (photo.of?.startsWith("item:")) (photos[photo.of.slice(5)] ??= []).push(photo);
    const put = (kept, said, taken) => {
      kept.answers = said;
      kept.photos = [...kept.photos.filter((photo) => !photo.of?.startsWith("item:")), ...taken];
    };
    const itemPhotos = () => Object.entries(form.photos).flatMap(([item, list]) => list.map((photo) => ({ ...photo, of: `item:${item}` })));
    const keep = later(() => change(uid, (kept) => put(kept, form.answers, itemPhotos())));
    const form = new SheetForm(sheet, { answers: { ...given }, photos, changed: keep });
    const done = button("填到这里", async (event) => busy(event.target, async () => {
      keep.stop();
      const [said, taken] = await form.taken();
      const placed = itemPhotos(), there = new Set(placed.map((photo) => photo.uid));
      const drawn = taken.filter((photo) => !there.has(photo.uid)).map((photo) => ({ ...photo, of: `item:${Object.keys(said).find((code) => said[code].photos?.includes(photo.uid))}` }));
      await change(uid, (kept) => put(kept, said, [...placed, ...drawn]));
      go(`#visit/${uid}`);
    }), { css: "is-main is-wide is-big", sign: "check" });
    show(form.element, el("section", { class: "wa-thumb" }, done));
  };

  const finding = async (uid, key) => {
    const { visit: one, draft, sheet, answers: given } = await known(uid);
    const item = sheet && itemsOf(sheet).find((row_) => row_.code === key);
    const there = draft.findings.find((row_) => row_.uid === key) ?? { uid: crypto.randomUUID(), found_at: new Date().toISOString(), ...(item && fromItem(item, given[key])) };
    head(one, item && !draft.findings.includes(there) ? "检查表不合格" : "发现的问题");
    const taken = { before: photosFor(draft, there.uid, "before"), after: photosFor(draft, there.uid, "after") };
    // What was photographed for the item of the checklist shows its fault too.
    if (item && !taken.before.length) taken.before = photosFor(draft, `item:${key}`).map((photo) => ({ ...photo, uid: crypto.randomUUID(), role: "before" }));
    const put = (kept) => {
      const said = form.said(), all = [...form.before.items, ...form.after.items].map((photo) => ({ ...photo, of: there.uid }));
      const rest = kept.findings.filter((row_) => row_.uid !== there.uid);
      kept.findings = [...rest, { ...there, ...said, photos: all.map((photo) => photo.uid) }];
      kept.photos = [...kept.photos.filter((photo) => photo.of !== there.uid), ...all];
    };
    const keep = later(() => change(uid, put));
    const form = findingForm({ visit: one, pack: state.pack, said: there, taken, changed: () => keep() });
    const done = button("记下", (event) => busy(event.target, async () => {
      const said = { ...there, ...form.said() }, wrong = wrongOf(said, [...form.before.items, ...form.after.items]);
      if (wrong) return refuse(event.target, wrong);
      keep.stop();
      await change(uid, put);
      go(`#visit/${uid}`);
    }), { css: "is-main is-wide is-big", sign: "check" });
    const drop = button("不要了", async () => {
      keep.stop();
      await change(uid, (kept) => { kept.findings = kept.findings.filter((row_) => row_.uid !== there.uid); kept.photos = kept.photos.filter((photo) => photo.of !== there.uid); });
      go(`#visit/${uid}`);
    }, { css: "is-wide is-big" });
    show(form.element, drop, el("section", { class: "wa-thumb" }, done));
  };

  const talk = async (uid) => {
    const { visit: one, draft } = await known(uid);
    head(one, `访谈职工，不记名${draft.talks.length ? `；已记 ${draft.talks.length} 位` : ""}`);
    const said = {};
    const ask = ([code, words]) => el("fieldset", { class: "wa-card wa-choice-card" }, el("legend", {}, words), el("div", { class: "wa-choice" },
      [[true, "知道", "good"], [false, "不知道", "bad"]].map(([value, word, css]) => el("label", { class: `is-${css}` }, el("input", { type: "radio", name: code, onchange: () => { said[code] = value; } }), el("span", {}, icon(value ? "check" : "cross"), word)))));
    const done = button("记一位", (event) => busy(event.target, async () => {
      if (!Object.keys(said).length) return refuse(event.target, "请至少问一题。");
      await change(uid, (kept) => { kept.talks.push({ uid: crypto.randomUUID(), answers: said }); });
      say("已记一位。");
      page.draw();
    }), { css: "is-main is-wide is-big", sign: "check" });
    show(state.pack.questions.map(ask), back(uid), el("section", { class: "wa-thumb" }, done));
  };

  // --- handed in ----------------------------------------------------------------------------------------------------

  const handIn = (event, one, more, photos = []) => busy(event.target, async () => {
    await changing;
    const draft = await draftOf(one.uid), taken = [...draft.photos, ...photos];
    const wrong = draft.findings.map((row_) => [row_, wrongOf(row_, draft.photos)]).find(([, said]) => said);
    if (wrong) return refuse(event.target, `“${(wrong[0].text || "没有写的问题").slice(0, 16)}”：${wrong[1]}`);
    if (taken.length > MOST_PHOTOS) return refuse(event.target, `一次最多带 ${MOST_PHOTOS} 张照片，现在 ${taken.length} 张。请先交一部分。`);
    const { answers: given, note, findings, talks } = draft;
    await state.outbox.keep("visit.report", { visit: one.uid, title: one.name, answers: given, note, findings, talks, ...more }, { photos: taken.map(({ of, ...photo }) => photo), instead_of: draft.instead_of });
    await state.outbox.dropDraft(nameOf(one.uid));
    page.kept();
  });

  const exchange = async (uid) => {
    const { visit: one, draft, sheet, answers: given, loose, found } = await known(uid);
    head(one, "检查完毕");
    const errors = sheet ? Object.values(judge(sheet, given).errors) : [];
    if (errors.length || loose.length) {
      return show(card("还不能结束", "",
        errors.length > 0 && row({ href: `#answers/${uid}`, title: `检查表还有 ${errors.length} 项没有填好`, note: errors[0] }),
        loose.map((item) => row({ href: `#finding/${uid}/${item.code}`, title: item.fault || item.text, note: "不合格，还没有写成问题" }))), back(uid));
    }
    const all = [...found, ...draft.findings], over = () => ({ finish: true, ended_at: new Date().toISOString() });
    const list = card("发现的问题", `${all.length}\u00a0条`, all.map((row_, at) => el("p", {}, `${at + 1}. ${row_.text}`)), !all.length && el("p", { class: "wa-meta" }, "没有发现问题。"));
    if (one.sealed) return show(list, el("p", { class: "wa-meta" }, "密封的检查，结果由本单位另一位审核后公布，现在不给被检查单位看。"), back(uid), el("section", { class: "wa-thumb" }, button("检查完毕，送审", (event) => handIn(event, one, over()), { css: "is-main is-wide is-big", sign: "send" })));
    const said = draft.exchange ?? {}, keep = later(() => change(uid, (kept) => { kept.exchange = told(); }));
    const field = (tag, id, about) => el(tag, { class: "wa-input is-big", id, autocomplete: "off", oninput: () => keep(), ...about });
    const name = field("input", "who", { maxLength: 40, value: said.name ?? "" }), post = field("input", "post", { maxLength: 80, value: said.post ?? "" });
    const pad = new SignaturePad({ label: "被检查单位" }), why = field("textarea", "why", { rows: 2, maxLength: 500, value: said.text ?? "" });
    const reasons = all.map((row_, at) => ({ finding: row_.uid, text: row_.text, area: field("textarea", `object-${at}`, { rows: 2, maxLength: 500, value: said.objections?.find((one) => one.finding === row_.uid)?.text ?? "" }) }));
    const objected = () => reasons.filter((one) => one.area.value.trim()).map((one) => ({ finding: one.finding, text: one.area.value.trim() }));
    const objecting = el("div", { class: "wa-card wa-check-parts" }, el("p", {}, "有异议的那一条，写下理由；没有异议的空着。检查组答复以后，再请对方确认。"),
      reasons.map(({ text, area }, at) => [el("label", { htmlFor: area.id }, `${at + 1}. ${text}`), area]));
    const hand = el("div", { class: "wa-card wa-check-parts" }, el("label", { htmlFor: "who" }, "签字人姓名"), name, el("label", { htmlFor: "post" }, "职务"), post, el("p", {}, "请签字人看过上面写的，在这里手写签名"), pad.element);
    const refusing = el("div", { class: "wa-card" }, el("label", { htmlFor: "why" }, "为什么没签、谁在场"), why);
    const elsewhere = el("p", { class: "wa-meta" }, "对方会收到消息，用自己的账号签字、提出异议或拒签。");
    const parts = { "": [elsewhere], signed: [hand], objected: [objecting, hand], refused: [refusing] };
    const words = [["", "以后在系统里签"], ["signed", "当面签字"], ...(all.length ? [["objected", "当面提出异议"]] : []), ["refused", "当面拒签"]];
    let word = words.some(([value]) => value === said.word) ? said.word : "";
    const told = () => ({ word, name: name.value.trim(), post: post.value.trim(), text: why.value.trim(), objections: objected() });
    const choose = (value) => { word = value; for (const part of [objecting, hand, refusing, elsewhere]) part.hidden = !parts[value].includes(part); };
    const choice = el("fieldset", { class: "wa-card wa-choice-card" }, el("legend", {}, "被检查单位的意见"), el("div", { class: "wa-choice" },
      words.map(([value, label]) => el("label", {}, el("input", { type: "radio", name: "word", checked: value === word, onchange: () => { choose(value); keep(); } }), el("span", {}, icon("check"), label)))));
    const done = button("存好，准备发送", async (event) => {
      const now = told(), byHand = ["signed", "objected"].includes(word);
      if (word === "objected" && !now.objections.length) return refuse(event.target, "请写明对哪一条有异议、为什么。");
      if (byHand && !(now.name && now.post)) return refuse(event.target, "请写签字人的姓名和职务。");
      if (byHand && pad.empty) return refuse(event.target, "还没有手写签名。");
      if (word === "refused" && !now.text) return refuse(event.target, "请写明被检查单位为什么不签、当时谁在场。");
      const drawn = byHand ? await pad.photo() : null;
      keep.stop();
      await handIn(event, one, { ...over(), ...now, text: word === "refused" ? now.text : "", ...(word !== "objected" && { objections: [] }), seen: all.map((row_) => row_.uid) }, drawn ? [drawn] : []);
    }, { css: "is-main is-wide is-big", sign: "send" });
    choose(word);
    show(list, choice, objecting, hand, refusing, elsewhere, back(uid), el("section", { class: "wa-thumb" }, done));
  };

  return { visit, answers, finding, talk, exchange };
};
