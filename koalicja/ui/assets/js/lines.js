// Names looked through before saving: how many will be saved, and how many wait for an answer, beside the button.
const SKIP = "skip";
const NEW = "new";
const ASK = "ask"; // a person or an organisation: nobody has said yet

function state(form, choice) {
  const same = form.elements[choice.name.replace(/-what$/, "-same")];
  if (choice.value === SKIP) return "left";
  if (choice.value === ASK) return "waiting";
  if (!same) return "saved";
  if (!same.value) return "waiting";
  return same.value === NEW ? "saved" : "known";
}

function show(place, count, hidden) {
  if (!place) return;
  place.hidden = hidden;
  place.querySelector(".number").textContent = count;
}

function count(form) {
  const states = [...form.querySelectorAll("select[name$='-what']")].map((choice) => state(form, choice));
  const number = (wanted) => states.filter((found) => found === wanted).length;
  show(form.querySelector("[data-lines-saved]"), number("saved"), false);
  show(form.querySelector("[data-lines-waiting]"), number("waiting"), !number("waiting"));
}

export function countLines() {
  for (const form of document.querySelectorAll("form[data-lines]")) {
    count(form);
    form.addEventListener("change", () => count(form));
    addEventListener("pageshow", () => count(form));
  }
}
