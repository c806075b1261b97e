// On a device that many people share: a page nobody touches makes room for the next person, after saying so in time.
const WARN_MS = 30000;
const TOUCHES = ["pointerdown", "keydown", "input", "scroll"];

export function clearUntouched() {
  const told = document.querySelector("[data-clear-after]");
  if (!told) return;
  const untouchedMs = Number(told.dataset.clearAfter) * 1000;
  let timers = [];

  function begin() {
    timers.forEach(clearTimeout);
    told.hidden = true;
    timers = [
      setTimeout(() => { told.hidden = false; }, Math.max(untouchedMs - WARN_MS, 0)),
      setTimeout(() => location.replace(told.dataset.clearTo), untouchedMs),
    ];
  }

  for (const touch of TOUCHES) addEventListener(touch, begin, { passive: true, capture: true });
  addEventListener("pageshow", begin);
  begin();
}
