// Drawing: elements with words that are text and never markup; icons come from the page's own templates.

export const el = (tag, about = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(about)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "class") made.className = value;
    else if (name in made && name !== "form" && name !== "list") made[name] = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat(9).filter((one) => one !== null && one !== undefined && one !== false && one !== ""));
  return made;
};

export const icon = (name) => document.getElementById(`icon-${name}`)?.content.cloneNode(true) ?? "";

export const card = (title, note, ...rows) => el("section", { class: "wa-card" },
  title && el("div", { class: "wa-card-head" }, el("h2", {}, title), note && el("small", {}, note)), ...rows);

export const row = ({ href, title, note, end, onclick }) => el(href ? "a" : "div", { class: "wa-card-row", href, onclick },
  el("div", {}, el("b", {}, title), note && el("p", {}, note)), end ?? (href ? icon("chevron-right") : null));

export const button = (words, onclick, { css = "", sign = "", type = "button" } = {}) =>
  el("button", { class: `wa-btn ${css}`.trim(), type, onclick }, sign && icon(sign), words);

export const say = (words) => { document.getElementById("wa-live").textContent = words; };

export const day = (text) => (text ? text.slice(5, 10).replace("-", "月") + "日" : "");
// By hand: what a browser brings for it takes a slow phone longer to start than the whole page to draw.
export const hour = (at) => {
  const when = new Date(at), two = (number) => String(number).padStart(2, "0");
  return `${two(when.getMonth() + 1)}-${two(when.getDate())} ${two(when.getHours())}:${two(when.getMinutes())}`;
};
