"""A person at a browser: what she clicks is counted, what she waits for is timed."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page

from tests.chromium import faults

# Whether a link or a button leads to another page by itself, and not within this one.
LEADS_ON = """pressed => {
  const [href, form] = [pressed.getAttribute("href"), pressed.form];
  const within = "[hx-get], [hx-post], [target], [download], [method=dialog]";
  if (pressed.matches(within)) return false;
  if (pressed.tagName === "A") return Boolean(href) && !href.startsWith("#");
  return pressed.type === "submit" && Boolean(form) && !form.matches(within);
}"""


@dataclass
class Journey:
    """Counts clicks and keys of one person, times the waiting, and looks at every page on the way."""

    page: Page
    clicks: int = 0
    waited: float = 0.0
    began: float = field(default_factory=time.monotonic)
    found: dict[str, list[str]] = field(default_factory=dict)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        begin = time.monotonic()
        yield
        self.page.wait_for_load_state("load")
        self.waited += time.monotonic() - begin

    def press(self, name: str, role: str = "button", *, exact: bool = True) -> None:
        """Click what has this role and name, and wait for the page that follows."""
        self.clicks += 1
        pressed = self.page.get_by_role(role, name=name, exact=exact).first  # type: ignore[arg-type]
        with self.waiting():
            if pressed.evaluate(LEADS_ON):
                # Whoever goes on before the answer is there takes back what was sent.
                with self.page.expect_navigation():
                    pressed.click()
            else:
                pressed.click()
        self.look()

    def choose(self, label: str, option: str) -> None:
        self.clicks += 2
        self.page.get_by_label(label, exact=True).first.select_option(label=option)

    def tap(self, what: Locator) -> None:
        """Click something that stays on the page."""
        self.clicks += 1
        what.click()

    def write(self, field: Locator, text: str) -> None:
        """Type into a field; going there is a click unless the page has put her there."""
        if not field.evaluate("each => each === document.activeElement"):
            self.tap(field)
        field.fill(text)

    def look(self) -> None:
        """axe and the width of every new page; the last word belongs to the test."""
        name = self.page.url.partition("/spis/")[2] or self.page.url
        if name not in self.found and (problems := faults(self.page)):
            self.found[name] = problems

    def heading(self) -> str:
        return self.page.get_by_role("heading", level=1).inner_text()

    def report(self) -> str:
        return f"{self.clicks} clicks, {self.waited:.1f} s of waiting, {time.monotonic() - self.began:.1f} s in all"
