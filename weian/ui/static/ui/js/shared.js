// The shared computer of a ward: nothing of who was there stays, and a page left alone goes back to the list of names.

const empty = () => {
  try { localStorage.clear(); sessionStorage.clear(); } catch { /* storage refused: nothing is kept anyhow */ }
  globalThis.caches?.keys().then((names) => names.forEach((name) => caches.delete(name)));
  globalThis.indexedDB?.databases?.().then((all) => all.forEach(({ name }) => indexedDB.deleteDatabase(name)));
  navigator.serviceWorker?.getRegistrations().then((all) => all.forEach((one) => one.unregister()));
};

if (document.querySelector("[data-wa-empties]")) empty();

const leaving = document.querySelector("form[data-wa-idle]");
if (leaving) {
  const seconds = Number(leaving.dataset.waIdle);
  let timer;
  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(() => { empty(); leaving.submit(); }, seconds * 1000);
  };
  for (const kind of ["pointerdown", "keydown", "scroll"]) addEventListener(kind, again, { passive: true, capture: true });
  leaving.addEventListener("submit", empty);
  again();
}
