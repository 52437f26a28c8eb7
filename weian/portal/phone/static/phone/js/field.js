// 现场: the page that starts and works without network. It draws from the pack and puts what is done into the outbox.

import { canShut, sha256 } from "./box.js";
import { button, card, day, el, hour, icon, row, say } from "./dom.js";
import { Full, KEPT, Outbox, SignedOut } from "./outbox.js";
import { openStore } from "./store.js";

const BUILD = document.documentElement.dataset.build;
const FLUSH_EVERY_MS = 30_000;
const PACK_FRESH_MS = 120_000;
const body = document.getElementById("wa-main");
const state = { outbox: null, pack: null, counts: {}, said: "", cut: false, signedOut: false, putOut: false, unsaved: "", unknown: "" };

const reachable = () => navigator.onLine && !state.cut;

const title = (words, note = "") => {
  document.title = `${words} · 卫安`;
  document.querySelector(".wa-phone-title").replaceChildren(el("h1", {}, words), note && el("p", {}, note));
};
const itemsOf = (sheet) => (sheet.sections ?? []).flatMap((part) => part.items ?? []);
const show = (...parts) => body.replaceChildren(...parts.flat(9).filter(Boolean));
const go = (hash) => { location.hash = hash; };

// --- what the strip above says ------------------------------------------------------------------------------------

const wechat = () => /MicroMessenger/i.test(navigator.userAgent) && /iPhone|iPad|iPod/i.test(navigator.userAgent);
const strip = document.getElementById("strip");
const drawStrip = () => {
  const { waiting = 0, refused = 0, others = 0 } = state.counts, mine = state.outbox?.who;
  const words = [
    wechat() && "在苹果手机的微信里打开，没有网络时启动不了。请点右上角“…”，选“在 Safari 中打开”，再添加到主屏幕。",
    state.putOut && "这部手机上的登录已被收回，离线数据已清掉。要继续用，请重新登录。",
    state.signedOut && mine && "登录已过期。照常可以记，都存在这部手机上；登录后自动发出。",
    // A browser that is joined to something calls itself online: what counts is whether we were reached.
    !reachable() && "没有网络。照常记，都存在这部手机上，有网络时自动发出。",
    state.said, state.unsaved,
    refused && el("a", { class: "wa-link", href: "#out" }, `有 ${refused} 条没有被接受，看理由`),
    others && (mine ? `这部手机上还有别人没有发出的 ${others} 条，本人登录后才会发出，您看不到内容。` : `这部手机上还有没有发出的 ${others} 条，没有丢；本人登录后自动发出，别人看不到。`),
  ].filter(Boolean);
  strip.replaceChildren(...words.map((one) => el("p", {}, one)), ...(state.signedOut && navigator.onLine ? [el("a", { class: "wa-link", href: `/accounts/login/?next=${encodeURIComponent("/m/field/")}` }, "去登录")] : []));
  strip.hidden = !words.length;
  const badge = document.getElementById("waiting");
  badge.textContent = waiting + refused || "";
  badge.hidden = !(waiting + refused);
};

// --- pages ----------------------------------------------------------------------------------------------------------

const pointOf = (uid) => state.pack.points.find((one) => one.uid === uid);
const roundOf = (uid) => state.pack.rounds.find((one) => one.subject === uid);
const STATES = { due: "待查", done: "已查", partial: "不完整", missed: "缺查", late: "已补录", ahead: "未到" };

// What was begun and not kept, by the names of its drafts; an empty form is nothing begun.
const begun = async () => (await state.outbox.drafts()).map(({ name, answers = {}, photos = [], text, how, note, type }) => {
  const [kind, uid, ...rest] = name.split(":"), ref = rest.join(":"), sheet = state.pack.sheets[ref], place = pointOf(uid)?.place;
  if (!photos.length && !text && !how && !note && !type && !Object.keys(answers).length) return null;
  if (kind === "check" && sheet) return row({ href: `#check/${uid}/${encodeURIComponent(ref)}`, title: sheet.title, note: `检查表${place ? ` · ${place}` : ""}` });
  if (kind === "report") return row({ href: `#report/${uid}`, title: text || "报隐患", note: `隐患${place ? ` · ${place}` : ""}${photos.length ? ` · ${photos.length} 张照片` : ""}` });
  const hazard = kind === "hazard" && state.pack.hazards.find((one) => one.uid === uid);
  return hazard ? row({ href: `#hazard/${uid}`, title: hazard.title, note: "整改或验收" }) : null;
}).filter(Boolean);

