"""The running product and Chromium in front of it, shared by `tests/journeys/` and `tests/browser/`: one of each per session."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import quote

import pytest
from django.conf import settings

from tests.journeys.product import ROOT, Product, running_product

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

PASSWORD: Final = "heritage-demo-2026"
SCREENSHOTS: Final = ROOT / ".screenshots"
# Without these Chromium knocks at closed doors; the resolver rule proves that no page needs another host.
CHROMIUM_ARGUMENTS: Final = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
SIZES: Final = {"phone": (360, 800), "desktop": (1440, 900)}
FOLDERS: Final = {"journeys", "browser"}

OpenPage = Callable[..., "Page"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the browser tests; each process of theirs runs a product of its own, shared by whole files (`--dist loadfile`)."""
    for item in items:
        if FOLDERS & set(item.path.parts):
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The whole product, running."""
    database = settings.DATABASES["default"]
    password = quote(str(database["PASSWORD"]))
    server = f"postgres://{database['USER']}:{password}@{database['HOST']}:{database['PORT']}/postgres"
    name = str(database["NAME"]).removeprefix("test_") + "_journeys" + os.environ.get("PYTEST_XDIST_WORKER", "")
    with running_product(server, name, tmp_path_factory.mktemp("media")) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """The machine's Chromium."""
    # Only browser tests pay for this import.
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=10_000)
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found, "Chromium is not installed: run make setup"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: "Browser", product: Product) -> Iterator[OpenPage]:
    """Open a page at `phone` or `desktop` size, signed in as `name`@example.org, standing at a place."""
    contexts: list[BrowserContext] = []

    def open_(
        size: str = "desktop",
        *,
        name: str = "",
        place: tuple[float, float] = (116.397, 39.908),
        language: str = "zh-CN",
    ) -> "Page":
        context = new_context(chromium, product, size, place=place, language=language)
        contexts.append(context)
        page = context.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.complaints = complaints  # type: ignore[attr-defined]
        if name:
            sign_in(page, name)
        return page

    yield open_
    broken = [said for context in contexts for page in context.pages for said in getattr(page, "complaints", [])]
    for context in contexts:
        context.close()
    assert broken == []


def new_context(
    chromium: "Browser",
    product: Product,
    size: str,
    *,
    place: tuple[float, float] = (116.397, 39.908),
    language: str = "zh-CN",
    light: Literal["light", "dark"] = "light",
) -> "BrowserContext":
    """Return a browser with its own cookies, at `phone` or `desktop` size, standing at a place (longitude, latitude)."""
    width, height = SIZES[size]
    return chromium.new_context(
        base_url=product.url,
        viewport={"width": width, "height": height},
        has_touch=size == "phone",
        is_mobile=size == "phone",
        locale=language,
        geolocation={"longitude": place[0], "latitude": place[1], "accuracy": 12},
        permissions=["geolocation"],
        timezone_id="Asia/Shanghai",
        accept_downloads=True,
        color_scheme=light,
    )


def sign_in(page: "Page", name: str) -> None:
    """Sign in through the page, as a person does."""
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(f"{name}@example.org")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form:has(input[name=password]) button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/accounts/login" not in url)


def shoot(page: "Page", name: str, *, is_whole: bool = True) -> None:
    """Keep a screenshot in the ignored folder, of the whole page or of what the window shows, for people who ask to look."""
    if not os.environ.get("SHOOT"):
        return
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=str(SCREENSHOTS / f"{name}.png"), full_page=is_whole)
