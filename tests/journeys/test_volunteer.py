"""The volunteer's journey on a 360 px phone: near me, a site, taking it, the report, its receipt; and what goes wrong in the field."""

import hashlib
import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser_fixtures import PASSWORD, Product
from tests.journeys.conftest import OpenPage, shoot
from tests.journeys.field import NOTE, choose_free_site, fill, open_form, send, stored_photos, take

SEND_AGAIN = """async ([id, text, photos]) => {
    const parts = new FormData();
    parts.append("report", text);
    photos.forEach((bytes, position) => {
        parts.append(`photo_${position}`, new Blob([new Uint8Array(bytes)], {type: "image/jpeg"}), "photo.jpg");
    });
    const token = document.cookie.match(/csrftoken=([^;]+)/)[1];
    const answer = await fetch(`/api/v1/reports/${id}`, {method: "PUT", body: parts, headers: {"X-CSRFToken": token}});
    return {status: answer.status, body: await answer.json()};
}"""
DRAFTS = """() => new Promise((resolve, reject) => {
    const opening = indexedDB.open("heritage-field");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
        const asking = opening.result.transaction("drafts").objectStore("drafts").getAll();
        asking.onsuccess = async () => resolve(await Promise.all(asking.result.map(async (draft) => ({
            id: draft.id,
            payload: draft.payload,
            note: draft.note,
            photos: await Promise.all(draft.photos.map(async (photo) => [...new Uint8Array(await photo.blob.arrayBuffer())])),
        }))));
    };
})"""


def test_volunteer_reports_from_the_phone(open_page: OpenPage, product: Product, tmp_path: Path) -> None:
    page = open_page("phone", name="volunteer", place=(116.397, 39.908))
    code = choose_free_site(page)
    take(page, product, code)
    open_form(page)
    see_what_is_missing(page)
    fill(page, tmp_path, shade=17)
    expect(page.locator("details[data-missing]")).to_be_hidden()
    shoot(page, "volunteer-5-filled")
    [draft] = page.evaluate(DRAFTS)

    report_id = send(page)
    shoot(page, "volunteer-6-receipt")
    shown = page.locator("[data-photo-sha256]").all_inner_texts()
    assert report_id == draft["id"]
    assert shown == [hashlib.sha256(bytes(photo)).hexdigest() for photo in draft["photos"]]
    assert stored_photos(product, report_id) == shown
    assert page.evaluate(DRAFTS) == []
    refuse_other_content_under_the_same_id(page, product, draft)

    page.goto("/field/mine/")
    expect(page.locator(f"[data-report='{report_id}']")).to_have_count(1)
    shoot(page, "volunteer-7-mine")


def test_volunteer_without_signal_loses_nothing(open_page: OpenPage, product: Product, tmp_path: Path) -> None:
    page = open_page("phone", name="volunteer", place=(116.31, 39.99))
    choose_free_site(page)
    page.locator("[data-start-report]").click()
    fill(page, tmp_path, shade=61)
    page.context.set_offline(True)
    page.locator("[data-send]").click()
    expect(page.locator("[data-outcome=offline]")).to_be_visible()
    shoot(page, "volunteer-offline")
    [draft] = page.evaluate(DRAFTS)
    assert (draft["note"], len(draft["photos"])) == (NOTE, 2)

    page.context.set_offline(False)
    page.reload()
    expect(page.locator("[data-restored]")).to_be_visible()
    expect(page.locator("[data-shot=far] img")).to_be_visible()
    assert send(page) == draft["id"]
    assert product.rows("SELECT payload FROM patrol_report WHERE id = %s", draft["id"]) == [
        (json.loads(draft["payload"]),)
    ]


def test_volunteer_signed_out_meanwhile_signs_in_and_sends(
    open_page: OpenPage, product: Product, tmp_path: Path
) -> None:
    page = open_page("phone", name="volunteer", place=(116.46, 39.92))
    choose_free_site(page)
    page.locator("[data-start-report]").click()
    fill(page, tmp_path, shade=113)
    report_id = page.locator("form[data-ready]").get_attribute("data-ready") or ""
    page.context.clear_cookies()
    page.locator("[data-send]").click()
    expect(page.locator("[data-outcome=signed-out]")).to_be_visible()
    shoot(page, "volunteer-signed-out")

    page.locator("[data-outcome] a").click()
    page.locator("input[name=login]").fill("volunteer@example.org")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form:has(input[name=password]) button[type=submit]").first.click()
    expect(page.locator("[data-restored]")).to_be_visible()
    assert send(page) == report_id
    assert len(stored_photos(product, report_id)) == 2


def test_near_me_without_position_begins_at_home(open_page: OpenPage) -> None:
    page = open_page("phone", name="volunteer")
    page.context.clear_permissions()
    page.goto("/field/near/")
    expect(page.locator("#near[data-state=list]")).to_be_visible()
    expect(page.locator("[data-start]")).to_have_value("home")
    shoot(page, "volunteer-no-position")
    page.locator("[data-start]").select_option(index=5)
    expect(page.locator("#near[data-state=list] [data-list] > li").first).to_be_visible()


def see_what_is_missing(page: Page) -> None:
    page.locator("[data-send]").click()
    links = page.locator("a[data-missing]")
    expect(page.locator("a[data-missing=photo_far_missing]")).to_be_visible()
    codes = [link.get_attribute("data-missing") for link in links.all()]
    assert codes[-2:] == ["photo_far_missing", "photo_near_missing"]
    shoot(page, "volunteer-4-missing")
    page.locator("a[data-missing=photo_far_missing]").click()
    expect(page.locator("#photo-far")).to_be_focused()


def refuse_other_content_under_the_same_id(page: Page, product: Product, draft: dict[str, Any]) -> None:
    """Send the stored report once more from the page, then something else under its number."""
    [(payload,)] = product.rows("SELECT payload FROM patrol_report WHERE id = %s", draft["id"])
    text = json.dumps(payload, ensure_ascii=False)
    again = page.evaluate(SEND_AGAIN, [draft["id"], text, draft["photos"]])
    assert (again["status"], again["body"]["id"]) == (200, draft["id"])
    other = page.evaluate(SEND_AGAIN, [draft["id"], text.replace(NOTE, "改过的内容"), draft["photos"]])
    assert (other["status"], other["body"]["code"]) == (409, "report_conflict")
    assert product.rows("SELECT note, condition_id, accuracy_m FROM patrol_report WHERE id = %s", draft["id"]) == [
        (NOTE, "fairly_good", 12.0)
    ]