const danger = () => el("details", { class: "wa-card" }, el("summary", { class: "wa-danger" }, icon("phone"), "正在发生危险"),
  el("div", { class: "wa-form-end" }, el("p", {}, "先离开、先呼救，再回来填。"),
    el("a", { class: "wa-danger", href: `tel:${state.pack.fire}` }, icon("phone"), `火警拨 ${state.pack.fire}`),
    state.pack.desks.map(([name, phone]) => el("a", { class: "wa-btn is-wide is-big", href: `tel:${phone}` }, icon("phone"), `${name} ${phone}`))));

// Said in the record itself: whoever reads it knows that there was a picture, and why there is none.
const WITHOUT = (many) => `（拍了 ${many} 张照片，手机存储满，没有存下。）`;

const pages = {
  points: async () => {
    const { pack } = state, mine = pack.points.filter((one) => one.mine), here = await doneHere(), left = await begun();
    title("现场", `${state.outbox.who.unit_name} ${state.outbox.who.title} ${state.outbox.who.name}`);
    const line = (one) => {
      const round = roundOf(one.uid), done = here.points.has(one.uid);
      const note = [one.where, !round && done && "已记，等发出", round && `${round.when}${done ? "已记，等发出" : STATES[round.state] ?? ""}${round.wanted > 1 ? ` ${round.made}/${round.wanted} 次` : ""}，到 ${hour(round.until)}`].filter(Boolean).join(" · ");
      return row({ href: `#point/${one.uid}`, title: one.place || one.name, note });
    };
    const visit = (one) => row({ href: `#visit/${one.uid}`, title: one.covered ? "密封的检查" : one.name, note: one.covered ? `打开要留名 · 到 ${day(one.last)}` : [one.mode, one.plan, one.begun ? "检查中" : `到 ${day(one.last)}`].join(" · ") });
    show(danger(),
      left.length > 0 && card("没有填完的", "存在这部手机上", left),
      pack.visits?.length > 0 && card("轮到我去的检查", `${pack.visits.length}\u00a0次`, pack.visits.map(visit)),
      pack.may_inspect && card("我的点位", mine.length ? `${mine.length}\u00a0处` : "", mine.map(line), !mine.length && el("p", { class: "wa-meta" }, pack.above ? "去下级单位检查，点下面的“检查下级单位”。" : "还没有交给你的点位。到了现场扫墙上的码，也能查。")),
      pack.may_inspect && (pack.above || pack.own.length > 0) && el("a", { class: "wa-card", href: "#lists" }, icon("inspect"), pack.above ? "检查下级单位" : "按检查表自查", icon("chevron-right")),
      pack.may_report && el("a", { class: "wa-btn is-main is-big is-wide", href: "#report" }, icon("camera"), "看到隐患，拍一张就行"),
      pack.hazards.length > 0 && card("轮到我的隐患", `${pack.hazards.length}\u00a0条`, pack.hazards.map((one) => row({ href: `#hazard/${one.uid}`, title: one.title, note: [one.no, here.hazards.has(one.uid) ? "已记，等服务器办" : one.status, one.due && `期限 ${day(one.due)}`, one.term].filter(Boolean).join(" · ") }))),
      pack.tasks.length > 0 && card("今天的其他事", "要有网络", pack.tasks.map((one) => row({ href: one.url, title: one.title, note: one.due && `期限 ${day(one.due)}` }))),
      !(pack.may_inspect || pack.may_report || pack.visits?.length || pack.hazards.length || pack.tasks.length) && card("这里没有轮到您的事", "", el("p", { class: "wa-meta" }, "您的岗位不查点位、不报隐患。遇到危险，照上面的号码打。")),
      el("p", { class: "wa-meta" }, `离线数据 ${hour(pack.made_at)} 取得，${hour(pack.expires_at)} 前有效。`));
  },

  lists: () => {
    title(state.pack.above ? "检查下级单位" : "按检查表自查");
    const refs = state.pack.above ? Object.keys(state.pack.sheets) : state.pack.own;
    show(card("选一张检查表", `${refs.length}\u00a0张`, refs.map((ref) => { const sheet = state.pack.sheets[ref]; return row({ href: `#check/-/${encodeURIComponent(ref)}`, title: sheet.title, note: `${itemsOf(sheet).length} 项` }); })));
  },

  point: (uid, scan = "") => {
    const point = pointOf(uid);
    if (!point) return missing("离线数据里没有这个点位。有网络时再打开一次。");
    title(point.place || point.name, point.where);
    const with_ = scan ? `/${scan}` : "";
    const stops = (point.stops ?? []).map(pointOf).filter(Boolean);
    show(scan && el("p", { class: "wa-said" }, "已扫码，记为到现场。"), danger(),
      stops.length > 0 && card("路线上的点位", "按先后", stops.map((one) => row({ href: `#point/${one.uid}`, title: one.place, note: one.where }))),
      state.pack.may_inspect && card("在这里检查", "", point.sheets.map((ref) => row({ href: `#check/${uid}/${encodeURIComponent(ref)}${with_}`, title: state.pack.sheets[ref].title, note: `${itemsOf(state.pack.sheets[ref]).length} 项` })),
        !point.sheets.length && el("p", { class: "wa-meta" }, "没有专给这类点位的检查表，看过可以直接记一次。"),
        point.reads ? el("p", { class: "wa-meta" }, "这里有数要读，请填检查表。")
          : row({ title: "看过，一切正常", note: "没有表格要填时用", end: button("记一次", () => visit(point, scan), { css: "is-small" }) })),
      state.pack.may_report && el("a", { class: "wa-btn is-main is-big is-wide", href: `#report/${uid}` }, icon("camera"), "在这里发现隐患"));
  },

  check: async (uid, ref, scan = "", again = "") => {
    const sheet = state.pack.sheets[ref], point = uid === "-" ? null : pointOf(uid);
    if (!sheet) return missing("离线数据里没有这张检查表。有网络时再打开一次。");
    const { SheetForm } = await import("./sheet.js");
    title(sheet.title, point ? point.place : "");
    const name = again ? `again:${again}` : `check:${uid}:${ref}`, kept = await state.outbox.draft(name);
    const started_at = kept?.started_at ?? new Date().toISOString();
    let code = kept?.code || (scan && scanned(scan));
    const photos = {};
    for (const one of kept?.photos ?? []) (photos[one.item] ??= []).push(one);
    const unit = unitPicker(kept?.unit);
    const keep = later(() => state.outbox.saveDraft(name, { started_at, code, instead_of: kept?.instead_of, reason: kept?.reason, answers: form.answers, unit: unit?.value, photos: Object.entries(form.photos).flatMap(([item, list]) => list.map((one) => ({ ...one, item }))) }));
    const form = new SheetForm(sheet, { answers: kept?.answers, photos, changed: keep });
    const send = button("存好，准备发送", async (event) => {
      if (unit && !unit.value) { unit.focus(); return say("请先选单位。"); }
      if (!form.check()) return say("还有没填好的项，已经标出。");
      const keepIt = async (bare) => {
        const [answers, taken] = await form.taken();
        if (bare) for (const one of Object.values(answers)) delete one.photos;
        const about = { sheet: ref, answers, started_at, ended_at: new Date().toISOString(), title: sheet.title, place: point?.place ?? "" };
        if (point) Object.assign(about, { subject: uid, department: point.department, mode: "round", scan: code });
        if (unit) about.unit = unit.value;
        if (bare) about.note = WITHOUT(taken.length);
        await state.outbox.keep("inspection.submit", about, { photos: bare ? [] : taken, instead_of: kept?.instead_of });
        keep.stop();
        await state.outbox.dropDraft(name);
        kept_();
      };
      await busy(event.target, () => keepIt(false), form.stands_without_photos() ? () => keepIt(true) : null);
    }, { css: "is-main is-wide is-big", sign: "send" });
    show(was(kept), again && code && el("p", { class: "wa-said" }, "带着扫到的码。", button("不带码", (event) => { code = ""; event.target.parentElement.remove(); keep(); }, { css: "is-small" })), kept && el("p", { class: "wa-said" }, `接着上次没填完的。${hour(started_at)} 开始。`), unit?.label, form.element, el("section", { class: "wa-thumb" }, send));
  },

  report: async (uid = "", again = "") => {
    const { Photos } = await import("./photos.js");
    const point = uid && pointOf(uid), name = again ? `again:${again}` : `report:${uid}`;
    title("报隐患", point?.place);
    const kept = await state.outbox.draft(name), id = kept?.id ?? crypto.randomUUID();
    const photos = new Photos({ role: "before", items: (kept?.photos ?? []).filter((one) => one.role !== "after"), changed: () => keep() });
    const after = new Photos({ role: "after", label: "改好以后的照片", items: (kept?.photos ?? []).filter((one) => one.role === "after"), changed: () => keep() });
    const words = el("textarea", { class: "wa-input is-big", rows: 2, maxLength: 2000, placeholder: "用键盘上的话筒说也行", id: "words", value: kept?.text ?? "", oninput: () => keep() });
    const place = el("input", { class: "wa-input is-big", maxLength: 120, id: "place", value: kept?.place ?? point?.place ?? "", oninput: () => keep() });
    const unit = unitPicker(kept?.unit);
    const types = el("div", { class: "wa-choice is-chips" }, state.pack.types.filter((one) => one.quick).map((one) => el("label", {}, el("input", { type: "radio", name: "type", value: one.code, checked: kept?.type === one.code, onchange: () => keep() }), el("span", {}, icon("check"), one.title))));
    const type = () => types.querySelector(":checked")?.value ?? "";
    const how = el("input", { class: "wa-input is-big", maxLength: 500, id: "how", value: kept?.how ?? "", oninput: () => keep() });
    const fixed = el("details", { class: "wa-card", open: Boolean(kept?.how) }, el("summary", {}, "当场已经改好了"), el("div", { class: "wa-check-parts" }, el("label", { htmlFor: "how" }, "怎么改的"), how, el("p", {}, "改好以后的照片"), after.element));
    const keep = later(() => state.outbox.saveDraft(name, { id, text: words.value, place: place.value, type: type(), how: how.value, unit: unit?.value, department: kept?.department, instead_of: kept?.instead_of, reason: kept?.reason, photos: [...photos.items, ...after.items] }));
    const send = button("上报", async (event) => {
      const atOnce = how.value.trim() || after.items.length;
      if (unit && !unit.value) { unit.focus(); return say("请先选单位。"); }
      if (!photos.items.length && !words.value.trim() && !type()) return refuse(photos.element, "请拍一张照片、写一句话或选一个类别，有一样就行。");
      if (atOnce && !(how.value.trim() && photos.items.length && after.items.length)) return refuse(fixed, "当场改好的，要写一句怎么改的，拍改之前和改之后两张照片。没改好的，把这里清空。");
      const keepIt = async (bare) => {
        const about = { text: words.value.trim(), place: place.value.trim(), type: type() }, department = kept?.department ?? point?.department;
        if (department) about.department = department;
        if (point && (!about.place || about.place.includes(point.name))) about.subject = point.uid;
        if (unit) about.unit = unit.value;
        // Both photos go with the second act, which is judged when they are there; the first stands at once.
        if (atOnce && !about.text && !about.type) about.text = `当场改好：${how.value.trim()}`;
        if (bare) about.text = [about.text, WITHOUT(photos.items.length)].filter(Boolean).join("\n");
        await state.outbox.keep("hazard.report", about, { uid: id, photos: atOnce || bare ? [] : photos.items, instead_of: kept?.instead_of });
        if (atOnce) await state.outbox.keep("hazard.fix", { hazard: id, note: how.value.trim(), title: about.text }, { photos: [...photos.items, ...after.items] });
        keep.stop();
        await state.outbox.dropDraft(name);
        kept_();
      };
      await busy(event.target, () => keepIt(false), atOnce || !photos.items.length ? null : () => keepIt(true)); // what was put right needs its photos
    }, { css: "is-main is-wide", sign: "send" });
    show(was(kept), danger(), el("div", { class: "wa-card" }, photos.element), unit?.label,
      el("div", { class: "wa-card" }, el("label", { htmlFor: "words" }, "一句话"), words),
      el("fieldset", { class: "wa-card wa-choice-card" }, el("legend", {}, "类别"), types),
      el("div", { class: "wa-card" }, el("label", { htmlFor: "place" }, "地点"), place),
      !state.pack.above && fixed,
      el("p", { class: "wa-meta" }, "如实上报不追究上报人。定级、派谁、几时改完，由安全管理人员定，会告诉你。"),
      el("section", { class: "wa-thumb" }, send));
  },

  code: () => {
    title("输入编码", "标签上二维码下面的 12 位");
    const input = el("input", { class: "wa-input is-big", id: "code", autocomplete: "off", autocapitalize: "characters", placeholder: "如 2345-6789-ABCD", maxLength: 20 });
    const unknown = () => refuse(input, reachable() ? "没有认出这个编码，请对照标签再输一遍。" : "离线数据里没有这个编码。请核对一遍；有网络后再试。");
    const open_ = async () => { if (!(await arrived(input.value))) unknown(); };
    show(el("form", { class: "wa-card", onsubmit: (event) => { event.preventDefault(); open_(); } }, el("label", { htmlFor: "code" }, "标签上的编码"), input, button("打开", () => {}, { css: "is-main is-wide is-big", type: "submit" })));
    input.focus();
    if (state.unknown) { // a label that was scanned; not in the address: it would stay in the history
      input.value = state.unknown;
      state.unknown = "";
      unknown();
    }
  },

  out: async () => (await import("./drawing.js")).drawOutbox({ state, show, title, go, refresh: () => draw() }),
};

