// The service worker: the field page and all that it is made of, in a version of its own, kept on the phone.
// It never answers for anything that says something of somebody: that comes from the server or from the outbox.

const CACHE = "weian-field-{{ build }}";
const FIELD = "{% url 'phone-field' %}", SCAN = "{% url 'phone-scan' %}";
const FILES = new Set({{ files|safe }});
const WASM = {{ wasm|safe }};
const PATIENCE_MS = 4_000;

const fill = async () => {
  const cache = await caches.open(CACHE);
  await cache.addAll([...FILES]);
  // Without a cookie: a page of nobody's.
  for (const page of [FIELD, SCAN]) await cache.put(page, await fetch(page, { credentials: "omit", cache: "reload" }));
  // The reader of codes is large, and only browsers without their own need it: some know the word alone.
  const formats = "BarcodeDetector" in self ? await BarcodeDetector.getSupportedFormats().catch(() => []) : [];
  if (!formats.includes("qr_code")) await cache.addAll(WASM);
};

self.addEventListener("install", (event) => { self.skipWaiting(); event.waitUntil(fill()); });

// The last version before this one stays: a page that is open may still ask for its files.
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("weian-field-") && name !== CACHE);
  for (const name of names.slice(0, -1)) await caches.delete(name);
  await self.clients.claim();
})()));

const kept = async (address) => (await (await caches.open(CACHE)).match(address)) ?? caches.match(address);

const shell = async () => (await kept(FIELD)) ?? Response.error();

// A page of the server if it comes in time, else the field page, which knows by the address what was wanted.
const page = (request) => new Promise((done) => {
  const timer = setTimeout(() => done(shell()), PATIENCE_MS);
  fetch(request).then((answer) => { clearTimeout(timer); done(answer); }, () => { clearTimeout(timer); done(shell()); });
});

self.addEventListener("fetch", (event) => {
  const { request } = event, address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (address.pathname === FIELD || address.pathname === SCAN) event.respondWith(kept(address.pathname).then((found) => found ?? fetch(request)));
    else if (/^\/(m|q|hazards\/m)\//.test(address.pathname)) event.respondWith(page(request));
    return;
  }
  if (FILES.has(address.pathname) || WASM.includes(address.pathname)) event.respondWith(kept(address.pathname).then((found) => found ?? fetch(request)));
});
