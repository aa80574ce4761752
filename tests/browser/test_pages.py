"""Every page at phone and desktop size: it stands within its width, anybody can use it, and it asks no other host."""

import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Request, Response
from playwright.sync_api import Page as Tab

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
AXE_CHOICE = {"runOnly": RULES, "resultTypes": ["violations"]}
# Each size in its own language and light, so that both languages and both lights are seen.
LOOKS = {"phone": ("zh-CN", "light"), "desktop": ("en", "dark")}


# A page stands when nothing has been on its way for so long.
QUIET_S, QUIET_WITHIN_S = 0.1, 30

OpenTab = Callable[[str, str], Tab]


@pytest.fixture(scope="module")
def tabs(chromium: Browser, product: Product) -> Iterator[OpenTab]:
    """One tab of a signed-in browser for each size and person, which goes from page to page."""
    opened: dict[tuple[str, str], tuple[BrowserContext, Tab]] = {}

    def tab(size: str, person: str) -> Tab:
        if (size, person) not in opened:
            language, light = LOOKS[size]
            context = new_context(chromium, product, size, language=language, light=light)
            context.add_init_script(AXE)
            opened[size, person] = context, context.new_page()
            if person:
                sign_in(opened[size, person][1], person)
        return opened[size, person][1]

    yield tab
    for context, _ in opened.values():
        context.close()


class Heard:
    """What a tab says and asks for while a page is looked at."""

    def __init__(self, tab: Tab) -> None:
        self.complaints: list[str] = []
        self.hosts: set[str] = set()
        self._tab, self._last = tab, time.monotonic()
        self._on_its_way: set[Request] = set()
        self._ears: dict[Any, Callable[[Any], None]] = {
            "console": self._console,
            "pageerror": lambda error: self.complaints.append(str(error)),
            "request": self._asked,
            "requestfinished": self._came,
            "requestfailed": self._came,
        }

    def __enter__(self) -> "Heard":
        for event, ear in self._ears.items():
            self._tab.on(event, ear)
        return self

    def __exit__(self, *_: object) -> None:
        for event, ear in self._ears.items():
            self._tab.remove_listener(event, ear)

    def go(self, url: str) -> Response | None:
        """Open a page and wait until all it asked for has come."""
        answer = self._tab.goto(url)
        until = time.monotonic() + QUIET_WITHIN_S
        while self._on_its_way or time.monotonic() < self._last + QUIET_S:
            assert time.monotonic() < until, f"still on its way: {[one.url for one in self._on_its_way]}"
            self._tab.wait_for_timeout(20)
        return answer

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "GPU stall" not in message.text:
            self.complaints.append(message.text)

    def _asked(self, request: Request) -> None:
        self.hosts.add(urlsplit(request.url).netloc)
        self._on_its_way.add(request)
        self._last = time.monotonic()

    def _came(self, request: Request) -> None:
        # One of the page before may end late.
        self._on_its_way.discard(request)
        self._last = time.monotonic()


def test_every_page_of_the_address_book_is_looked_at() -> None:
    for_machines = {name for name in TABLE if name.startswith("api_")}
    only_writes = {name for name, row in TABLE.items() if row == WRITES_ONLY and name in WRITES}
    assert {page.name for page in PAGES} >= set(TABLE) - for_machines - only_writes - NO_PAGES


@pytest.mark.parametrize("size", LOOKS)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page_is_sound(page: Page, size: str, tabs: OpenTab, product: Product) -> None:
    tab = tabs(size, page.person)
    with Heard(tab) as heard:
        answer = heard.go(page.url(product))
        shoot(tab, f"page-{size}-{page.name.replace(':', '-')}")
        found = tab.evaluate("choice => axe.run(document, choice)", AXE_CHOICE)
    assert answer is not None
    assert answer.status == 200
    assert heard.complaints == []
    assert heard.hosts - {"", urlsplit(product.url).netloc} == set()
    assert tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
        "the page is wider than the screen"
    )
    # The style guide shows a heading of each size.
    assert tab.locator("h1").count() == (2 if page.name == "styleguide" else 1)
    assert [_said(violation) for violation in found["violations"]] == []


def test_keyboard_reaches_the_content_first(tabs: OpenTab) -> None:
    tab = tabs("desktop", "")
    tab.goto("/sites/")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    assert tab.evaluate("location.hash.slice(1)") == tab.locator("main").get_attribute("id")


def _said(violation: dict[str, Any]) -> str:
    places = "; ".join(
        " ".join(map(str, node["target"])) + ": " + node["html"][:120] for node in violation["nodes"][:3]
    )
    return f"{violation['id']} ({len(violation['nodes'])}): {places}"
