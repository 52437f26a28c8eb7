// Choosing rows: the bar at the foot counts them; shift picks a range; nothing chosen, no bar.
// <table data-wa-picks> … <input type="checkbox" data-wa-pick-all> … <input type="checkbox" data-wa-pick name="row" value="…">

const boxes = () => [...document.querySelectorAll("[data-wa-pick]")];
let last = null;

const draw = () => {
  const all = boxes();
  const chosen = all.filter((box) => box.checked);
  for (const box of all) box.closest("tr")?.classList.toggle("is-chosen", box.checked);
  const whole = document.querySelector("[data-wa-pick-all]");
  if (whole) {
    whole.checked = all.length > 0 && chosen.length === all.length;
    whole.indeterminate = chosen.length > 0 && chosen.length < all.length;
  }
  const bar = document.querySelector("[data-wa-bulk]");
  if (!bar) return;
  bar.hidden = chosen.length === 0;
  bar.querySelector("[data-wa-bulk-count]").textContent = String(chosen.length);
};

document.addEventListener("click", (event) => {
  const box = event.target.closest?.("[data-wa-pick]");
  if (box) {
    const all = boxes();
    if (event.shiftKey && last && all.includes(last)) {
      const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
      for (const between of all.slice(from, to + 1)) between.checked = box.checked;
    }
    last = box;
    draw();
  }
  if (event.target.closest?.("[data-wa-bulk-none]")) {
    for (const one of boxes()) one.checked = false;
    draw();
    document.querySelector("[data-wa-pick-all]")?.focus();
  }
});

document.addEventListener("change", (event) => {
  if (!event.target.matches?.("[data-wa-pick-all]")) return;
  for (const one of boxes()) one.checked = event.target.checked;
  draw();
});

document.addEventListener("htmx:afterSwap", draw);
window.addEventListener("pageshow", draw);
