// The outbox alone, against a server of a few lines: what it does with its keys, its pack, its room and its versions.
// In: one JSON line {code, indexeddb}. Out: one JSON line for each trial {name, error?}.

import assert from "node:assert/strict";
import { module } from "./told.mjs";

const { openStore, Full } = await module("store");
const { Outbox } = await module("outbox");
const { saved } = await module("carry");
const { restore } = await module("again");

const HOUR = 3_600_000, START = Date.parse("2026-11-22T08:00:00Z");
const PHOTO = { bytes: new Uint8Array([1, 2, 3]).buffer, role: "after", source: "camera", name: "p.jpg", taken_at: "" };
const keyOf = (person) => ({ id: `key-${person}`, key: Buffer.alloc(32, person).toString("base64") });

class Server {
  person = "a";
  down = false;
  forget = false;
  judge = () => ({ outcome: "done" });
  arrived = [];
  was = null;

  answer(path, options, now) {
    if (path === "/m/hello/") {
      this.was = options.headers["X-Phone-Was"];
      if (!this.person) return { now, build: "b", person: null, ...(this.forget && { forget: true }) };
      return { now, build: this.build ?? "b", person: this.person, post: `post-${this.person}`, unit: "u", csrf: "t", keys: [keyOf(this.person)] };
    }
    if (path === "/m/pack/") return { tag: '"1"', post: `post-${this.person}`, made_at: now, expires_at: new Date(Date.parse(now) + 72 * HOUR).toISOString(), points: [] };
    if (path === "/m/sync/") {
      const { acts } = JSON.parse(options.body);
      this.arrived.push(...acts);
      return { now, gaps: [], outcomes: acts.map((act) => ({ uid: act.uid, seq: act.seq, ...this.judge(act) })) };
    }
    return { at: options.body.byteLength, landed: true };
  }
}

// A phone with its clock and its server; `open` is another tab or another start of the browser.
const phone = async () => {
  globalThis.indexedDB = new IDBFactory();
  const server = new Server(), time = { at: START };
  const fetch = async (path, options) => {
    if (server.down) throw new TypeError("no network");
    return new Response(JSON.stringify(server.answer(path, options, new Date(time.at).toISOString())), { status: 200 });
  };
  const open = async (onNewer) => new Outbox({ db: await openStore(onNewer), fetch, now: () => time.at, locks: null, build: "b" });
  const box = await open();
  await box.begin();
  await box.keeping;
  return { box, server, time, open };
};
const kept = async (box) => Object.fromEntries(await Promise.all(["acts", "photos", "keys", "packs", "lines"].map(async (name) => [name, await box.db.count(name)])));

