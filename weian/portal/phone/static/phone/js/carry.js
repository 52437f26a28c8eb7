// A file instead of a network: all that this person has not got through, as it lies here, one JSON line for each piece.

import { base64 } from "./box.js";
import { KEPT } from "./outbox.js";

export async function * saved({ db, who: { person }, now }) {
  const line = (value) => `${JSON.stringify(value)}\n`;
  const boxed = ({ key, iv, box }) => ({ key, iv: base64.of(iv), box: base64.of(box) });
  yield line({ weian: "outbox", v: 1, owner: person, made_at: new Date(now()).toISOString() });
  const rows = await db.getAllFromIndex("acts", "owner", person);
  const photos = await db.getAllKeysFromIndex("photos", "owner", person);
  const held = new Set();
  for (const uid of photos) held.add((await db.get("photos", uid)).act);
  for (const row of rows.sort((a, b) => a.seq - b.seq)) {
    if (row.state === KEPT || held.has(row.uid)) yield line({ act: row.uid, line: row.line, seq: row.seq, ...boxed(row) });
  }
  for (const uid of photos) {
    const row = await db.get("photos", uid);
    yield line({ photo: uid, act: row.act, ...boxed(row) });
  }
}
