// What was chosen for a form is there again when the form comes back refused: it lies in this browser under the key of the
// form, which a refused form keeps and a fresh one does not have, and goes with the next page that has another key.

const NAME = "weian-chosen", MARK = "weian-chosen";
const LONGEST_MS = 30 * 60_000; // of a tab that was closed in between

const opened = () => new Promise((done, failed) => {
  const asked = indexedDB.open(NAME, 1);
  Object.assign(asked, { onupgradeneeded: () => asked.result.createObjectStore("files"), onsuccess: () => done(asked.result), onerror: () => failed(asked.error) });
});

const within = async (mode, work) => {
  const db = await opened();
  try {
    return await new Promise((done, failed) => {
      const transaction = db.transaction("files", mode), asked = work(transaction.objectStore("files"));
      Object.assign(transaction, { oncomplete: () => done(asked?.result), onerror: () => failed(transaction.error), onabort: () => failed(transaction.error) });
    });
  } finally {
    db.close();
  }
};

const marks = () => JSON.parse(sessionStorage.getItem(MARK) ?? "[]");

export const keep = async (key, items) => {
  sessionStorage.setItem(MARK, JSON.stringify([...new Set([...marks(), key])]));
  const kept = items.filter((item) => !item.error).map(({ file, origin, taken, uid }) => ({ file, origin, taken, uid }));
  await within("readwrite", (files) => (kept.length ? files.put({ at: Date.now(), items: kept }, key) : files.delete(key)));
};

export const taken = async (key) => (await within("readonly", (files) => files.get(key)))?.items ?? [];

// What this tab chose for forms that are not on the page goes, and what a closed tab left.
export const sweep = async (here) => {
  const over = marks().filter((key) => !here.includes(key));
  sessionStorage.setItem(MARK, JSON.stringify(marks().filter((key) => here.includes(key))));
  await within("readwrite", (files) => {
    for (const key of over) files.delete(key);
    files.openCursor().onsuccess = ({ target: { result: cursor } }) => {
      if (!cursor) return;
      if (Date.now() - cursor.value.at > LONGEST_MS) cursor.delete();
      cursor.continue();
    };
  });
};
