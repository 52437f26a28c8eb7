// 待发送: everything that was done here, how it stands, and what its person can do about it.

import { button, card, el, hour, icon } from "./dom.js";
import { KEPT } from "./outbox.js";

const WORDS = { "hazard.report": "报隐患", "hazard.rectify": "整改情况", "hazard.apply": "申请验收", "hazard.verify": "验收", "hazard.return": "退回", "hazard.fix": "当场改正", "hazard.close": "销号", "hazard.extend": "申请延期", "hazard.compare": "是否同一处", "inspection.submit": "检查", "visit.open": "打开密封的检查", "visit.start": "到场开始", "visit.report": "检查情况", "phone.discard": "撤回" };
const OUTCOMES = { done: ["已送达", "done"], pair: ["已送达，可能重复", "hazard"], waiting: ["已送达，等照片传完再办", "clock"], refused: ["没有被接受", "stop"] };

const summary = (act) => (act.kind === "inspection.submit" && [act.body.title, act.body.place].filter(Boolean).join(" · ")) || act.body.title || act.body.text || act.body.note || act.body.place || (act.photos.length ? "照片" : "");

export const drawOutbox = async ({ state, show, title, go, refresh }) => {
  const { outbox } = state;
  title("待发送", "存在这部手机上，发出并得到回音才算送达");
  const rows = await outbox.list(), gaps = await outbox.gaps();
  const kept = rows.filter((one) => one.state === KEPT && !one.thrown);
  const decided = rows.filter((one) => one.state !== KEPT);
  const answers = await Promise.all(rows.map((one) => (one.answer ? outbox.read(one.answer) : null)));
  const answer = new Map(rows.map((one, at) => [one.uid, answers[at]]));

  const line = (one) => {
    if (!one.act) return el("div", { class: "wa-card-row" }, el("div", {}, el("b", {}, `第 ${one.seq} 条`), el("p", {}, "这条打不开，请找系统管理员。")));
    const said = answer.get(one.uid), [words, sign] = one.state === KEPT ? [said?.reason ?? (state.signedOut ? "等登录" : "等网络"), "clock"] : OUTCOMES[one.outcome] ?? ["", "done"];
    const waiting = one.photos.filter((photo) => !photo.reason).length, bad = one.photos.filter((photo) => photo.reason);
    const sent = one.photos.reduce((sum, photo) => sum + photo.at, 0), all = one.photos.reduce((sum, photo) => sum + photo.size, 0);
    return el("div", { class: "wa-card-row is-top" }, el("div", {}, el("b", {}, `${WORDS[one.act.kind] ?? one.act.kind}：${summary(one.act)}`),
      el("p", {}, icon(sign), `${hour(one.at)} · ${words}${said?.no ? ` · ${said.no}` : ""}`),
      one.outcome === "refused" && el("p", { class: "wa-error" }, said?.reason),
      said?.told?.note && el("p", {}, said.told.note),
      waiting > 0 && el("p", {}, `还有 ${waiting} 张照片${all ? `，传了 ${Math.round((sent / all) * 100)}%` : ""}`),
      bad.map((photo) => el("p", { class: "wa-error" }, photo.reason)),
      one.outcome === "pair" && el("p", {}, "可能和这条是同一处：", (said?.pairs ?? []).map((pair) => el("a", { class: "wa-link", href: pair.url }, `${pair.no} ${pair.title}`))),
      el("div", { class: "wa-tools" },
        said?.url && one.outcome !== "refused" && el("a", { class: "wa-btn is-small", href: said.url }, "打开"),
        one.outcome === "refused" && one.act.kind !== "visit.open" && button("改一下再交", () => again(one), { css: "is-small is-main" }),
        one.outcome === "pair" && state.pack?.may_compare && [button("是同一处", () => compare(one, true), { css: "is-small" }), button("不是", () => compare(one, false), { css: "is-small" })],
        (one.state === KEPT || one.outcome === "refused") && button("不要了", () => discard(one), { css: "is-small" }))));
  };

  const again = async (one) => {
    const made = await import("./again.js");
    await made.again(one, answer.get(one.uid)?.reason ?? "", { state, show, title, go, refresh, words: WORDS[one.act.kind] });
  };
  const compare = async (one, same) => { await outbox.keep("hazard.compare", { hazard: one.uid, same, title: summary(one.act) }); await outbox.settle(one.uid); refresh(); };
  const discard = async (one) => { if (confirm("这条不要了吗？撤回后不能恢复。")) { await outbox.discard(one.uid); refresh(); } };

  const save = async () => {
    const parts = [], { saved } = await import("./carry.js");
    for await (const part of saved(outbox)) parts.push(part);
    const address = URL.createObjectURL(new Blob(parts, { type: "application/x-ndjson" }));
    const name = `卫安待发送-${hour(Date.now()).replace(/[ :]/g, "-")}.jsonl`;
    el("a", { href: address, download: name }).click();
    document.getElementById("saved").replaceChildren(el("p", { class: "wa-said" }, `已存成“${name}”，在手机的“下载”里。手机上的一条没少，有网络照常自己发，不会重复。`));
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  };

  show(
    gaps.length > 0 && card("有记录没有送到", "", el("p", { class: "wa-error" }, `第 ${gaps.map(([low, high]) => (low === high ? low : `${low}～${high}`)).join("、")} 条在手机上找不到了，服务器也没有收到。已经记下并告诉了安全管理人员；请回想一下，重新记一条。`)),
    card("还没有送到", kept.length ? `${kept.length}\u00a0条` : "", kept.map(line), !kept.length && el("p", { class: "wa-meta" }, "都送到了。")),
    decided.length > 0 && card("已有回音", "保留七天", decided.slice(0, 60).map(line)),
    (kept.length > 0 || state.counts.photos > 0) && [button("现在就发", () => dispatchEvent(new Event("online")), { css: "is-wide is-big is-main", sign: "send" }), button("存成文件带走", save, { css: "is-wide is-big", sign: "save" }),
      el("div", { id: "saved", role: "status" }),
      el("p", { class: "wa-meta" }, `长期没有网络时，把文件拷到有网络的电脑或手机，打开 ${location.host}/m/box/ 登录交上（手机上在“我的 → 交上待发送文件”）。文件是加密的，只有本人能交，别人打不开。`)]);
};
