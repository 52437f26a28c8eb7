// The second step with a passkey: hands its button to the sign-in library's own form.

const button = document.getElementById("mfa_webauthn_authenticate");
if (button && window.allauth) {
  window.allauth.webauthn.forms.authenticateForm({
    ids: { authenticate: button.id, credential: button.dataset.waCredential, data: "js_data" },
  });
}
