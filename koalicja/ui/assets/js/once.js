// A form is sent once however often its button is pressed; it can be sent again when the answer did not come.
const WAIT_MS = 15000;
const sent = new WeakSet();

function settle(form, isSent) {
  if (isSent) sent.add(form);
  else sent.delete(form);
  for (const button of form.elements) {
    if (button.type !== "submit" || (isSent ? button.disabled : !("sent" in button.dataset))) continue;
    button.disabled = isSent;
    button.autocomplete = "off"; // or Firefox keeps it disabled on the page one comes back to
    if (isSent) button.dataset.sent = "";
    else delete button.dataset.sent;
  }
}

const release = () => {
  for (const form of document.forms) if (sent.has(form)) settle(form, false);
};

export function sendOnce() {
  // Registered last: whoever stops a form (no network, htmx) has done so before.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (sent.has(form)) {
      event.preventDefault();
      return;
    }
    sent.add(form);
    setTimeout(() => settle(form, true)); // afterwards, for a disabled button would not be sent itself
    setTimeout(() => settle(form, false), WAIT_MS);
  });
  addEventListener("pageshow", release);
  const ofForm = (isSent) => (event) => {
    if (event.detail.elt instanceof HTMLFormElement && event.detail.elt.method === "post") settle(event.detail.elt, isSent);
  };
  document.addEventListener("htmx:beforeRequest", ofForm(true));
  document.addEventListener("htmx:afterRequest", ofForm(false));
}
