"""The volunteer's journey on a 360 px phone: near me, a site, taking it, the report, its receipt; and no signal."""

import hashlib
import json
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser_fixtures import Product
from tests.journeys.conftest import OpenPage, photograph, shoot

NOTE = "北墙东段有一道新裂缝，约两米长。"
SEND_AGAIN = """async ([id, text, photos]) => {
    const parts = new FormData();
    parts.append("report", text);
    photos.forEach((bytes, position) => parts.append(`photo_${position}`, new Blob([new Uint8Array(bytes)], {type: "image/jpeg"}), "photo.jpg"));
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
            id: draft.id, payload: draft.payload, note: draft.note,
            photos: await Promise.all(draft.photos.map(async (photo) => ({role: photo.role, sha256: photo.sha256, bytes: [...new Uint8Array(await photo.blob.arrayBuffer())]}))),
        }))));
    };
})"""


def test_volunteer_reports_from_the_phone(open_page: OpenPage, product: Product, tmp_path: Path) -> None:
    page = open_page("phone", name="volunteer", place=(116.397, 39.908))
    code = _choose_free_site(page)
    _take(page, product, code)
    _open_form(page, code)

    page.locator("[data-send]").click()
    assert page.locator("[data-missing]").evaluate_all("links => links.map((link) => link.dataset.missing).filter(Boolean)")[
        :1
    ] == ["condition_missing"]
    shoot(page, "volunteer-4-missing")
    _fill(page, tmp_path, shade=17)
    expect(page.locator("[data-missing]").first).to_be_hidden()
    shoot(page, "volunteer-5-filled")
    draft = _hold_back_and_read_draft(page)

    _send(page)
    shoot(page, "volunteer-6-receipt")
    shown = page.locator("[data-photo-sha256]").all_inner_texts()
    assert page.locator("[data-report-id]").inner_text() == draft["id"]
    assert shown == [hashlib.sha256(bytes(photo["bytes"])).hexdigest() for photo in draft["photos"]]
    assert _stored(product, draft["id"]) == [(NOTE, "fairly_good", 12.0)]
    assert product.rows(
        "SELECT file_id FROM patrol_photo WHERE report_id = %s ORDER BY position", draft["id"]
    ) == [(sha256,) for sha256 in shown]
    assert page.evaluate(DRAFTS) == []

    text, photos = draft["payload"], [photo["bytes"] for photo in draft["photos"]]
    again = page.evaluate(SEND_AGAIN, [draft["id"], text, photos])
    assert (again["status"], again["body"]["id"]) == (200, draft["id"])
    other = page.evaluate(SEND_AGAIN, [draft["id"], text.replace(NOTE, "改过的内容"), photos])
    assert (other["status"], other["body"]["code"]) == (409, "report_conflict")
    assert _stored(product, draft["id"]) == [(NOTE, "fairly_good", 12.0)]

    page.goto("/field/mine/")
    expect(page.locator(f"[data-report='{draft['id']}']")).to_have_count(1)
    shoot(page, "volunteer-7-mine")
