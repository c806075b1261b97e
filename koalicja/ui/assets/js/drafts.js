// Text typed into a form with data-keep stays in this tab until it has been sent: a reload or a failed network loses nothing.
const SKIPPED = new Set(["password", "file", "hidden", "submit", "button"]);
const WAIT_MS = 300;

const keyOf = (form) => `koalicja:draft:${location.pathname}:${form.dataset.keep}`;
const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !SKIPPED.has(field.type));
const isBox = (field) => field.type === "checkbox" || field.type === "radio";
const valueOf = (field) => {
  if (isBox(field)) return field.checked;
  return field.multiple ? [...field.selectedOptions].map((option) => option.value) : field.value;
};

function identify(field, index) {
  return `${field.name}:${isBox(field) ? field.value : index}`;
}

function read(form) {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(form)));
  } catch {
    return null;
  }
}

function write(form, draft) {
  try {
    sessionStorage.setItem(keyOf(form), JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

function put(field, value) {
  if (isBox(field)) field.checked = value;
  else if (field.multiple) for (const option of field.options) option.selected = value.includes(option.value);
  else field.value = value;
}

function collect(form) {
  return Object.fromEntries(fieldsOf(form).map((field, index) => [identify(field, index), valueOf(field)]));
}

function restore(form, values) {
  let changed = 0;
  fieldsOf(form).forEach((field, index) => {
    const kept = values[identify(field, index)];
    if (kept === undefined || JSON.stringify(kept) === JSON.stringify(valueOf(field))) return;
    put(field, kept);
    changed += 1;
  });
  return changed;
}

function say(form, template) {
  const note = document.getElementById(template)?.content.firstElementChild.cloneNode(true);
  if (!note) return;
  form.prepend(note);
  note.querySelector("[data-discard]")?.addEventListener("click", () => {
    sessionStorage.removeItem(keyOf(form));
    form.reset();
    note.remove();
  });
}

function sayKept(form) {
  let note = form.querySelector(".form-kept");
  if (!note) {
    note = document.getElementById("draft-kept")?.content.firstElementChild.cloneNode(true);
    if (!note) return;
    form.append(note);
  }
  const time = note.querySelector("time");
  const clock = { hour: "numeric", minute: "2-digit", hourCycle: "h23", timeZone: time.dataset.zone || undefined };
  time.textContent = new Date().toLocaleTimeString(document.documentElement.lang, clock); // as the server says times
}

function bringBack(form) {
  const draft = read(form);
  if (!draft) return;
  const arrivedBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  // Sent and answered: the server's page is the truth. Sent, then "back": the answer may never have come.
  if ((draft.sent && !arrivedBack) || form.querySelector("[aria-invalid=true]")) {
    sessionStorage.removeItem(keyOf(form));
    return;
  }
  if (restore(form, draft.values)) say(form, "draft-restored");
}

function follow(form) {
  let timer = 0;
  const keep = () => {
    timer = 0;
    if (write(form, { values: collect(form), sent: false })) sayKept(form);
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, WAIT_MS);
  });
  window.addEventListener("pagehide", () => {
    if (timer) keep(); // typed a moment before a link was followed
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    timer = 0;
    if (!event.defaultPrevented) write(form, { values: collect(form), sent: true });
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt !== form) return; // a look-up while typing has saved nothing
    if (!event.detail.successful || event.detail.xhr.status >= 400) return keep(); // a refusal is shown, and saves nothing
    sessionStorage.removeItem(keyOf(form));
    form.querySelector(".form-kept")?.remove();
  });
}

export function keepDrafts() {
  for (const form of document.querySelectorAll("form[data-keep]")) {
    bringBack(form);
    follow(form);
  }
}
