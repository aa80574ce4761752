"""The field app on a phone of 360 pixels: without a network, over restarts, over bad networks; every report arrives once."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser_fixtures import Product, shoot
from tests.journeys.conftest import photograph
from tests.journeys.network import Network, Said
from tests.journeys.phone import ARRIVED, Phone, until

NEW_VERSION = "feedfacefeedface"
# A compass that says north-west; `alpha` counts against the clock.
TURNED = "dispatchEvent(new DeviceOrientationEvent('deviceorientationabsolute', {alpha: 45, beta: 0, gamma: 0, absolute: true}))"


def test_an_outing_without_a_network_arrives_whole_and_once(
    phone: Phone, product: Product, network: Network, tmp_path: Path
) -> None:
    page = phone.page
    shoot(page, "app-1-visits")
    phone.context.set_offline(True)
    phone.restart(is_offline=True)
    phone.open_app()
    page = phone.page
    shoot(page, "app-2-restarted-offline")
    first = full_report(phone, tmp_path)
    page = phone.page
    expect(page.locator("[data-filed]")).to_be_visible()
    shoot(page, "app-8-next-site")
    page.locator("[data-next]").click()
    second = second_report(phone, tmp_path)
    phone.open_app("#/queue")
    expect(page.locator("[data-entry][data-state=kept]")).to_have_count(2)
    shoot(page, "app-9-queue-offline")

    phone.restart(is_offline=True)
    phone.context.set_offline(False)
    phone.open_app("#/queue")
    page = phone.page
    expect(page.locator("[data-entry]:not([data-state=kept]):not([data-state=sent])")).to_have_count(2, timeout=20_000)
    shoot(page, "app-10-queue-received")
    assert product.rows(ARRIVED, first) == [("full", "fairly_good", 3)]
    assert product.rows(ARRIVED, second) == [("unchanged", "fairly_good", 2)]
    assert [network.count("PUT", f"/api/v1/reports/{one}", 201) for one in (first, second)] == [1, 1]
    assert phone.rows("photos") == []
    marks = product.rows("SELECT payload -> 'findings' -> 0 -> 'mark' FROM patrol_report WHERE id = %s", first)
    assert marks == [({"photo": 2, "points": [[0.2, 0.3], [0.5, 0.5], [0.7, 0.9]]},)]
    assert product.rows("SELECT irregularities FROM patrol_report WHERE id IN (%s, %s)", first, second) == [
        ([],),
        ([],),
    ]


def full_report(phone: Phone, folder: Path) -> str:
    """Report damage at the first site of the list, with the camera in the page; restart in the middle."""
    page = phone.page
    page.locator("[data-list] a[data-name]").first.click()
    expect(page.locator("[data-view=site] [data-distance]")).to_have_text(re.compile("米|公里"))
    shoot(page, "app-3-site")
    page.locator("[data-report]").click()
    report = page.locator("form[data-ready]").get_attribute("data-ready") or ""
    shoot(page, "app-4-report")
    take_picture(page, "far", "app-5-camera")
    phone.restart(is_offline=True)
    page = phone.page
    phone.page.goto(f"/field/#/report/{phone_site(phone)}")
    expect(page.locator("[data-restored]")).to_be_visible()
    assert page.locator("form[data-ready]").get_attribute("data-ready") == report
    take_picture(page, "near")
    page.locator("input[name=condition][value=fairly_good]").locator("..").click()
    for row in page.locator("[data-core] .check-row").all():
        row.locator("label").nth(1).click()
    add_damage(page)
    shoot(page, "app-7-filled")
    page.locator("[data-send]").click()
    return report


def phone_site(phone: Phone) -> str:
    """Return the site whose draft is on the phone."""
    page = phone.page
    if "/field/" not in page.url:
        phone.open_app()
    [draft] = phone.rows("drafts")
    return str(draft["site"])


def take_picture(page: Page, role: str, name: str = "") -> None:
    page.locator(f"#photo-{role}").click()
    expect(page.locator("dialog#camera")).to_be_visible()
    until(page, "document.querySelector('[data-video]').videoWidth > 0")
    if name:
        page.screenshot(path=f".screenshots/{name}.png")
    page.locator("[data-shutter]").click()
    expect(page.locator(f"[data-shot={role}] [data-says]").first).to_have_text(re.compile("±12"))


def add_damage(page: Page) -> None:
    page.locator("[data-add-finding]").click()
    page.locator("[data-groups] label:has([value=structure])").click()
    page.locator("[data-kinds] label:has([value=crack])").click()
    page.locator("label[data-severity='2']").click()
    page.locator("[data-finding] [data-shot] input").click()
    until(page, "document.querySelector('[data-video]').videoWidth > 0")
    page.locator("[data-shutter]").click()
    page.locator("[data-mark]").click()
    stage = page.locator("[data-stage]")
    box = stage.bounding_box()
    assert box is not None
    for x, y in ((0.2, 0.3), (0.5, 0.5), (0.7, 0.9)):
        stage.click(position={"x": box["width"] * x, "y": box["height"] * y})
    page.screenshot(path=".screenshots/app-6-mark.png")
    page.locator("#mark [data-done]").click()
    expect(page.locator("#mark")).to_be_hidden()


def second_report(phone: Phone, folder: Path) -> str:
    """Report that nothing has changed: one tap, two pictures."""
    page = phone.page
    page.locator("[data-unchanged]").click()
    report = page.locator("form[data-ready]").get_attribute("data-ready") or ""
    for number, role in enumerate(("far", "near")):
        page.locator(f"#photo-{role}").set_input_files(photograph(folder, f"second-{role}", 33 + 80 * number))
        page.locator(f"[data-shot={role}][data-sha256]").wait_for()
    expect(page.locator("[data-missing]")).to_be_hidden()
    shoot(page, "app-8-unchanged")
    page.locator("[data-send]").click()
    expect(page.locator("[data-filed]")).to_be_visible()
    return report


def test_a_photo_is_repeated_over_the_earlier_one(phone: Phone, product: Product) -> None:
    first = phone.report_offline(shade=55)
    page = phone.page
    page.goto("/field/#/queue")
    expect(page.locator(f"[data-entry='{first}']")).to_have_attribute("data-state", "verified", timeout=30_000)
    point = accept_and_send_again(phone, product, first)
    phone.open_app()
    page.locator("[data-fetch]").click()
    expect(page.locator("[data-fetch]")).to_be_enabled()
    page.locator("[data-list] a[data-name]").last.click()
    expect(page.locator("[data-last-photos] img")).to_have_count(2)
    shoot(page, "app-11-site-again")
    phone.context.set_offline(True)
    page.reload()
    expect(page.locator("[data-last-photos] img")).to_have_count(2)
    page.locator("[data-report]").click()
    expect(page.locator("[data-shot=far] [data-before]")).to_be_visible()
    page.locator("#photo-far").click()
    until(page, "document.querySelector('[data-video]').videoWidth > 0")
    page.evaluate(TURNED)
    expect(page.locator("[data-ghost]")).to_have_css("opacity", "0.4")
    page.locator("[data-opacity]").fill("60")
    expect(page.locator("[data-ghost]")).to_have_css("opacity", "0.6")
    expect(page.locator("[data-point]")).to_have_text(re.compile("南门.+90°"))
    expect(page.locator("#camera [data-says]")).to_have_text(re.compile("315°"))
    page.screenshot(path=".screenshots/app-12-ghost.png")
    # The browser's pretended receiver has sometimes nothing to tell a page that was loaded again: it is switched on anew.
    phone.go_to(*phone.place)
    page.locator("[data-shutter]").click()
    expect(page.locator("[data-shot=far] [data-says]")).to_have_text(re.compile("±12"), timeout=30_000)
    [draft] = phone.rows("drafts")
    photo = draft["photos"][0]
    assert (photo["photo_point"], photo["heading_deg"], photo["fix"]["accuracy_m"]) == (point, 315, 12)
    assert 0 <= photo["fix_age_s"] < 60


def accept_and_send_again(phone: Phone, product: Product, report: str) -> str:
    """Let an officer accept the report, mark where its first picture was taken, and give the volunteer the visit again."""
    [(site, at, by)] = product.rows(
        "UPDATE patrol_review SET state = 'accepted', needs_person = false, decided_at = now(), decided_by_id ="
        " (SELECT id FROM people_user WHERE email = 'officer@example.org') FROM patrol_report"
        " WHERE report_id = patrol_report.id AND report_id = %s RETURNING site_id, decided_at, decided_by_id",
        report,
    )
    assert (at, by) != (None, None)
    [(point,)] = product.rows(
        "INSERT INTO sites_photopoint (id, site_id, number, name, geom, bearing_deg, note, is_active)"
        " VALUES (gen_random_uuid(), %s, 9, '南门', ST_SetSRID(ST_MakePoint(%s, %s), 4326), 90, '', true) RETURNING id",
        site,
        *phone.place,
    )
    taken = phone.page.evaluate(
        "site => fetch('/api/v1/assignments', {method: 'POST', body: JSON.stringify({site}), headers: {'Content-Type':"
        " 'application/json', 'X-CSRFToken': document.cookie.match(/csrftoken=([^;]+)/)[1]}}).then((said) => said.status)",
        str(site),
    )
    assert taken in {200, 201}
    return str(point)


def test_a_new_version_loses_neither_queue_nor_open_form(phone: Phone, network: Network) -> None:
    phone.context.set_offline(True)
    waiting = phone.report_offline(shade=200)
    network.fault = lambda method, _path: Said(503) if method == "PUT" else None
    phone.context.set_offline(False)
    phone.open_app()
    page = phone.page
    page.locator("[data-list] a[data-name]").nth(1).click()
    page.locator("[data-report]").click()
    page.locator("#note").fill("写到一半")
    page.evaluate("window.stillHere = true")

    network.version = NEW_VERSION
    page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
    until(page, "navigator.serviceWorker.getRegistration().then((one) => one.waiting !== null)")
    assert page.evaluate("[window.stillHere, document.querySelector('#note').value]") == [True, "写到一半"]

    page.locator("[data-tab=queue]").last.click()
    until(page, "window.stillHere === undefined")
    page.locator("body[data-ready=yes]").wait_for()
    assert page.evaluate("caches.keys()") == [f"field-shell-{NEW_VERSION}"]
    assert [row["id"] for row in phone.rows("queue")] == [waiting]
    assert [row["note"] for row in phone.rows("drafts")] == ["写到一半"]


def test_nothing_private_is_kept_in_the_shared_cache(phone: Phone) -> None:
    kept = phone.page.evaluate(
        "caches.open('field-shell-' + 0).then(() => caches.keys()).then((names) => Promise.all(names.map((name) =>"
        " caches.open(name).then((cache) => cache.keys())))).then((lists) => lists.flat().map((one) => new URL(one.url).pathname))"
    )
    assert [path for path in kept if not path.startswith("/static/")] == ["/field/"]