const trials = {
  "what to work with is gone when it has expired, also for a phone that never came back to a network": async () => {
    const { box, server, time } = await phone();
    server.down = true;
    time.at += 71 * HOUR;
    assert.ok(await box.pack());
    time.at += 2 * HOUR;
    assert.equal(await box.pack(), null);
    assert.equal((await kept(box)).packs, 0);
  },
  "signing out takes keys and what was read, and leaves what was not sent, shut": async () => {
    const { box, open } = await phone();
    await box.keep("hazard.report", { text: "secret" }, { photos: [PHOTO] });
    await box.leave();
    assert.deepEqual(await kept(box), { acts: 1, photos: 1, keys: 0, packs: 0, lines: 1 });
    assert.equal(await (await open()).wake(), null);
    const [row] = await box.db.getAll("acts");
    assert.ok(!JSON.stringify(row).includes("secret") && row.box);
  },
  "a session that ran out leaves all as it is; one that was ended takes keys and what was read": async () => {
    const { box, server, time } = await phone();
    await box.keep("hazard.report", { text: "one" });
    server.person = null;
    box.greeted = -Infinity;
    assert.equal((await box.flush()).signedOut, true);
    assert.ok(await box.pack());
    assert.equal(server.was, `a key-a ${new Date(START).toISOString()}`);
    server.forget = true;
    assert.equal((await box.flush()).signedOut, true);
    assert.equal(box.who, null);
    assert.deepEqual(await kept(box), { acts: 1, photos: 0, keys: 0, packs: 0, lines: 1 });
    Object.assign(server, { person: "a", forget: false });
    time.at += HOUR;
    await box.hello();
    assert.equal((await box.flush()).waiting, 0);
    assert.deepEqual(server.arrived.map((act) => act.body.text), ["one"]);
  },
  "another person reads nothing of the first, and the first sends when they are back": async () => {
    const { box, server } = await phone();
    await box.keep("hazard.report", { text: "first" });
    server.person = "b";
    await box.hello();
    assert.deepEqual(await box.list(), []);
    assert.equal((await box.counts()).others, 1);
    await box.flush();
    assert.deepEqual(server.arrived, []);
    server.person = "a";
    await box.hello();
    await box.flush();
    assert.equal(server.arrived.length, 1);
  },
  "a full phone keeps nothing of the act, gives it no number, and takes it when there is room": async () => {
    const { box } = await phone(), add = IDBObjectStore.prototype.add;
    IDBObjectStore.prototype.add = function (row) { if (this.name === "photos") throw new DOMException("no room", "QuotaExceededError"); return add.call(this, row); };
    await assert.rejects(box.keep("hazard.report", { text: "x" }, { photos: [PHOTO] }), Full);
    IDBObjectStore.prototype.add = add;
    assert.deepEqual([(await kept(box)).acts, (await kept(box)).lines], [0, 0]);
    await box.keep("hazard.report", { text: "x" }, { photos: [PHOTO] });
    assert.equal((await box.list())[0].seq, 1);
  },
  "more photos than the server takes are refused here, with how many": async () => {
    const { box } = await phone();
    await assert.rejects(box.keep("hazard.report", {}, { photos: Array(81).fill(PHOTO) }), /81 张/);
    assert.equal((await kept(box)).acts, 0);
  },
  "what was refused is done again with its photos under new names, and stands for the refused one": async () => {
    const { box, server } = await phone();
    server.judge = () => ({ outcome: "refused", reason: "no" });
    const photo = crypto.randomUUID();
    const uid = await box.keep("inspection.submit", { answers: { a: { v: "fail", photos: [photo] } } }, { photos: [{ ...PHOTO, uid: photo }] });
    await box.flush();
    assert.equal((await box.list())[0].outcome, "refused");
    const { act, photos } = await box.again(uid);
    assert.notEqual(photos[0].uid, photo);
    assert.deepEqual(act.body.answers.a.photos, [photos[0].uid]);
    assert.deepEqual([...new Uint8Array(photos[0].bytes)], [1, 2, 3]);
    server.judge = () => ({ outcome: "done" });
    await box.keep("inspection.submit", act.body, { photos, instead_of: uid });
    assert.deepEqual((await box.list()).map((row) => row.photos.length), [1]);
    await box.flush();
    assert.deepEqual(server.arrived.map((one) => [one.seq, one.instead_of ?? null]), [[1, null], [2, uid]]);
    assert.equal((await kept(box)).photos, 0);
  },
  "a refused report of a visit comes back beside what was filled in meanwhile, and only once": async () => {
    const { box, server } = await phone(), uid = crypto.randomUUID(), name = "visit:v";
    server.judge = () => ({ outcome: "refused", reason: "no" });
    const sent = { visit: "v", answers: { a: { v: "fail", photos: [uid] } }, note: "first", findings: [{ uid: "f1", text: "door" }], talks: [{ uid: "t1" }], finish: true };
    const report = await box.keep("visit.report", sent, { photos: [{ ...PHOTO, uid }] });
    await box.flush();
    await box.saveDraft(name, { answers: { b: { v: "pass" } }, note: "second", findings: [{ uid: "f2", text: "lock" }], talks: [], photos: [{ ...PHOTO, uid: "p2", of: "f2" }] });
    await restore(box, await box.again(report));
    const { photos, ...draft } = await box.draft(name);
    assert.deepEqual(draft.findings.map((one) => one.uid), ["f1", "f2"]);
    assert.deepEqual([Object.keys(draft.answers), draft.note, draft.talks, draft.instead_of], [["a", "b"], "first\nsecond", [{ uid: "t1" }], report]);
    assert.deepEqual(photos.map((one) => one.of), ["item:a", "f2"]);
    assert.deepEqual(draft.answers.a.photos, [photos[0].uid]);
    await box.saveDraft(name, { ...draft, findings: [], photos });
    await restore(box, await box.again(report));
    assert.deepEqual((await box.draft(name)).findings, []);
  },
  "a server that does not know the kind yet leaves the act on the phone, in front of what comes later": async () => {
    const { box, server } = await phone();
    server.judge = (act) => ({ outcome: act.kind === "drill.begin" && !server.build ? "later" : "done", reason: "old" });
    await box.keep("drill.begin", {});
    await box.keep("hazard.report", { text: "x" });
    await box.flush();
    assert.deepEqual((await box.list()).map((row) => row.state), ["decided", "kept"]);
    server.build = "c";
    box.greeted = -Infinity;
    assert.equal((await box.flush()).waiting, 0);
    assert.equal(box.build_there, "c");
  },
  "a newer version of the store in another tab takes over with all that waits": async () => {
    let said = false;
    const { box, open } = await phone();
    await box.keep("hazard.report", { text: "x" });
    const old = await open(() => { said = true; });
    box.db.close();
    const newer = await new Promise((done, failed) => {
      const asked = indexedDB.open("weian-phone", 99);
      Object.assign(asked, { onsuccess: () => done(asked.result), onerror: () => failed(asked.error), onupgradeneeded: () => {} });
    });
    assert.ok(said);
    await assert.rejects(old.list());
    assert.deepEqual([...newer.objectStoreNames].includes("acts"), true);
    newer.close();
  },
  "the file holds all that has not got through, and nothing that has": async () => {
    const { box } = await phone(), lines = async () => { const found = []; for await (const one of saved(box)) found.push(JSON.parse(one)); return found; };
    await box.keep("hazard.report", { text: "secret" }, { photos: [PHOTO] });
    const before = await lines();
    assert.deepEqual(before.map((one) => Object.keys(one)[0]), ["weian", "act", "photo"]);
    assert.ok(!JSON.stringify(before).includes("secret"));
    await box.flush();
    assert.equal((await lines()).length, 1);
  },
};

for (const [name, trial] of Object.entries(trials)) {
  let error = "";
  try { await trial(); } catch (failed) { error = failed.stack; }
  process.stdout.write(`${JSON.stringify({ name, error })}\n`);
}
