// A calm bar when the network is gone or an answer did not come: what was kept, and one way to try again.
import { focusFirstError } from "./errors.js";

const show = (id, visible) => {
  const bar = document.getElementById(id);
  if (bar) bar.hidden = !visible;
};

function busy(target, value) {
  if (!target) return;
  if (value) target.setAttribute("aria-busy", "true");
  else target.removeAttribute("aria-busy");
}

function watchHtmx() {
  let again = null;
  const on = (name, act) => document.addEventListener(`htmx:${name}`, act);
  const failed = (event) => {
    const { requestConfig, target } = event.detail;
    again = () => htmx.ajax(requestConfig.verb, requestConfig.path, { source: requestConfig.elt, target });
    busy(target, false);
    show("net-failed", true);
  };
  on("beforeRequest", (event) => busy(event.detail.target, true));
  on("afterRequest", (event) => {
    busy(event.detail.target, false);
    if (event.detail.successful) show("net-failed", false);
  });
  on("afterSettle", (event) => focusFirstError(event.detail.elt));
  for (const name of ["sendError", "timeout", "responseError"]) on(name, failed);
  document.querySelector("[data-try-again]")?.addEventListener("click", () => {
    show("net-failed", false);
    if (again) again();
  });
  document.querySelector("[data-close-bar]")?.addEventListener("click", () => show("net-failed", false));
}

export function watchNetwork() {
  const offline = () => show("net-offline", !navigator.onLine);
  addEventListener("online", offline);
  addEventListener("offline", offline);
  offline();
  // A form sent into nothing would lose the page: wait for the network instead.
  document.addEventListener("submit", (event) => {
    if (navigator.onLine || event.target.method !== "post") return;
    event.preventDefault();
    offline();
  });
  watchHtmx();
}
