// The outbox: acts made with or without network, numbered without a hole, kept until the server has decided them.
// The protocol is in the README of portal/phone. No document, no window: Node plays it against the real server.

import { keyFrom, open, sha256, shut } from "./box.js";
import { Full, writing } from "./store.js";

const AT_ONCE = 20;
const BYTES_AT_ONCE = 1_000_000;
const PIECE = 256 * 1024;
const DAYS_SHOWN = 7;
export const MOST_PHOTOS = 80; // of one act, as the server takes them
const FORM = 1;
const GREETED_FOR = 60_000; // milliseconds for which the server need not be asked again who sits here

export const KEPT = "kept"; // on the phone, not decided
export const DECIDED = "decided";

export class Unreachable extends Error {}
export class SignedOut extends Error {}

const ranges = (numbers) => {
  const found = [];
  for (const one of [...numbers].sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last && one === last[1] + 1) last[1] = one; else if (!last || one > last[1]) found.push([one, one]);
  }
  return found;
};

export class Outbox {
  constructor({ db, fetch = globalThis.fetch.bind(globalThis), now = Date.now, locks = globalThis.navigator?.locks, base = "/m/", build = "" }) {
    Object.assign(this, { db, fetch, now, locks, base, build });
    this.who = null; // {person, post, unit, …} as last heard
    this.keys = [];
    this.token = "";
    this.greeted = -Infinity; // by a clock that nobody sets
    this.decided = 0; // how many acts were decided: what there is to work with has changed
    this.told = () => {}; // called after every change that a list shows
  }

  // --- who ------------------------------------------------------------------------------------------------------

  // Start without network: the person of the last contact, if their key is still here.
  async wake() {
    const who = await this.db.get("meta", "who");
    if (!who) return null;
    this.keys = await this.db.getAll("keys", IDBKeyRange.bound([who.person], [who.person, []]));
    this.who = this.keys.length ? who : null;
    return this.who;
  }

  // Ask who sits here, by what clock. Throws Unreachable or SignedOut.
  async hello() {
    const before = this.now(), was = this.who && this.keys[0];
    // Without a session the server says whether it ran out or was ended: to the phone that can name the key alone.
    const said = await this.#ask("hello/", { was: was && [this.who.person, was.id, this.who.now].join(" ") });
    const offset = Math.round(Date.parse(said.now) - (before + this.now()) / 2);
    this.build_there = said.build;
    if (said.forget) await this.leave();
    if (!said.person) { await this.db.put("meta", offset, "offset"); throw new SignedOut(); }
    await this.#arrive(said, offset);
    return this.who;
  }

