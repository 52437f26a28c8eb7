// The wall tells how old its figures are; an old board must not look like a fresh one.

const STALE_AFTER_S = 180;

const tell = () => {
  for (const place of document.querySelectorAll("[data-wa-refreshed]")) {
    const seconds = Math.max(0, Math.round((Date.now() - Date.parse(place.dataset.waRefreshed)) / 1000));
    const minutes = Math.floor(seconds / 60);
    place.textContent = seconds < 60 ? `${seconds}\u00a0秒前刷新` : `${minutes}\u00a0分钟前刷新`;
    if (seconds >= STALE_AFTER_S) place.textContent = `${minutes}\u00a0分钟没有刷新，数字可能旧了`;
    place.classList.toggle("wa-late", seconds >= STALE_AFTER_S);
  }
};

tell();
setInterval(tell, 5000);
document.addEventListener("htmx:afterSwap", tell);
