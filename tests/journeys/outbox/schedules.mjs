// Schedules of the outbox: loss, repetition, reordering, two tabs, moved clocks, killed browsers, another person on the phone.
// The same in Node and in a browser: nothing here belongs to either.

// A small generator (mulberry32): a seed plays the same schedule again.
const dice = (seed) => {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return { next, of: (n) => Math.floor(next() * n), chance: (p) => next() < p };
};

// A browser's way to the server, with the troubles of a basement.
class Net {
  constructor(roll, send) { this.roll = roll; this.send = send; this.trouble = 0; this.late = []; }

  fetch = async (path, options) => {
    const { roll } = this;
    if (roll.chance(this.trouble)) {
      const what = roll.of(4);
      if (what === 0) throw new TypeError("lost on the way there");
      if (what === 1) { await (await this.send(path, options)).arrayBuffer(); throw new TypeError("lost on the way back"); }
      // Given up here, and on its way for some time yet: it arrives behind later ones.
      if (what === 2) { this.late.push(() => this.send(path, options).then((answer) => answer.arrayBuffer())); throw new TypeError("timed out"); }
      await (await this.send(path, options)).arrayBuffer(); // a proxy sends it twice
    }
    if (this.late.length && roll.chance(0.5)) await this.late.splice(roll.of(this.late.length), 1)[0]();
    return this.send(path, options);
  };

  async calm() { this.trouble = 0; for (const one of this.late.splice(0)) await one(); }
}

// A browser is told by what it is made of: its modules, `send` to the server, `signIn` of one of `people`, `fresh` for an
// empty store, `locks` for those of its tabs.
export const playing = ({ Outbox, openStore, send, signIn, fresh, locks: lockManager, people: all, photo }) => async (seed) => {
  const roll = dice(seed), net = new Net(roll, send), locks = roll.chance(0.8) ? lockManager() : null;
  await fresh();
  let skew = roll.chance(0.3) ? (roll.of(2_000_000) - 1_000_000) * 1000 : 0;
  const now = () => Date.now() + skew;
  const tabs = await Promise.all([0, 1].map(async () => new Outbox({ db: await openStore(), fetch: net.fetch, now, locks, base: "/m/", build: "play" })));
  const people = roll.chance(0.3) ? all : [all[roll.of(all.length)]]; // one phone, one person or more
  let sits = roll.of(people.length);
  const kept = {}, photos = [], thrown = [];
  const wake = async () => { for (const tab of tabs) await tab.wake(); };

  await signIn(people[sits]);
  await tabs[0].hello();
  await wake();
  for (let step = 0, steps = 2 + roll.of(4); step < steps; step++) {
    const tab = tabs[roll.of(2)];
    net.trouble = roll.chance(0.7) ? 0.6 : 0;
    const what = roll.next();
    if (what < 0.55) {
      const withPhoto = roll.chance(0.3);
      const bytes = withPhoto ? Uint8Array.from([...atob(photo)].map((one) => one.charCodeAt(0))) : null;
      const uid = await tab.keep("hazard.report", { text: `第 ${seed} 场第 ${step} 条` }, { photos: bytes ? [{ bytes, role: "before", source: "camera", name: "p.jpg", taken_at: "" }] : [] });
      kept[uid] = people[sits];
      if (withPhoto) photos.push(uid);
    } else if (what < 0.75) {
      await (roll.chance(0.3) ? Promise.all(tabs.map((one) => one.flush())) : tab.flush());
    } else if (what < 0.83) {
      skew += (roll.of(20_000) - 10_000) * 60_000; // somebody sets the phone's clock
    } else if (what < 0.9 && people.length > 1) {
      await tabs[0].leave();
      sits = (sits + 1) % people.length;
      await signIn(people[sits]);
      net.trouble = 0;
      await tabs[0].hello();
      await wake();
    } else if (what < 0.95) {
      // The browser is killed in the middle of sending: nothing that was in memory comes back.
      const going = tab.flush().catch(() => {});
      if (roll.chance(0.5)) await going;
      tabs[tabs.indexOf(tab)] = new Outbox({ db: await openStore(), fetch: net.fetch, now, locks, base: "/m/", build: "play" });
      await wake();
      await going;
    } else {
      // The phone itself loses a record: nothing can bring it back, but it must be proved and said.
      const rows = (await tab.db.getAll("acts")).filter((row) => row.state === "kept");
      if (!rows.length) continue;
      const row = rows[roll.of(rows.length)];
      await tab.db.delete("acts", row.uid);
      for (const key of await tab.db.getAllKeysFromIndex("photos", "act", row.uid)) await tab.db.delete("photos", key);
      thrown.push({ uid: row.uid, line: row.line, seq: row.seq });
    }
  }

  // At last everybody has been back, with a network that works.
  await net.calm();
  const gaps = [];
  for (let round = 0; round < people.length; round++) {
    for (let turn = 0; turn < 4; turn++) {
      const left = await tabs[0].flush();
      if (left.done && !left.waiting && !left.photos) break;
    }
    gaps.push(...(await tabs[0].gaps()));
    if (round + 1 === people.length) break;
    await tabs[0].leave();
    sits = (sits + 1) % people.length;
    await signIn(people[sits]);
    await tabs[0].hello();
  }
  const open = (await tabs[0].db.getAll("acts")).filter((row) => row.state === "kept").length;
  for (const tab of tabs) tab.db.close();
  return { seed, kept, photos, thrown, gaps, open };
};