// What few do comes when it is asked for: a planned visit, and what is done about a hazard.
const LATER = { hazard: () => import("./hazard.js"), ...Object.fromEntries(["visit", "answers", "finding", "talk", "exchange"].map((name) => [name, () => import("./visits.js")])) };
const bring = async (name) => Object.assign(pages, (await LATER[name]()).pages({ state, title, show, go, refuse, busy, later, missing, flush, draw, tokenOf, was, kept: kept_ }));

// Why what is filled in here again was not accepted.
const was = (kept) => kept?.reason && el("p", { class: "wa-error", role: "alert" }, icon("stop"), el("span", {}, `没有被接受：${kept.reason}`));

const missing = (words) => { title("现场"); show(card("没有找到", "", el("p", { class: "wa-meta" }, words)), el("a", { class: "wa-btn is-wide is-big", href: "#points" }, "回到点位")); };

const refuse = (near, words) => {
  const before = document.getElementById("refused");
  if (before?.nextSibling?.matches?.("button")) before.nextSibling.remove(); // what it offered
  before?.remove();
  near.after(el("p", { class: "wa-error", id: "refused", role: "alert" }, icon("stop"), el("span", {}, words)));
  near.scrollIntoView({ block: "center" });
};

// A write that fails says why and leaves all as it is. `bare`: the same without photos, for a phone that is full.
const busy = async (target, work, bare = null) => {
  target.setAttribute("aria-busy", "true");
  target.disabled = true;
  try { await work(); } catch (error) {
    refuse(target, error.message || "没有存下，请再试一次。");
    if (bare && error instanceof Full) document.getElementById("refused").after(button("先存下，不带照片", (event) => { event.target.remove(); busy(target, bare); }, { css: "is-wide is-big", sign: "save" }));
  } finally { target.removeAttribute("aria-busy"); target.disabled = false; }
};

