// Whom to invite and how: one button chooses a way for a whole group, and only for those who were not asked yet.
// Each choice stays a field of its own that can be changed; without scripts there are the fields alone.
function choose(place, way) {
  for (const field of place.querySelectorAll("select[data-way]")) {
    const wanted = way === "easiest" ? field.dataset.way : way;
    const may = wanted === "" ? way === "" : field.dataset.way !== "";
    if (may && [...field.options].some((option) => option.value === wanted)) field.value = wanted;
  }
}

export function chooseWays() {
  for (const bar of document.querySelectorAll("[data-ways-for]")) {
    bar.hidden = false;
    bar.addEventListener("click", (event) => {
      const button = event.target.closest("[data-set-way]");
      if (!button) return;
      choose(bar.closest(bar.dataset.waysFor), button.dataset.setWay);
      bar.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
}
