// What lies in the phone: acts that were not sent, their photos, what to work with. Everything that says something of
// somebody is shut (box.js); only numbers and states lie open. A later version adds to this and takes nothing away.

import { openDB } from "../../vendor/idb.js";

const NAME = "weian-phone";
const VERSION = 1;

export const openStore = (onNewer = () => {}) => openDB(NAME, VERSION, {
  upgrade(db, from) {
    if (from < 1) {
      for (const name of ["acts", "photos"]) {
        const rows = db.createObjectStore(name, { keyPath: "uid" });
        rows.createIndex("owner", "owner");
        if (name === "photos") rows.createIndex("act", "act");
      }
      db.createObjectStore("lines", { keyPath: ["owner", "unit"] });
      db.createObjectStore("keys", { keyPath: ["owner", "id"] });
      for (const name of ["packs", "drafts", "meta"]) db.createObjectStore(name);
    }
  },
  // Another tab brings a newer form of the store: this one lets go at once, and says so.
  blocking(current, blocked, event) { event.target.close(); onNewer(); },
});

// Full is said in plain words; whoever catches it still has what was typed.
export class Full extends Error {
  constructor(words = "手机存储满了，这条还没有存下。内容都在这一页上：先删掉几张照片或腾出空间，再存一次。") { super(words); }
}

const FULL = new Set(["QuotaExceededError", "UnknownError"]);

// One transaction; its promise is kept only when the bytes are on the disk, but where `durability` says otherwise.
export const writing = async (db, names, work, durability = "strict") => {
  const tx = db.transaction(names, "readwrite", { durability });
  try {
    const given = await work(...names.map((name) => tx.objectStore(name)));
    await tx.done;
    return given;
  } catch (error) {
    tx.done.catch(() => {});
    try { tx.abort(); } catch { /* it has ended already */ }
    if (FULL.has(error?.name) || FULL.has(tx.error?.name)) throw new Full();
    throw error;
  }
};
