// What was typed keeps itself, per person, on this machine, until the server says that it has it.
// <form data-wa-draft="name">; the server's word is data-wa-clears="<request_id>" or the event wa:done.

const DAYS_KEPT = 14;
const SAVE_AFTER_MS = 400;
const PREFIX = "wa-draft:";
const SKIP = new Set(["csrfmiddlewaretoken", "request_id"]);

const person = document.body.dataset.waPerson ?? "";
const keyOf = (form) => `${PREFIX}${person}:${form.dataset.waDraft}`;

const read = (key) => {
  try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
};
const write = (key, draft) => {
  try { localStorage.setItem(key, JSON.stringify(draft)); return true; } catch { return false; }
};
const drop = (key) => {
  try { localStorage.removeItem(key); } catch { /* storage refused: there was nothing to drop */ }
};
const keys = () => {
  try { return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)); } catch { return []; }
};

const kept = (form) => [...form.elements].filter((field) =>
  field.name && !SKIP.has(field.name) && !["file", "password", "hidden", "submit", "button"].includes(field.type) && field.tagName !== "FIELDSET");

const ticked = (field) => field.type === "checkbox" || field.type === "radio";

const valuesOf = (form) => kept(form).map((field) => [
  field.name,
  ticked(field) ? field.checked : field.multiple ? [...field.selectedOptions].map((o) => o.value) : field.value,
]);

const fill = (form, values) => {
  const fields = kept(form);
  // A form whose fields changed since then is another form: filling by order would mix answers up.
  if (fields.length !== values.length || fields.some((field, i) => field.name !== values[i][0])) return false;
  fields.forEach((field, i) => {
    const value = values[i][1];
    if (ticked(field)) field.checked = value;
    else if (field.multiple) for (const option of field.options) option.selected = value.includes(option.value);
    else field.value = value;
  });
  return true;
};

const hhmm = (at) => new Date(at).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
const requestId = (form) => form.elements.namedItem("request_id");

const say = (form, text) => {
  for (const place of document.querySelectorAll("[data-wa-saved]")) if (!place.form || place.form === form) place.textContent = text;
};

const save = (form, sent = false) => {
  const draft = { at: Date.now(), values: valuesOf(form), request_id: requestId(form)?.value ?? "", sent };
  say(form, write(keyOf(form), draft) ? `草稿 ${hhmm(draft.at)} 已存` : "这台设备不让存草稿，请尽快提交");
};

const note = (form, draft) => {
  const box = document.createElement("div");
  box.className = "wa-note";
  box.setAttribute("role", "status");
  const words = document.createElement("span");
  words.textContent = draft.sent ? `${hhmm(draft.at)} 提交过，没有收到回音。内容已恢复，可以再交一次，不会重复。` : `已恢复 ${hhmm(draft.at)} 没有提交的内容。`;
  const away = document.createElement("button");
  away.type = "button";
  away.className = "wa-btn is-small";
  away.textContent = "不要了，重新填";
  away.addEventListener("click", () => { drop(keyOf(form)); form.reset(); box.remove(); say(form, ""); });
  box.append(words, away);
  form.prepend(box);
};

const restore = (form) => {
  if (form.dataset.waDraftReady) return;
  form.dataset.waDraftReady = "1";
  const refused = form.querySelector('[aria-invalid="true"], [data-wa-errors]');
  const draft = refused ? null : read(keyOf(form));
  if (draft && Date.now() - draft.at < DAYS_KEPT * 86_400_000 && JSON.stringify(valuesOf(form)) !== JSON.stringify(draft.values) && fill(form, draft.values)) {
    // The retry of a lost answer must carry the same key, or the act would be done twice.
    if (draft.sent && requestId(form) && draft.request_id) requestId(form).value = draft.request_id;
    note(form, draft);
    form.dispatchEvent(new Event("change", { bubbles: true }));
  }
};

const clear = (id) => {
  if (!id) return;
  for (const key of keys()) if (read(key)?.request_id === id) drop(key);
};

const timers = new WeakMap();
const later = (event) => {
  const form = event.target.form ?? event.target.closest?.("form");
  if (!form?.dataset.waDraft || !event.isTrusted) return;
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => save(form), SAVE_AFTER_MS));
};

for (const said of document.querySelectorAll("[data-wa-clears]")) clear(said.dataset.waClears);
for (const key of keys()) if (Date.now() - (read(key)?.at ?? 0) > DAYS_KEPT * 86_400_000) drop(key);
for (const form of document.querySelectorAll("form[data-wa-draft]")) restore(form);

document.addEventListener("input", later);
document.addEventListener("change", later);
window.addEventListener("submit", (event) => {
  if (event.target.dataset?.waDraft) { clearTimeout(timers.get(event.target)); save(event.target, true); }
});
document.addEventListener("htmx:load", (event) => {
  const root = event.detail.elt;
  for (const said of root.querySelectorAll?.("[data-wa-clears]") ?? []) clear(said.dataset.waClears);
  if (root.matches?.("form[data-wa-draft]")) restore(root);
  for (const form of root.querySelectorAll?.("form[data-wa-draft]") ?? []) restore(form);
});
document.addEventListener("wa:done", (event) => clear(event.detail?.request_id));
