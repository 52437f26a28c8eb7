// The first time nothing is kept on this phone: who sits here and what to work with are asked for while the page itself
// is still on its way. Later both come from the phone, and this asks nothing.

const asked = new Map();
try {
  if (!localStorage.getItem("weian-field")) {
    for (const path of ["/m/hello/", "/m/pack/"]) {
      const answer = fetch(path, { redirect: "manual", cache: "no-store", credentials: "same-origin" });
      answer.catch(() => {}); // whoever takes it hears of it
      asked.set(path, answer);
    }
  }
} catch { /* no room of its own for this page: it asks when it is there */ }

// As fetch does it, but what was asked early is not asked again.
export const ask = (address, options) => {
  const early = asked.get(address);
  asked.delete(address);
  return early ?? fetch(address, options);
};

export const begun = () => { try { localStorage.setItem("weian-field", "1"); } catch { /* the next time is a first one again */ } };
