// Tells a sign-in whether the screen is a phone's, so that posts on the ground come to the phone's pages.

const small = window.matchMedia("(max-width: 639px)");
const tell = () => {
  for (const field of document.querySelectorAll("input[name=small]")) field.value = small.matches ? "1" : "";
};
tell();
small.addEventListener("change", tell);
