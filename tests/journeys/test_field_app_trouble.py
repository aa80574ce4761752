"""The field app where things go wrong: cut lines, portals, ended sessions, two tabs, a full phone, a wrong clock."""

import hashlib
import json
import re
import zipfile
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from tests.browser_fixtures import Product, shoot
from tests.journeys.conftest import OpenPage, photograph
from tests.journeys.network import PORTAL, Network, Said
from tests.journeys.phone import ARRIVED, Phone, fill_sign_in

# Chromium lets no test narrow its storage: the browser's edge says what a full one says.
FULL = """() => {
    const put = IDBObjectStore.prototype.put;
    window.isFull = true;
    IDBObjectStore.prototype.put = function (...said) {
        if (window.isFull) throw new DOMException("full", "QuotaExceededError");
        return put.apply(this, said);
    };
}"""
# The report is four days older, and the phone's clock six years behind.
AGED = """async () => {
    const { openField, remember } = await import("patrol/field/db.js");
    const db = await openField();
    const [entry] = await db.getAll("queue");
    await db.put("queue", { ...entry, kept_at: new Date(Date.now() - 4 * 86400000).toISOString(), kept_offset_ms: null });
    await remember("clock_offset_ms", 6 * 365.25 * 86400000);
}"""


def test_an_upload_cut_and_refused_goes_on_where_it_stopped(phone: Phone, product: Product, network: Network) -> None:
    phone.context.set_offline(True)
    report = phone.report_offline(shade=21)
    pieces: list[str] = []

    def fault(method: str, path: str) -> Said | None:
        if method != "PUT" or "/photos/" not in path:
            return None
        pieces.append(path)
        # The line is cut, the server fails, is busy, and the portal answers: one after the other.
        faults = {
            1: Said(0),
            3: Said(500, b"<h1>Server Error</h1>"),
            5: Said(502, b"<h1>Bad Gateway</h1>"),
            6: Said(200, PORTAL),
        }
        return faults.get(len(pieces))

    network.fault = fault
    phone.context.set_offline(False)
    phone.open_app("#/queue")
    entry = phone.page.locator(f"[data-entry='{report}']")
    until_received(phone, report)
    expect(entry).to_have_attribute("data-state", re.compile("received|verified"))
    assert len(pieces) > 6
    assert product.rows(ARRIVED, report)[0][2] == 2
    assert network.count("PUT", f"/api/v1/reports/{report}", 201) == 1


def until_received(phone: Phone, report: str) -> None:
    """Press “send now” until the report has arrived, as an impatient person does."""
    for _ in range(20):
        [state] = [row["state"] for row in phone.rows("queue") if row["id"] == report]
        if state in {"received", "verified"}:
            return
        phone.page.locator("[data-send-all]").click()
        phone.page.wait_for_timeout(500)
    raise AssertionError(f"it stays {state}")


def test_a_portal_is_told_apart_and_believed_in_nothing(phone: Phone, product: Product, network: Network) -> None:
    phone.context.set_offline(True)
    report = phone.report_offline(shade=77)
    network.fault = lambda _method, _path: Said(200, PORTAL)
    phone.context.set_offline(False)
    phone.open_app("#/queue")
    page = phone.page
    expect(page.locator("[data-portal]")).to_be_visible()
    expect(page.locator("[data-pause][data-stop=portal]")).to_have_count(1)
    shoot(page, "app-portal")
    assert [row["state"] for row in phone.rows("queue")] == ["kept"]

    network.fault = None
    page.locator("[data-send-all]").click()
    expect(page.locator(f"[data-entry='{report}']")).to_have_attribute("data-state", re.compile("received|verified"))
    assert len(product.rows(ARRIVED, report)) == 1


def test_a_session_that_ended_in_the_mountains(phone: Phone, product: Product) -> None:
    phone.context.set_offline(True)
    report = phone.report_offline(shade=141)
    phone.context.clear_cookies()
    phone.context.set_offline(False)
    phone.open_app("#/queue")
    page = phone.page
    expect(page.locator("[data-signed-out]")).to_be_visible()
    shoot(page, "app-signed-out")
    assert [row["state"] for row in phone.rows("queue")] == ["kept"]
    page.locator("[data-sign-in]").click()
    fill_sign_in(page, "volunteer")
    page.wait_for_url("**/field/**")
    phone.open_app("#/queue")
    expect(page.locator(f"[data-entry='{report}']")).to_have_attribute("data-state", re.compile("received|verified"))
    assert len(product.rows(ARRIVED, report)) == 1