const later = (work) => {
  let timer = 0;
  const soon = () => { clearTimeout(timer); timer = setTimeout(() => work().then(() => "", (error) => error.message).then((words) => { if (state.unsaved !== words) { state.unsaved = words; drawStrip(); } }), 400); };
  soon.stop = () => clearTimeout(timer);
  return soon;
};

const unitPicker = (chosen) => {
  if (!state.pack.above) return null;
  const select = el("select", { class: "wa-input is-big", id: "unit" }, el("option", { value: "" }, "请选"), state.pack.units.map((one) => el("option", { value: one.uid, selected: one.uid === chosen }, one.name)));
  select.label = el("div", { class: "wa-card" }, el("label", { htmlFor: "unit" }, "哪家机构"), select);
  return select;
};

const kept_ = () => { state.unsaved = ""; say("存好了。"); go("#out"); flush(); };
const visit = async (point, scan) => {
  const now = new Date().toISOString();
  await state.outbox.keep("inspection.submit", { subject: point.uid, department: point.department, mode: "round", note: "看过，一切正常。", started_at: now, ended_at: now, scan: scan && scanned(scan), title: "看过，一切正常", place: point.place });
  kept_();
};

// What was done here and nobody has decided, so that the pack does not know it: points that were looked at today, and what waits about a hazard.
const doneHere = async () => {
  const today = new Date().toDateString(), rows = await state.outbox.list();
  const open = rows.filter((one) => one.act && !one.thrown && (one.state === KEPT || one.outcome === "waiting"));
  return {
    points: new Set(open.filter((one) => one.act.kind === "inspection.submit" && new Date(one.at).toDateString() === today).map((one) => one.act.body.subject)),
    hazards: new Set(open.map((one) => one.act.body.hazard)),
  };
};

