// The desk: menus that close, shortcuts with their help, row density, copying.

const ROWS = "tr[data-wa-row]";

const remember = (key, value) => {
  try { if (value) localStorage.setItem(key, "1"); else localStorage.removeItem(key); } catch { /* not kept, still works now */ }
};
const recalled = (key) => {
  try { return localStorage.getItem(key) === "1"; } catch { return false; }
};

const density = (loose) => {
  if (loose) document.documentElement.dataset.waDensity = "loose"; else delete document.documentElement.dataset.waDensity;
};
density(recalled("wa-loose"));

const closeMenus = (but = null) => {
  for (const menu of document.querySelectorAll("details[data-wa-menu][open]")) if (menu !== but) menu.open = false;
};

const HELP = [["/", "到搜索框"], ["j　k", "下一行、上一行"], ["Enter", "打开所在的行"], ["Esc", "关上菜单或抽屉"], ["?", "看这张表"]];

const help = () => {
  const box = document.createElement("dialog");
  box.className = "wa-keys";
  box.setAttribute("aria-labelledby", "wa-keys-title");
  const title = document.createElement("h2");
  title.id = "wa-keys-title";
  title.textContent = "快捷键";
  const list = document.createElement("dl");
  list.className = "wa-pairs-list";
  for (const [key, meaning] of HELP) {
    const row = document.createElement("div");
    const dt = document.createElement("dt");
    const dd = document.createElement("dd");
    dt.textContent = meaning;
    dd.textContent = key;
    row.append(dt, dd);
    list.append(row);
  }
  const off = document.createElement("label");
  const tick = document.createElement("input");
  tick.type = "checkbox";
  tick.checked = recalled("wa-no-keys");
  tick.addEventListener("change", () => remember("wa-no-keys", tick.checked));
  off.append(tick, " 不用单键快捷键");
  const close = document.createElement("button");
  close.className = "wa-btn";
  close.textContent = "关上";
  close.addEventListener("click", () => box.close());
  box.addEventListener("close", () => box.remove());
  box.append(title, list, off, close);
  document.body.append(box);
  box.showModal();
};

const step = (by) => {
  const rows = [...document.querySelectorAll(ROWS)];
  if (!rows.length) return;
  const now = rows.findIndex((row) => row.contains(document.activeElement) || row.classList.contains("is-here"));
  const next = rows[Math.max(0, Math.min(rows.length - 1, now + by))];
  rows.forEach((row) => row.classList.toggle("is-here", row === next));
  next.querySelector("a")?.focus();
  next.scrollIntoView({ block: "nearest" });
};

const KEYS = {
  "/": () => document.querySelector("[data-wa-search]")?.focus(),
  "?": help,
  j: () => step(1),
  k: () => step(-1),
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const open = document.querySelector("details[data-wa-menu][open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); return; }
    document.querySelector("[data-wa-drawer-close]")?.click();
    return;
  }
  const typing = event.target.closest?.("input, select, textarea, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || recalled("wa-no-keys")) return;
  const act = KEYS[event.key];
  if (act && !document.querySelector("dialog[open]")) { event.preventDefault(); act(); }
});

document.addEventListener("click", async (event) => {
  const at = (selector) => event.target.closest?.(selector);
  closeMenus(at("details[data-wa-menu]"));
  if (at("[data-wa-keys]")) { closeMenus(); help(); }
  if (at("[data-wa-loose]")) { remember("wa-loose", !recalled("wa-loose")); density(recalled("wa-loose")); closeMenus(); }
  const copy = at("[data-wa-copy]");
  if (copy) {
    const live = document.getElementById("wa-live");
    try {
      await navigator.clipboard.writeText(copy.dataset.waCopy);
      live.textContent = "已复制";
      copy.textContent = "已复制";
    } catch {
      live.textContent = copy.textContent = "浏览器不让复制，请选中后按 Ctrl+C";
    }
  }
});

// A way to something inside a closed fold opens the fold; newer browsers do it themselves.
const reveal = () => {
  const fold = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest("details");
  if (fold && !fold.open) { fold.open = true; fold.scrollIntoView({ block: "start" }); }
};
addEventListener("hashchange", reveal);
reveal();

// Where one stands is in the middle of a strip that is wider than the window.
for (const here of document.querySelectorAll(".wa-rail [aria-current], .wa-views [aria-current]")) {
  const strip = here.closest(".wa-rail, .wa-views"), from = strip.getBoundingClientRect().left - strip.scrollLeft;
  if (strip.scrollWidth > strip.clientWidth) strip.scrollLeft = here.getBoundingClientRect().left - from - (strip.clientWidth - here.offsetWidth) / 2;
}
