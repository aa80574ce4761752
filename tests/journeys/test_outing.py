"""A patrol on a phone of 360 pixels: taken along, walked without a network over a restart, told when there is one again."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser_fixtures import OpenPage, Product, shoot
from tests.journeys.phone import Phone

HERE = (116.397, 39.908)
OUTING = """
    SELECT outing.state, track.point_count, track.is_usable_for_hours OR track.reasons = '["too_short"]', track.read_at IS NOT NULL
    FROM patrol_outing outing JOIN patrol_track track ON track.outing_id = outing.id
    WHERE outing.id = %s AND track.read_at IS NOT NULL
"""


@pytest.fixture
def phone(chromium: Browser, product: Product, tmp_path: Path) -> Iterator[Phone]:
    """A phone that is signed in and has the app."""
    made = Phone(chromium, product.url, tmp_path / "profile")
    made.sign_in("volunteer")
    made.install()
    yield made
    complaints = list(made.complaints)
    made.close()
    assert complaints == []


def test_a_patrol_is_taken_along_walked_without_a_network_and_told(
    phone: Phone, product: Product, open_page: OpenPage
) -> None:
    take_along(phone.page)
    phone.restart(is_offline=True)
    look_at_the_map(phone)
    start_patrol(phone)
    walk(phone, 4)
    phone.page.locator("[data-view=outing] [data-pause]").click()
    expect(phone.page.locator("[data-view=outing] [data-mode=paused]")).to_be_visible()
    shoot(phone.page, "outing-5-paused")
    phone.page.locator("[data-view=outing] [data-pause]").click()
    walk(phone, 2, first=4)
    # A flat battery: the patrol goes on where it was.
    phone.restart(is_offline=True)
    phone.open_app("#/outing")
    expect(phone.page.locator("[data-view=outing] [data-untold]")).to_be_visible()
    walk(phone, 2, first=6)
    [outing] = phone.rows("outings")
    assert (outing["told"], len({point["segment"] for point in phone.rows("track")})) == (0, 2)

    phone.context.set_offline(False)
    expect(phone.page.locator("[data-view=outing] [data-told]")).to_be_visible(timeout=20_000)
    shoot(phone.page, "outing-6-told")
    walk(phone, 1, first=8)
    product.wait_for("SELECT 1 FROM patrol_lastposition WHERE outing_id = %s", outing["id"])
    the_manager_sees_it(open_page("desktop", name="manager"), str(outing["id"]))
    phone.page.locator("[data-view=outing] [data-longer='60']").click()
    phone.page.locator("[data-view=outing] [data-end]").click()
    expect(phone.page.locator("[data-view=outing] [data-last-told]")).to_be_visible(timeout=20_000)
    shoot(phone.page, "outing-7-back")
    recorded = outing_points(product, str(outing["id"]))
    assert recorded >= 6
    assert phone.rows("track") == []
    assert product.rows("SELECT 1 FROM patrol_lastposition WHERE outing_id = %s", outing["id"]) == []


def take_along(page: Page) -> None:
    """See how large it is, then take it."""
    page.goto("/field/#/pack")
    page.locator("[data-view=pack] [data-ask]").click()
    expect(page.locator("[data-view=pack] [data-offer] [data-map]")).to_have_text(
        re.compile("区域地图，.*(kB|MB|千字节|兆字节)")
    )
    shoot(page, "outing-1-pack-size")
    page.locator("[data-view=pack] [data-take]").click()
    expect(page.locator("[data-view=pack] [data-done]")).to_have_text("全部已存入手机，可以出发了。", timeout=30_000)
    expect(page.locator("[data-kept-map]")).to_have_text(re.compile("区域地图"))
    shoot(page, "outing-2-pack-taken")


def look_at_the_map(phone: Phone) -> None:
    """Read the map from the phone's own database, with no network at all."""
    phone.open_app("#/map")
    page = phone.page
    expect(page.locator("[data-view=map] [data-map][data-drawn=yes]")).to_be_visible(timeout=20_000)
    expect(page.locator("[data-no-map]")).to_be_hidden()
    visits = page.locator("[data-rows] > li")
    assert visits.count() > 0
    assert page.locator(".map-stop").count() == visits.count()
    expect(page.locator(".field-dot")).to_be_attached()
    expect(visits.first.locator("[data-distance]")).to_have_text(re.compile("米|公里"))
    shoot(page, "outing-3-map-offline")


def start_patrol(phone: Phone) -> None:
    """Say when one is back, agree to both, and leave; nobody can be told yet."""
    phone.open_app("#/outing")
    page = phone.page
    page.locator("[data-hours='2']").click()
    page.locator("[data-view=outing] [data-companion]").fill("老王")
    for name in ("track", "position"):
        page.locator(f"[data-consent={name}]").check()
    shoot(page, "outing-4-plan")
    page.locator("[data-view=outing] [data-start]").click()
    expect(page.locator("[data-view=outing] [data-untold-hint]")).to_be_visible()
    expect(page.locator("[data-view=outing] [data-left]")).to_have_text(re.compile("还有"))


def walk(phone: Phone, steps: int, *, first: int = 0) -> None:
    """Walk sixty metres a step; each position is kept once the phone has seen it."""
    for step in range(first, first + steps):
        before = len(phone.rows("track"))
        # Two fixes within three seconds are one: the phone waits, and so does the walker.
        phone.page.wait_for_timeout(3100)
        phone.go_to(HERE[0], HERE[1] + 0.00054 * (step + 1))
        phone.page.wait_for_function(
            "before => new Promise(done => { const look = () => { const opening = indexedDB.open('heritage-field'); opening.onsuccess = () => { const asking = opening.result.transaction('track').objectStore('track').count(); asking.onsuccess = () => { opening.result.close(); asking.result > before ? done(true) : setTimeout(look, 100); }; }; }; look(); })",
            arg=before,
        )


def the_manager_sees_it(page: Page, outing: str) -> None:
    page.goto("/desk/outings/")
    expect(page.locator(f"[data-outing='{outing}']")).to_be_visible()
    expect(page.locator("figure.map-frame[aria-busy=false]")).to_be_visible(timeout=20_000)
    shoot(page, "outing-manager")


def outing_points(product: Product, outing: str) -> int:
    """Wait for the worker to read the track; return how many points it holds."""
    [(state, points, is_honest, is_read)] = product.wait_for(OUTING, outing)
    assert (state, is_honest, is_read) == ("back", True, True)
    return int(str(points))
