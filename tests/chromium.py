"""Real Chromium for browser tests: four guises, axe, and what a page must never do."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
GUISES = {
    "phone": (320, 640, "light"),
    "phone-dark": (320, 640, "dark"),
    "desk": (1280, 900, "light"),
    "desk-dark": (1280, 900, "dark"),
}
PATIENCE = 300_000  # milliseconds: a busy machine is waited for; what never comes fails all the same
expect.set_options(timeout=PATIENCE)
AXE = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


def signed_in(browser: Browser, address: str, user: Any, guise: str = "desk", **over: Any) -> BrowserContext:
    """A context of one guise with this user's session cookie (None: nobody is signed in)."""
    from django.conf import settings
    from django.test import Client

    width, height, scheme = GUISES[guise]
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, locale="pl-PL", base_url=address, **over
    )
    context.set_default_timeout(PATIENCE)
    if user is not None:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
    return context


def faults(page: Page) -> list[str]:
    """What axe finds, and whether the page is wider than its window."""
    found = [
        f"axe {violation['id']}: {'; '.join(str(node['target']) for node in violation['nodes'][:3])}"
        for violation in Axe().run(page, options=AXE).response["violations"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"):
        found.append(f"wider than {page.viewport_size}")
    return found
