"""A volunteer's phone for the journeys of the field app: its own browser profile, which can be ended and started again."""

import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import Error

from tests.browser_fixtures import CHROMIUM_ARGUMENTS, PASSWORD, SIZES
from tests.journeys.conftest import photograph

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

# Chromium's own picture in place of a lens, and no question whether the page may look through it.
CAMERA: Final = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
# What the server knows of a report: its kind, its state of preservation, how many photos.
ARRIVED: Final = """
    SELECT report.kind, report.condition_id, (SELECT count(*) FROM patrol_photo photo WHERE photo.report_id = report.id)
    FROM patrol_report report WHERE report.id = %s
"""
PATIENCE_S: Final = 15
ROWS: Final = """async store => {
    const db = await new Promise((resolve, reject) => {
        const opening = indexedDB.open("heritage-field");
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
    });
    const rows = await new Promise((resolve) => {
        const asking = db.transaction(store).objectStore(store).getAll();
        asking.onsuccess = () => resolve(asking.result);
    });
    db.close();
    return rows;
}"""


class Phone:
    """One phone: a profile on the disk, a screen of 360 pixels, a place where it is, a camera."""

    def __init__(self, browser: "Browser", url: str, profile: Path) -> None:
        self._kind, self._url, self._profile = browser.browser_type, url, profile
        self.place = (116.397, 39.908)
        self.complaints: list[str] = []
        self.context: BrowserContext
        self.page: Page
        self.start()

    def start(self) -> None:
        """Start the browser on the profile as it was left."""
        width, height = SIZES["phone"]
        found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        self.context = self._kind.launch_persistent_context(
            self._profile,
            executable_path=found,
            args=[*CHROMIUM_ARGUMENTS, *CAMERA],
            base_url=self._url,
            viewport={"width": width, "height": height},
            has_touch=True,
            is_mobile=True,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            permissions=["geolocation", "camera"],
            geolocation=self._where(),
            accept_downloads=True,
        )
        self.page = self.context.pages[0]
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def restart(self, *, is_offline: bool = False) -> None:
        """End the browser and start it again, as a phone after a flat battery."""
        self.context.close()
        self.start()
        self.context.set_offline(is_offline)

    def go_to(self, longitude: float, latitude: float) -> None:
        """Walk."""
        self.place = (longitude, latitude)
        self.context.set_geolocation(self._where())

    def sign_in(self, name: str) -> None:
        """Sign in through the website's page, for longer than this browser runs."""
        self.page.goto("/accounts/login/")
        fill_sign_in(self.page, name)
        self.page.wait_for_url(lambda url: "/accounts/login" not in url)

    def open_app(self, address: str = "") -> None:
        """Open the app at one of its views."""
        self.page.goto(f"/field/{address}")
        self.page.locator("body[data-ready=yes]").wait_for()

    def install(self) -> None:
        """Open the app while there is a network, until its worker has everything."""
        self.open_app()
        until(self.page, "navigator.serviceWorker.controller !== null")

    def report_offline(self, shade: int) -> str:
        """File a report on the last site of the list from two album pictures; return its id."""
        self.open_app()
        self.page.locator("[data-list] a[data-name]").last.click()
        self.page.locator("[data-report]").click()
        form = self.page.locator("form[data-ready]")
        report = form.get_attribute("data-ready") or ""
        for number, role in enumerate(("far", "near")):
            picture = photograph(self._profile, f"{role}{shade}", shade + 90 * number)
            self.page.locator(f"#photo-{role}").set_input_files(picture)
            self.page.locator(f"[data-shot={role}][data-sha256]").wait_for()
        self.page.locator("input[name=condition][value=fair]").locator("..").click()
        for row in self.page.locator("[data-core] .check-row").all():
            row.locator("label").nth(1).click()
        self.page.locator("[data-send]").click()
        self.page.locator("[data-filed]").wait_for()
        return report

    def rows(self, store: str) -> list[dict[str, Any]]:
        """Look into the phone's database."""
        found: list[dict[str, Any]] = self.page.evaluate(ROWS, store)
        return found

    def close(self) -> None:
        """Switch it off."""
        self.context.close()

    def _where(self) -> Any:
        return {"longitude": self.place[0], "latitude": self.place[1], "accuracy": 12}


def fill_sign_in(page: "Page", name: str) -> None:
    """Fill the sign-in form and send it."""
    page.locator("input[name=login]").fill(f"{name}@example.org")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=remember]").check()
    page.locator("form:has(input[name=password]) button[type=submit]").first.click()


def until(page: "Page", expression: str) -> None:
    """Wait for something no locator sees; the page's policy forbids the browser's own waiting for expressions."""
    end = time.monotonic() + PATIENCE_S
    while not _holds(page, expression):
        assert time.monotonic() < end, expression
        page.wait_for_timeout(50)


def _holds(page: "Page", expression: str) -> bool:
    try:
        return bool(page.evaluate(expression))
    except Error:  # the page is being loaded anew
        return False
