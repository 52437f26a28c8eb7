// When an answer does not come, or comes as an error, say so at the place. What was typed stays.

const SENTENCES = {
  400: "这次提交没有被接受，内容还在。请刷新后再试。",
  401: "登录已过期。请在另一个窗口登录后回到这里再提交，内容还在。",
  403: "这一页放得太久，请刷新后再提交，草稿会自动恢复。",
  404: "这一条不在了，或者不在你的范围里。",
  413: "文件太大，没有收下。请换小一些的文件。",
  429: "操作太快，请等一分钟再试。",
  503: "数据库暂时不可用，没有保存。内容还在，请稍后再提交。",
};
const OTHER = "服务器出错，没有保存。内容还在，请再试一次。";
const LOST = "没有连上服务器，没有保存。内容还在，有网后再提交。";

export const complain = (near, sentence) => {
  document.querySelector(".wa-clash[data-wa-complaint]")?.remove();
  const box = document.createElement("div");
  box.className = "wa-clash";
  box.dataset.waComplaint = "";
  box.setAttribute("role", "alert");
  const words = document.createElement("div");
  words.textContent = sentence;
  box.append(words);
  const form = near?.closest?.("form");
  (form ?? document.getElementById("wa-main") ?? document.body).prepend(box);
  box.scrollIntoView({ block: "nearest" });
};

document.addEventListener("htmx:responseError", (event) =>
  complain(event.detail.elt, SENTENCES[event.detail.xhr.status] ?? OTHER));
document.addEventListener("htmx:sendError", (event) => complain(event.detail.elt, LOST));
document.addEventListener("htmx:timeout", (event) => complain(event.detail.elt, LOST));
document.addEventListener("htmx:beforeRequest", () => document.querySelector(".wa-clash[data-wa-complaint]")?.remove());
