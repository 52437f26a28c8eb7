// Entry habits: Enter inside a Chinese composition never submits, a form is sent once,
// a refused button does nothing, a refused form takes the eye to its errors.

const JUST_COMPOSED_MS = 80; // Safari ends the composition before it reports the Enter that ended it

let composedAt = 0;

document.addEventListener("compositionend", () => { composedAt = Date.now(); }, true);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
  const composing = event.isComposing || event.keyCode === 229 || Date.now() - composedAt < JUST_COMPOSED_MS;
  if (composing) { event.preventDefault(); event.stopImmediatePropagation(); }
}, true);

document.addEventListener("click", (event) => {
  const button = event.target.closest?.('[aria-disabled="true"]');
  if (button) { event.preventDefault(); event.stopImmediatePropagation(); }
}, true);

const busy = (form, on) => {
  if (on) form.dataset.waSending = "1"; else delete form.dataset.waSending;
  for (const button of form.querySelectorAll("button:not([type=button])")) {
    if (on) button.setAttribute("aria-busy", "true"); else button.removeAttribute("aria-busy");
  }
};

const guarded = (form) => form instanceof HTMLFormElement && form.method === "post" && !form.hasAttribute("data-wa-again");

window.addEventListener("submit", (event) => {
  if (guarded(event.target) && event.target.dataset.waSending) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, true);

window.addEventListener("submit", (event) => {
  if (guarded(event.target) && !event.defaultPrevented) busy(event.target, true);
});

document.addEventListener("htmx:beforeRequest", (event) => {
  if (guarded(event.detail.elt)) busy(event.detail.elt, true);
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (guarded(event.detail.elt)) busy(event.detail.elt, false);
});
// Coming back through the browser's history shows the page as it was left: sending.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-wa-sending]")) busy(form, false);
});

const toErrors = (root) => root.querySelector("[data-wa-errors]")?.focus();
toErrors(document);
document.addEventListener("htmx:afterSwap", (event) => toErrors(event.detail.target));

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-wa-reveal]");
  if (!button) return;
  const input = document.getElementById(button.dataset.waReveal);
  const hidden = input.type === "password";
  input.type = hidden ? "text" : "password";
  button.textContent = hidden ? "遮住" : "显示";
});
