"""Every page at phone and desktop size: it stands within its width, anybody can use it, and it asks no other host."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Request

from tests.browser.no_pages import NO_PAGES
from tests.browser.pages import PAGES, Page
from tests.browser_fixtures import new_context, shoot, sign_in
from tests.house.access import TABLE
from tests.house.access_writes import WRITES
from tests.house.answers import WRITES_ONLY
from tests.journeys.product import ROOT, Product

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text()
# WCAG 2.2 up to AA, and what the makers of axe call good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Each size in its own language and light, so that both languages and both lights are seen.
LOOKS = {"phone": ("zh-CN", "light"), "desktop": ("en", "dark")}


@pytest.fixture(scope="module")
def contexts(chromium: Browser, product: Product) -> Any:
    """One signed-in browser for each size and person, kept for all pages."""
    opened: dict[tuple[str, str], BrowserContext] = {}

    def context(size: str, person: str) -> BrowserContext:
        if (size, person) not in opened:
            language, light = LOOKS[size]
            new = opened[size, person] = new_context(chromium, product, size, language=language, light=light)
            if person:
                first = new.new_page()
                sign_in(first, person)
                first.close()
        return opened[size, person]

    yield context
    for one in opened.values():
        one.close()


def test_every_page_of_the_address_book_is_looked_at() -> None:
    for_machines = {name for name in TABLE if name.startswith("api_")}
    only_writes = {name for name, row in TABLE.items() if row == WRITES_ONLY and name in WRITES}
    assert {page.name for page in PAGES} >= set(TABLE) - for_machines - only_writes - NO_PAGES


@pytest.mark.parametrize("size", LOOKS)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page_is_sound(page: Page, size: str, contexts: Any, product: Product) -> None:
    tab = contexts(size, page.person).new_page()
    complaints: list[str] = []
    hosts: set[str] = set()

    def hear(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "GPU stall" not in message.text:
            complaints.append(message.text)

    def note(request: Request) -> None:
        hosts.add(urlsplit(request.url).netloc)

    tab.on("console", hear)
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("request", note)
    answer = tab.goto(page.url(product), wait_until="networkidle")
    shoot(tab, f"page-{size}-{page.name.replace(':', '-')}")
    assert answer is not None
    assert answer.status == 200
    assert complaints == []
    assert hosts - {"", urlsplit(product.url).netloc} == set()
    assert tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
        "the page is wider than the screen"
    )
    # The style guide shows a heading of each size.
    assert tab.locator("h1").count() == (2 if page.name == "styleguide" else 1)
    tab.evaluate(AXE)
    found = tab.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    assert [_said(violation) for violation in found["violations"]] == []
    tab.close()


def test_keyboard_reaches_the_content_first(contexts: Any) -> None:
    tab = contexts("desktop", "").new_page()
    tab.goto("/sites/")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    assert tab.evaluate("location.hash.slice(1)") == tab.locator("main").get_attribute("id")
    tab.close()


def _said(violation: dict[str, Any]) -> str:
    places = "; ".join(
        " ".join(map(str, node["target"])) + ": " + node["html"][:120] for node in violation["nodes"][:3]
    )
    return f"{violation['id']} ({len(violation['nodes'])}): {places}"
