// Names typed into a form with data-naming are saved as they fall: with Enter, and when the box is left.
// Only what was sent leaves the box; whoever types on meanwhile loses nothing.
const textOf = (form) => form.querySelector("textarea");

function follow(form) {
  const box = textOf(form);
  let sent = "";
  let isSaved = false; // leaving the box for the button has saved it already: the button has nothing more to do
  const save = () => {
    if (box.value.trim() && navigator.onLine) form.requestSubmit();
  };
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    save();
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) save();
  });
  box.addEventListener("input", () => {
    isSaved = false;
  });
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt !== form) return;
    if (sent ? box.value === sent : isSaved && !box.value.trim()) event.preventDefault();
    else sent = box.value;
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt !== form) return;
    isSaved = event.detail.successful && event.detail.xhr.status < 400;
    if (!isSaved) {
      sent = "";
      return;
    }
    if (box.value.startsWith(sent)) box.value = box.value.slice(sent.length).trimStart();
    sent = "";
    if (box.value) box.dispatchEvent(new Event("input", { bubbles: true })); // it is kept, and looked up
  });
}

export function saveNames() {
  if (!window.htmx) return;
  for (const form of document.querySelectorAll("form[data-naming]")) follow(form);
}
