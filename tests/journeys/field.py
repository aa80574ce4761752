"""What a volunteer does on the phone, step by step, for the journeys that need a report."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser_fixtures import Product
from tests.journeys.conftest import photograph, shoot

NOTE = "北墙东段有一道新裂缝，约两米长。"


def choose_free_site(page: Page) -> str:
    """Look at the list and the map, and open the first site nobody is going to."""
    page.goto("/field/near/")
    expect(page.locator("#near[data-state=list]")).to_be_visible()
    shoot(page, "volunteer-1-near")
    page.locator(".field-switch label").nth(1).click()
    expect(page.locator("#near-map canvas")).to_be_visible()
    shoot(page, "volunteer-2-near-map")
    page.locator(".field-switch label").nth(0).click()
    card = page.locator("[data-list] > li:not(:has([data-tone=seal])):not(:has([data-tone=info]))").first
    code = card.get_attribute("data-code") or ""
    card.locator("a").click()
    page.wait_for_url(f"**/field/sites/{code}/")
    expect(page.locator("[data-way]")).to_be_visible()
    return code


def take(page: Page, product: Product, code: str) -> None:
    page.locator("[data-take]").click()
    expect(page.locator("[data-give-back]")).to_be_visible()
    shoot(page, "volunteer-3-site")
    assert product.rows(
        "SELECT a.status FROM patrol_assignment a JOIN sites_site s ON s.id = a.site_id"
        " JOIN people_user u ON u.id = a.volunteer_id"
        " WHERE s.code = %s AND u.email = 'volunteer@example.org' AND a.status = 'open'",
        code,
    ) == [("open",)]


def open_form(page: Page) -> None:
    page.locator("[data-start-report]").click()
    expect(page.locator("form[data-ready]")).to_be_visible()


def fill(page: Page, folder: Path, shade: int) -> None:
    page.locator("#photo-far").set_input_files(photograph(folder, "far", shade))
    page.locator("#photo-near").set_input_files(photograph(folder, "near", shade + 97))
    expect(page.locator("[data-shot=far] [data-says]")).to_have_text(re.compile("12"))
    expect(page.locator("[data-shot=near] [data-says]")).to_have_text(re.compile("12"))
    page.locator("input[name=condition][value=fairly_good]").locator("..").click()
    for row in page.locator("form > section > .check-list .check-row").all():
        row.locator("label").nth(1).click()
    page.locator("[data-add-finding]").click()
    page.locator("[data-kind]").select_option("crack")
    page.locator("label[data-severity='3']").click()
    page.locator("[data-finding] [data-note]").fill("北墙东段")
    page.locator("#note").fill(NOTE)


def send(page: Page) -> str:
    page.locator("[data-send]").click()
    page.wait_for_url("**/field/reports/*/")
    return page.locator("[data-report-id]").inner_text()


def stored_photos(product: Product, report_id: str) -> list[object]:
    rows = product.rows("SELECT file_id FROM patrol_photo WHERE report_id = %s ORDER BY position", report_id)
    return [row[0] for row in rows]