// --- a code that was scanned or typed --------------------------------------------------------------------------------

const SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
const tokenOf = (text) => [...(text.match(/\/q\/([^/?#]+)/)?.[1] ?? text).toUpperCase()].filter((sign) => SIGNS.includes(sign)).join("").slice(0, 12);
const scanned = (key) => sessionStorage.getItem(`scan:${key}`) ?? "";

const arrived = async (text) => {
  const token = tokenOf(text), mark = await sha256(new TextEncoder().encode(token));
  const point = state.pack.points.find((one) => one.label === mark);
  if (!point) {
    if (reachable() && token.length === 12) { location.href = `/q/${token}`; return true; }
    return false;
  }
  const key = Math.random().toString(36).slice(2, 8);
  sessionStorage.setItem(`scan:${key}`, token); // not in the address: it would stay in the history
  go(`#point/${point.uid}/${key}`);
  return true;
};

// --- going on ----------------------------------------------------------------------------------------------------------

// Pages read before they show: one after the other, or the slower of two would stand under the title of the other.
let drawing = Promise.resolve(), wanted = 0, stands = null;
const draw = () => {
  const turn = ++wanted;
  const drawn = drawing.then(() => turn === wanted && drawNow());
  drawing = drawn.catch(() => {});
  return drawn;
};

const drawNow = async () => {
  const [name, ...words] = (location.hash.slice(1) || "points").split("/").map(decodeURIComponent);
  for (const tab of document.querySelectorAll("[data-tab]")) {
    const here = tab.dataset.tab === (pages[name] ? name : "points");
    tab.classList.toggle("is-here", here);
    if (here) tab.setAttribute("aria-current", "page"); else tab.removeAttribute("aria-current");
  }
  if (!state.outbox?.who) return begin();
  if (!state.pack && name !== "out") return without();
  if (LATER[name] && !pages[name]) await bring(name);
  if (stands !== location.hash) scrollTo(0, 0); // not where the same page is drawn anew under somebody who reads it
  stands = location.hash;
  await (pages[name] ?? pages.points)(...words);
};

// What was taken along has expired, or never came: what was kept stays, and help can be called.
const without = () => {
  title("现场");
  const words = state.signedOut ? "离线数据已过期，或还没有取过。请登录一次。" : reachable() ? "正在取……" : "离线数据已过期，或还没有取过。请到有网络的地方打开一次。";
  show(card("还没有离线数据", "", el("p", { class: "wa-meta" }, words), el("p", { class: "wa-meta" }, "已经记下的没有丢，都在“待发送”里。")),
    el("a", { class: "wa-danger", href: `tel:${document.documentElement.dataset.fire}` }, icon("phone"), `正在发生危险，火警拨 ${document.documentElement.dataset.fire}`));
};

const begin = () => {
  title("现场");
  if (!canShut() || !("serviceWorker" in navigator)) return show(card("这里不能离线使用", "", el("p", {}, "浏览器只在 https 地址上允许离线。请用 https 打开，或在有网络时用“今日”和“报隐患”。")), el("a", { class: "wa-btn is-wide is-big", href: "/m/" }, "到“今日”"));
  show(card("请先登录一次", "", el("p", { class: "wa-meta" }, "在有网络的地方登录一次，以后没有网络也能打开。")), el("a", { class: "wa-btn is-main is-wide is-big", href: `/accounts/login/?next=${encodeURIComponent("/m/field/")}` }, "去登录"));
};

let flushing = null, more = false, fetchedAt = -Infinity, decided = 0;
const flush = () => {
  if (!state.outbox) return drawStrip();
  // Another tab may have kept something meanwhile.
  if (!navigator.onLine) return state.outbox.counts().then((counts) => { state.counts = counts; drawStrip(); return location.hash === "#out" && draw(); });
  more = Boolean(flushing); // what is kept while something is being sent goes right after it
  return (flushing ??= flushNow().finally(() => { flushing = null; if (more) flush(); }));
};

const flushNow = async () => {
  try {
    const before = state.outbox.who?.post;
    const told = await state.outbox.flush();
    state.signedOut = Boolean(told.signedOut);
    state.putOut = state.signedOut && (state.putOut || Boolean(before && !state.outbox.who));
    if (before && !state.outbox.who) { state.pack = null; await draw(); } // nothing that was read stays
    state.cut = told.unreachable && told.said === "没有网络";
    state.said = told.unreachable && !state.cut ? told.said : "";
    if (told.done) {
      if (state.outbox.who.shared) return location.replace("/m/");
      const heard = decided !== state.outbox.decided, same = performance.now() - fetchedAt < PACK_FRESH_MS && !heard;
      decided = state.outbox.decided;
      const pack = same ? state.pack : await state.outbox.pack({ fresh: true });
      if (pack !== state.pack) fetchedAt = performance.now();
      const changed = heard || pack?.tag !== state.pack?.tag || before !== state.outbox.who.post;
      state.pack = pack;
      if (changed && ["points", "lists", ""].includes(location.hash.slice(1))) await draw();
      if (state.outbox.build_there && state.outbox.build_there !== BUILD) navigator.serviceWorker?.getRegistration().then((one) => one?.update());
    }
  } catch (error) {
    state.said = error.message;
  } finally {
    state.counts = await state.outbox.counts();
    drawStrip();
    if (location.hash === "#out" || (state.outbox.who && !state.pack)) await draw();
  }
};

// The first time the page brings along what to work with; later that lies on the phone.
const brought = document.getElementById("brought");

const start = async () => {
  if (!canShut()) return begin();
  const db = await openStore(() => { state.said = "有新版本在另一个页面打开了，请关掉这一页。"; drawStrip(); });
  state.outbox = new Outbox({ db, build: BUILD });
  await state.outbox.wake();
  if (state.outbox.who) {
    state.pack = await state.outbox.pack();
    state.counts = await state.outbox.counts();
  } else if (navigator.onLine) {
    state.pack = await state.outbox.begin(brought && JSON.parse(brought.textContent)).catch((error) => { state.signedOut = error instanceof SignedOut; return null; });
    fetchedAt = performance.now();
  }
  brought?.remove(); // what was read lies shut, or nowhere
  const asked = location.pathname.match(/^\/q\/([^/]+)/)?.[1]; // the worker answers there when the server did not
  state.cut = Boolean(asked);
  drawStrip();
  const code = asked ?? sessionStorage.getItem("scanned");
  sessionStorage.removeItem("scanned");
  if (location.pathname !== "/m/field/") history.replaceState(null, "", `/m/field/${location.pathname.includes("/new/") ? "#report" : location.hash}`);
  const at = sessionStorage.getItem("scan-for"); // the visit for which the label at the door was scanned
  sessionStorage.removeItem("scan-for");
  if (code && at) { sessionStorage.setItem(`code:${at}`, tokenOf(code)); location.hash = `#visit/${at}`; await draw(); }
  else if (!(code && state.pack)) await draw();
  else if (!(await arrived(code))) { state.unknown = tokenOf(code); go("#code"); }
  document.documentElement.dataset.ready = "1";
  performance.mark("usable");
  flush();
};

addEventListener("hashchange", draw);
addEventListener("online", () => { drawStrip(); flush(); });
addEventListener("offline", drawStrip);
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") flush(); });
setInterval(flush, FLUSH_EVERY_MS);
// What makes the page start without network is fetched when the page can be used: on a slow line it would be in its way.
start().finally(() => {
  navigator.serviceWorker?.register("/m/sw.js", { scope: "/" }).catch(() => {});
  navigator.storage?.persist?.().catch(() => {});
});
