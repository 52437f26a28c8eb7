// Plays schedules of the outbox in Node against a real server. In: one JSON line {address, people: [session, …], seed,
// schedules, photo, code, indexeddb}. Out: one JSON line for each schedule: what must be found on the server.

import { playing } from "./schedules.mjs";
import { module, told } from "./told.mjs";

const { openStore } = await module("store");
const { Outbox } = await module("outbox");

// navigator.locks of one browser: its tabs share it.
const lockManager = () => {
  const held = new Set();
  return {
    request: async (name, options, work) => {
      if (held.has(name)) return work(null);
      held.add(name);
      try { return await work({ name }); } finally { held.delete(name); }
    },
  };
};

// The cookies of whoever is signed in.
let jar = {};
const signIn = (session) => { jar = { sessionid: session }; };
const send = (path, options) => {
  const cookie = Object.entries(jar).map(([name, value]) => `${name}=${value}`).join("; ");
  const body = options.body instanceof Uint8Array ? options.body.slice() : options.body;
  return fetch(told.address + path, { ...options, body, headers: { ...options.headers, cookie } }).then((answer) => {
    const set = /csrftoken=([^;]+)/.exec(answer.headers.get("set-cookie") ?? "");
    if (set) jar.csrftoken = set[1];
    return answer;
  });
};
const fresh = () => { globalThis.indexedDB = new IDBFactory(); };
const play = playing({ Outbox, openStore, send, signIn, fresh, locks: lockManager, people: told.people, photo: told.photo });

for (let seed = told.seed; seed < told.seed + told.schedules; seed++) {
  let result;
  try { result = await play(seed); } catch (error) { result = { seed, error: error.stack }; }
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
