// On the pages that the server draws for the phone: the worker is there, what waits is sent, and who leaves takes the keys.

import { canShut } from "./box.js";
import { Outbox } from "./outbox.js";
import { openStore } from "./store.js";

const form = document.querySelector("form[data-wa-leaves]");

const begin = async () => {
  if (!canShut() || !("serviceWorker" in navigator) || document.querySelector("form[data-wa-idle]")) return;
  await navigator.serviceWorker.register("/m/sw.js", { scope: "/" });
  const outbox = new Outbox({ db: await openStore() });
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { waiting = 0, photos = 0 } = await outbox.counts().catch(() => ({}));
    const left = [waiting && `${waiting} 条记录`, photos && `${photos} 张照片`].filter(Boolean).join("、");
    if (left && !confirm(`还有 ${left}没有发出。退出后仍存在这部手机上，别人看不到；您下次在这部手机上登录后自动发出。现在退出吗？`)) return;
    await outbox.leave().catch(() => {});
    form.submit();
  });
  await outbox.wake();
  const tell = async () => {
    const { waiting, refused } = await outbox.counts();
    for (const place of document.querySelectorAll("[data-wa-outbox]")) {
      place.hidden = !(waiting || refused);
      place.querySelector("[data-wa-count]").textContent = [waiting && `还有 ${waiting} 条没有送到`, refused && `${refused} 条没有被接受`].filter(Boolean).join("，");
    }
  };
  await tell();
  const told = await outbox.flush();
  if (told.done) await outbox.pack({ fresh: true });
  await tell();
};

addEventListener("load", () => { (globalThis.requestIdleCallback ?? setTimeout)(() => begin().catch(() => {})); });