  // Nothing here is anybody's work: a phone that dies now asks again, so it need not wait for the disk.
  async #arrive({ keys, csrf, ...who }, offset) {
    this.token = csrf;
    const rows = await Promise.all(keys.map(async ({ id, key }) => ({ owner: who.person, id, key: await keyFrom(key) })));
    await writing(this.db, ["keys", "packs", "meta"], async (kept, packs, meta) => {
      const before = await meta.get("who");
      // Somebody else sits here now: what opened the last one's boxes goes.
      if (before && before.person !== who.person) { await kept.clear(); await packs.clear(); }
      for (const row of rows) await kept.put(row);
      await meta.put(who, "who");
      await meta.put(offset, "offset");
    }, "relaxed");
    [this.who, this.keys, this.greeted] = [who, rows, performance.now()];
  }

  // Sign out: the keys go and what was read goes; what was not sent stays, shut.
  async leave() {
    await writing(this.db, ["keys", "packs", "meta"], async (keys, packs, meta) => {
      await keys.clear(); await packs.clear(); await meta.delete("who");
    });
    [this.who, this.keys, this.token, this.greeted] = [null, [], "", -Infinity];
  }

  // --- keeping --------------------------------------------------------------------------------------------------

  // Keep an act. photos: [{bytes, role, source, name, taken_at}]. Throws Full; then nothing of it is kept.
  async keep(kind, body, { photos = [], uid = crypto.randomUUID(), form = FORM, instead_of = undefined } = {}) {
    const owner = this.who.person, key = this.keys[0];
    if (photos.length > MOST_PHOTOS) throw new Error(`一次最多带 ${MOST_PHOTOS} 张照片，现在 ${photos.length} 张。请分两次记。`);
    const sealed = await Promise.all(photos.map(async ({ bytes, ...about }) => {
      const { role, source, name, taken_at } = about;
      const one = { uid: about.uid ?? crypto.randomUUID(), sha256: await sha256(bytes), size: bytes.byteLength, role, source, name, taken_at };
      return { about: one, row: { uid: one.uid, act: uid, owner, at: 0, size: one.size, ...(await shut.bytes(key, bytes)) } };
    }));
    const act = {
      uid, kind, v: form, made_at: new Date(this.now()).toISOString(), offset: (await this.db.get("meta", "offset")) ?? null,
      post: this.who.post, body, photos: sealed.map((one) => one.about), ...(instead_of && { instead_of }),
    };
    const box = await shut.json(key, act);
    await writing(this.db, ["acts", "photos", "lines", "meta"], async (acts, kept, lines, meta) => {
      // Another tab may have signed out, or somebody else in: nothing is kept in the name of who has left.
      if ((await meta.get("who"))?.person !== owner) throw new SignedOut();
      if (await acts.getKey(uid)) return; // the same act kept twice: a double tap, a restored page
      const line = (await lines.get([owner, this.who.unit])) ?? { owner, unit: this.who.unit, uid: crypto.randomUUID(), head: 0 };
      line.head += 1;
      await lines.put(line);
      if (instead_of) { // the refused one is done with: this stands for it
        await acts.delete(instead_of);
        for (const one of await kept.index("act").getAllKeys(instead_of)) await kept.delete(one);
      }
      await acts.add({ uid, owner, line: line.uid, seq: line.head, at: this.now(), state: KEPT, ...box });
      for (const { row } of sealed) await kept.add(row);
    });
    this.told();
    return uid;
  }

  // What is in the outbox, newest first, opened. Of another person only how many there are.
  async list() {
    const rows = await this.db.getAllFromIndex("acts", "owner", this.who.person);
    const photos = await this.db.getAllFromIndex("photos", "owner", this.who.person);
    const opened = await Promise.all(rows.map(async (row) => {
      const act = await open.json(this.keys, row).catch(() => null);
      const waiting = photos.filter((one) => one.act === row.uid);
      return { ...row, act, photos: waiting.map(({ uid, at, size, reason }) => ({ uid, at, size, reason })) };
    }));
    return opened.sort((a, b) => b.at - a.at || b.seq - a.seq);
  }

  read(box) { return open.json(this.keys, box).catch(() => null); }

  // A question that was answered is asked no more.
  async settle(uid) {
    await writing(this.db, ["acts"], async (acts) => { const row = await acts.get(uid); if (row) await acts.put({ ...row, outcome: "done" }); });
  }

  async counts() {
    const rows = await this.db.getAll("acts"), mine = this.who?.person;
    const photos = mine ? await this.db.countFromIndex("photos", "owner", mine) : 0;
    const of = (test) => rows.filter(test).length;
    return {
      waiting: of((row) => row.owner === mine && row.state === KEPT), photos,
      refused: of((row) => row.owner === mine && row.outcome === "refused"),
      asked: of((row) => row.owner === mine && row.outcome === "pair"),
      others: of((row) => row.owner !== mine && row.state === KEPT),
    };
  }

  // Take back what was not sent: its number stays and says that its person threw it away.
  async discard(uid) {
    const row = await this.db.get("acts", uid);
    const act = await open.json(this.keys, row);
    const box = await shut.json(this.keys[0], { ...act, kind: "phone.discard", body: {}, photos: [] });
    await writing(this.db, ["acts", "photos"], async (acts, photos) => {
      if (row.state === KEPT) await acts.put({ ...(await acts.get(uid)), ...box, thrown: true }); else await acts.delete(uid);
      for (const one of await photos.index("act").getAllKeys(uid)) await photos.delete(one);
    });
    this.told();
  }

  // A refused act done again: what was said and its photos, to be changed and kept as a new act. The photos get new
  // names, for the server may know the old ones as those of the refused act; what was said names them so as well.
  async again(uid) {
    const row = await this.db.get("acts", uid);
    let said = JSON.stringify(await open.json(this.keys, row));
    const photos = [];
    for (const one of JSON.parse(said).photos) {
      const found = await this.db.get("photos", one.uid);
      if (!found) continue;
      const fresh = crypto.randomUUID(), { role, source, name, taken_at } = one;
      said = said.replaceAll(one.uid, fresh);
      photos.push({ uid: fresh, role, source, name, taken_at, bytes: await open.bytes(this.keys, found) });
    }
    return { act: JSON.parse(said), photos };
  }

  // --- sending --------------------------------------------------------------------------------------------------

  // Send what is here. One tab at a time; the others are told that it is being done.
  async flush() {
    if (!this.locks) return this.#flush();
    return this.locks.request("weian-outbox", { ifAvailable: true }, (lock) => (lock ? this.#flush() : { busy: true }));
  }

  async #flush() {
    try {
      if (performance.now() - this.greeted > GREETED_FOR || (await this.db.get("meta", "who"))?.person !== this.who?.person) await this.hello();
      const lines = (await this.db.getAll("lines")).filter((line) => line.owner === this.who.person && line.head);
      for (const line of lines) await this.#send(line.uid);
      await this.#sendPhotos();
      await this.#tidy();
      return { done: true, ...(await this.counts()) };
    } catch (error) {
      this.greeted = -Infinity;
      if (error instanceof Unreachable) return { unreachable: true, said: error.message };
      if (error instanceof SignedOut) return { signedOut: true };
      throw error;
    } finally {
      this.told();
    }
  }

  async #send(line) {
    const tried = new Set();
    for (let atOnce = AT_ONCE, first = true; ; first = false) {
      const { head, rows } = await this.#standing(line);
      const pending = ranges(rows.map((row) => row.seq));
      const acts = await this.#batch(rows.filter((row) => !tried.has(row.uid)), atOnce);
      if (!acts.length && !first) return;
      for (const act of acts) tried.add(act.uid);
      const told = { v: 1, line, head, pending, device_now: new Date(this.now()).toISOString(), build: this.build, acts };
      const said = await this.#ask("sync/", { body: JSON.stringify(told), type: "application/json" });
      if (said.too_much && atOnce > 1) { atOnce = Math.ceil(atOnce / 4); for (const act of acts) tried.delete(act.uid); continue; }
      await this.db.put("meta", Date.parse(said.now) - this.now(), "offset");
      await this.#decide(line, said.outcomes ?? [], said.gaps ?? []);
    }
  }

  // The last number given and what is not decided, as of one moment.
  async #standing(uid) {
    const tx = this.db.transaction(["acts", "lines"]);
    const [lines, rows] = await Promise.all([
      tx.objectStore("lines").getAll(), tx.objectStore("acts").index("owner").getAll(this.who.person),
    ]);
    const kept = rows.filter((row) => row.line === uid && row.state === KEPT).sort((a, b) => a.seq - b.seq);
    return { head: lines.find((line) => line.uid === uid).head, rows: kept };
  }

  async #batch(rows, atOnce) {
    const acts = [];
    let bytes = 0;
    for (const row of rows.slice(0, atOnce)) {
      const act = { ...(await open.json(this.keys, row)), seq: row.seq };
      bytes += JSON.stringify(act).length * 3;
      if (acts.length && bytes > BYTES_AT_ONCE) break;
      acts.push(act);
    }
    return acts;
  }

  // What the server decided is kept before anything that it stands for is dropped.
  async #decide(line, outcomes, gaps) {
    const sealed = await Promise.all(outcomes.map(async (one) => ({ ...one, answer: await shut.json(this.keys[0], one) })));
    await writing(this.db, ["acts", "photos", "meta"], async (acts, photos, meta) => {
      await meta.put(gaps, `gaps:${line}`);
      for (const { uid, outcome, answer } of sealed) await this.#note(acts, photos, uid, outcome, answer);
    });
    this.decided += outcomes.length;
    this.told();
  }

  async #note(acts, photos, uid, outcome, answer) {
    const row = await acts.get(uid);
    if (!row) return;
    if (outcome === "later") { await acts.put({ ...row, tries: (row.tries ?? 0) + 1, answer }); return; }
    if (row.thrown) { await acts.delete(uid); return; }
    await acts.put({ ...row, state: DECIDED, outcome, answer, decided: this.now() });
    if (["done", "pair"].includes(outcome)) {
      for (const one of await photos.index("act").getAll(uid)) if (one.landed) await photos.delete(one.uid);
    }
  }

  async #sendPhotos() {
    for (const row of await this.db.getAllFromIndex("photos", "owner", this.who.person)) {
      const act = await this.db.get("acts", row.act);
      if (!act || act.state !== DECIDED || act.outcome === "refused" || row.reason) continue;
      if (row.landed && act.outcome !== "waiting") { await this.db.delete("photos", row.uid); continue; }
      await this.#sendPhoto(row);
    }
  }

  async #sendPhoto(row) {
    const bytes = new Uint8Array(await open.bytes(this.keys, row));
    for (let at = row.at, wrong = 0; wrong < 4;) {
      const said = await this.#ask(`photos/?uid=${row.uid}&at=${at}`, { body: bytes.subarray(at, at + PIECE), type: "application/octet-stream" });
      if (said.absent) { await this.#notePhoto(row, { at: 0, reason: said.error }); return; }
      // A machine that was restored, or bytes that did not come through: from where the server has it.
      if (said.at <= at && !said.landed && !said.reason) wrong += 1;
      at = said.at;
      await this.#notePhoto(row, said);
      if (said.landed || said.reason) return;
    }
  }

  async #notePhoto(row, said) {
    const outcome = said.outcome && { ...said.outcome, answer: await shut.json(this.keys[0], said.outcome) };
    await writing(this.db, ["acts", "photos"], async (acts, photos) => {
      const act = await acts.get(row.act);
      const standing = outcome?.outcome ?? act?.outcome;
      if (said.landed && standing !== "waiting" && standing !== "refused") await photos.delete(row.uid);
      else if (await photos.getKey(row.uid)) await photos.put({ ...(await photos.get(row.uid)), at: said.at ?? 0, landed: Boolean(said.landed), ...(said.reason && { reason: said.reason }) });
      if (outcome && act && act.outcome !== outcome.outcome) await this.#note(acts, photos, row.act, outcome.outcome, outcome.answer);
    });
    this.told();
  }

  // What was decided is shown for some days, then it goes.
  async #tidy() {
    const border = this.now() - DAYS_SHOWN * 86_400_000;
    await writing(this.db, ["acts", "photos"], async (acts, photos) => {
      for (const row of await acts.index("owner").getAll(this.who.person)) {
        const over = row.state === DECIDED && row.outcome === "done" && row.decided < border;
        if (over && !(await photos.index("act").count(row.uid))) await acts.delete(row.uid);
      }
    });
  }

  // What is half filled in, so that a killed browser costs nothing. Photos lie beside it, each by itself.
  async draft(name) {
    const kept = await this.db.get("drafts", `${this.who.person}:${name}`);
    if (!kept) return null;
    try {
      const { photos, ...draft } = await open.json(this.keys, kept);
      const opened = await Promise.all(photos.map(async (one) => ({ ...one, bytes: await open.bytes(this.keys, await this.db.get("drafts", `${this.who.person}:${name}:${one.uid}`)) })));
      return { ...draft, photos: opened };
    } catch {
      return null; // another key, or a photo that did not get on the disk
    }
  }

  async saveDraft(name, { photos = [], ...draft }) {
    const at = `${this.who.person}:${name}`, key = this.keys[0];
    const there = new Set(await this.db.getAllKeys("drafts", IDBKeyRange.bound(`${at}:`, `${at}:\uffff`)));
    const fresh = await Promise.all(photos.filter((one) => !there.has(`${at}:${one.uid}`)).map(async (one) => [`${at}:${one.uid}`, await shut.bytes(key, one.bytes)]));
    const box = await shut.json(key, { ...draft, photos: photos.map(({ bytes, ...about }) => about) });
    try {
      await writing(this.db, ["drafts"], async (drafts) => {
        for (const [name_, photo] of fresh) await drafts.put(photo, name_);
        await drafts.put(box, at);
      });
    } catch (error) {
      if (!(error instanceof Full) || !fresh.length) throw error;
      // No room for a photo: what was typed is kept all the same, with the photos that lie there already.
      await this.saveDraft(name, { ...draft, photos: photos.filter((one) => there.has(`${at}:${one.uid}`)) });
      throw new Full("手机存储满了：打的字存下了，照片还没有。先不要关这一页；删掉几张照片或腾出空间，再交。");
    }
  }

  // What lies half filled in, without the bytes of its photos: they lie beside it under longer names.
  async drafts() {
    const at = `${this.who.person}:`, names = await this.db.getAllKeys("drafts", IDBKeyRange.bound(at, `${at}\uffff`));
    const whole = names.filter((name) => !names.some((other) => name.startsWith(`${other}:`)));
    const opened = await Promise.all(whole.map(async (name) => open.json(this.keys, await this.db.get("drafts", name)).then((draft) => ({ ...draft, name: name.slice(at.length) }), () => null)));
    return opened.filter(Boolean);
  }

  async dropDraft(name) {
    const at = `${this.who.person}:${name}`;
    await writing(this.db, ["drafts"], async (drafts) => {
      await drafts.delete(at);
      await drafts.delete(IDBKeyRange.bound(`${at}:`, `${at}:\uffff`));
    });
  }

  async gaps() {
    const lines = (await this.db.getAll("lines")).filter((line) => line.owner === this.who?.person);
    return (await Promise.all(lines.map((line) => this.db.get("meta", `gaps:${line.uid}`)))).flatMap((one) => one ?? []);
  }

  // --- reading --------------------------------------------------------------------------------------------------

  // What to work with: fresh if it can be had, else what was kept and has not expired; null for none.
  async pack({ fresh = false } = {}) {
    const kept = this.who && (await this.db.get("packs", this.who.post));
    const opened = kept && (await open.json(this.keys, kept).catch(() => null));
    if (opened && Date.parse(opened.expires_at) < this.now() + ((await this.db.get("meta", "offset")) ?? 0)) {
      await this.db.delete("packs", this.who.post);
      return fresh ? this.#fetchPack(null) : null;
    }
    return fresh ? this.#fetchPack(opened) : opened;
  }

  async #fetchPack(opened) {
    const said = await this.#ask("pack/", { tag: opened?.tag });
    return said.same ? opened : this.#keepPack(said);
  }

  async #keepPack(said) {
    const box = await shut.json(this.keys[0], said);
    await writing(this.db, ["packs"], (packs) => packs.put(box, said.post));
    return said;
  }

  // The first time: what the page brought, else both questions at once; used before it is kept.
  async begin(brought = null) {
    const [, said] = await Promise.all([this.hello(), brought ?? this.#ask("pack/")]);
    if (said.post !== this.who.post) return this.#fetchPack(null);
    this.keeping = this.#keepPack(said).catch(() => {}); // no room for it: it is asked for again
    return said;
  }

  async #ask(path, { body = undefined, type = undefined, tag = undefined, was = undefined } = {}) {
    let answer;
    try {
      answer = await this.fetch(this.base + path, {
        method: body === undefined ? "GET" : "POST", body, redirect: "manual", cache: "no-store", credentials: "same-origin",
        headers: { ...(type && { "Content-Type": type, "X-CSRFToken": this.token }), ...(tag && { "If-None-Match": tag }), ...(was && { "X-Phone-Was": was }) },
      });
    } catch {
      throw new Unreachable("没有网络");
    }
    if (answer.status === 304) return { same: true };
    if (answer.type === "opaqueredirect" || [302, 401, 403].includes(answer.status)) throw new SignedOut();
    if (answer.status === 413) return { too_much: true };
    let said;
    try { said = await answer.json(); } catch { throw new Unreachable("没有收到服务器的回音"); }
    if (answer.ok || answer.status === 409) return said;
    if (answer.status === 404 && said.error) return { absent: true, ...said };
    throw new Unreachable(said.error ?? `服务器答 ${answer.status}`);
  }
}

export { Full };
