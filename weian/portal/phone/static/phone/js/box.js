// Shutting and opening: AES-GCM under a key that the server gives to its person at sign-in and that nobody can take
// out of the browser. Whoever else holds the phone has ciphertext.

const subtle = () => globalThis.crypto?.subtle;

export const canShut = () => Boolean(subtle());

export const base64 = {
  of: (bytes) => {
    let text = "";
    const view = new Uint8Array(bytes);
    for (let at = 0; at < view.length; at += 0x8000) text += String.fromCharCode(...view.subarray(at, at + 0x8000));
    return btoa(text);
  },
  bytes: (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)),
};

export const keyFrom = (text) => subtle().importKey("raw", base64.bytes(text), "AES-GCM", false, ["encrypt", "decrypt"]);

export const sha256 = async (bytes) =>
  [...new Uint8Array(await subtle().digest("SHA-256", bytes))].map((one) => one.toString(16).padStart(2, "0")).join("");

const shutBytes = async ({ id, key }, bytes) => {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { key: id, iv, box: await subtle().encrypt({ name: "AES-GCM", iv }, key, bytes) };
};

const openBytes = (keys, { key, iv, box }) => {
  const found = keys.find((one) => one.id === key);
  if (!found) throw new Error("no key for this box");
  return subtle().decrypt({ name: "AES-GCM", iv }, found.key, box);
};

export const shut = {
  bytes: shutBytes,
  json: (key, value) => shutBytes(key, new TextEncoder().encode(JSON.stringify(value))),
};

export const open = {
  bytes: openBytes,
  json: async (keys, box) => JSON.parse(new TextDecoder().decode(await openBytes(keys, box))),
};
