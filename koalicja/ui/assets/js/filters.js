// On a phone the filters beside the search are folded; without scripts, and where one is in force unseen, they stay open.
export function foldFilters() {
  const narrow = matchMedia("(max-width: 47.99rem)");
  const fold = () => {
    for (const filters of document.querySelectorAll("[data-fold-on-phone]")) filters.open = !narrow.matches;
  };
  fold();
  narrow.addEventListener("change", fold);
}