def test_two_tabs_send_one_report_once(phone: Phone, network: Network) -> None:
    phone.context.set_offline(True)
    report = phone.report_offline(shade=99)
    other = phone.context.new_page()
    other.goto("/field/#/queue")
    phone.open_app("#/queue")
    expect(other.locator("[data-entry][data-state=kept]")).to_have_count(1)
    phone.context.set_offline(False)
    for page in (other, phone.page):
        expect(page.locator(f"[data-entry='{report}']")).to_have_attribute(
            "data-state", re.compile("received|verified")
        )
    assert [
        answer for method, path, answer in network.log if (method, path) == ("PUT", f"/api/v1/reports/{report}")
    ] == [201]


def test_a_full_phone_says_so_keeps_what_is_there_and_gives_it_out_as_a_file(
    phone: Phone, open_page: OpenPage, product: Product, tmp_path: Path
) -> None:
    phone.context.set_offline(True)
    waiting = phone.report_offline(shade=180)
    phone.open_app()
    page = phone.page
    page.locator("[data-list] a[data-name]").nth(1).click()
    page.locator("[data-report]").click()
    page.locator("#note").fill("第一句")
    page.evaluate(FULL)
    page.locator("#photo-far").set_input_files(photograph(tmp_path, "full", 222))
    expect(page.locator("[data-outcome=full]")).to_be_visible()
    shoot(page, "app-full")
    [draft] = phone.rows("drafts")
    assert (draft["note"], draft["photos"]) == ("第一句", [])
    assert [row["id"] for row in phone.rows("queue")] == [waiting]

    page.locator("[data-outcome] a").click()
    file = export_and_read(phone, waiting, tmp_path)
    page.evaluate("window.isFull = false")
    page.go_back()
    expect(page.locator("#note")).to_have_value("第一句")

    desk = open_page(name="officer")
    desk.goto("/desk/queue-files/")
    desk.locator("input[type=file]").set_input_files(file)
    desk.locator("form.form button[type=submit]").click()
    expect(desk.locator("ul.list > li")).to_have_count(1)
    assert product.rows(ARRIVED, waiting)[0][2] == 2
    [(oddities,)] = product.rows("SELECT irregularities FROM patrol_report WHERE id = %s", waiting)
    assert "filed_by_officer" in str(oddities)
    # The phone comes home all the same, and learns that everything is there.
    phone.context.set_offline(False)
    phone.open_app("#/queue")
    expect(page.locator(f"[data-entry='{waiting}']")).to_have_attribute("data-state", re.compile("received|verified"))
    assert phone.rows("photos") == []


def export_and_read(phone: Phone, report: str, folder: Path) -> Path:
    """Export the queue, and look whether the file holds the report and the very photos it names."""
    with phone.page.expect_download() as coming:
        phone.page.locator("[data-export]").click()
    file = folder / "queue.zip"
    coming.value.save_as(file)
    with zipfile.ZipFile(file) as archive:
        queue: dict[str, Any] = json.loads(archive.read("queue.json"))
        names = {name.removeprefix("photos/") for name in archive.namelist() if name.startswith("photos/")}
        assert (queue["format"], queue["version"], [one["id"] for one in queue["entries"]]) == (
            "heritage-queue",
            1,
            [report],
        )
        assert names == {photo["sha256"] for photo in queue["entries"][0]["report"]["photos"]}
        assert {hashlib.sha256(archive.read(f"photos/{name}")).hexdigest() for name in names} == names
    return file


def test_a_report_that_waits_too_long_and_a_wrong_clock_are_said(phone: Phone) -> None:
    phone.context.set_offline(True)
    phone.report_offline(shade=160)
    phone.page.evaluate(AGED)
    phone.open_app("#/queue")
    page = phone.page
    expect(page.locator("[data-view=queue] [data-late]")).to_be_visible()
    expect(page.locator("[data-late-chip]")).to_be_visible()
    expect(page.locator("[data-clock]")).to_have_text(re.compile("6 ?年"))
    shoot(page, "app-late")
