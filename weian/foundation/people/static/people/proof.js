// Confirms with a passkey who acts: asks the server for a challenge, puts the answer into the form and sends it.

for (const button of document.querySelectorAll("[data-wa-passkey]")) {
  button.addEventListener("click", async () => {
    const form = button.form;
    button.disabled = true;
    try {
      const answer = await fetch(button.dataset.waPasskey, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const key = await window.webauthnJSON.get(await answer.json());
      form.elements.proof_key.value = JSON.stringify(key);
      form.requestSubmit();
    } catch {
      form.elements.proof_key.value = ""; // given up, or no passkey here: the other ways stand beside it
    } finally {
      button.disabled = false;
    }
  });
}
