// What a script of Node is told by its first line, an IndexedDB for it, and the modules of the phone.

import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

export const told = JSON.parse((await createInterface({ input: process.stdin })[Symbol.asyncIterator]().next()).value);
const { default: _, ...idb } = await import(pathToFileURL(told.indexeddb).href);
Object.assign(globalThis, idb);
export const module = (name) => import(pathToFileURL(`${told.code}/phone/js/${name}.js`).href);
