// The choice of look takes effect at once and is kept in the same cookie the server sets.
const YEAR_SECONDS = 365 * 24 * 60 * 60;

export function chooseTheme() {
  document.querySelector("[data-theme-form]")?.addEventListener("submit", (event) => {
    const choice = event.submitter?.value;
    if (!choice) return;
    event.preventDefault();
    const chosen = choice === "light" || choice === "dark";
    document.cookie = `koalicja_theme=${chosen ? choice : ""}; path=/; max-age=${chosen ? YEAR_SECONDS : 0}; samesite=lax`;
    if (chosen) document.documentElement.dataset.theme = choice;
    else delete document.documentElement.dataset.theme;
    for (const button of event.target.querySelectorAll("button")) button.setAttribute("aria-pressed", button === event.submitter);
  });
}
