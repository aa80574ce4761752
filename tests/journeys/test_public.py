"""A stranger sees only what the public may see; the dashboards work without a network."""

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser_fixtures import OpenPage, shoot
from tests.journeys.product import Product

A_HIDDEN_TOMB = """
    SELECT code, name_zh, ST_X(ST_Centroid(geom)), ST_Y(ST_Centroid(geom)) FROM sites_site
    WHERE shown_as = 'cell' AND category_id LIKE '02%%' ORDER BY code LIMIT 1
"""


def test_stranger_finds_the_way_from_the_front_door(open_page: OpenPage) -> None:
    for size in ("phone", "desktop"):
        page = open_page(size)
        page.goto("/")
        expect(page.locator("h1")).to_have_count(1)
        shoot(page, f"public-1-welcome-{size}")
        page.goto("/sites/")
        expect(page.locator("main table tbody tr").first).to_be_visible()
        shoot(page, f"public-2-sites-{size}")


def test_stranger_sees_a_tomb_only_coarsely(open_page: OpenPage, product: Product) -> None:
    code, name, lon, lat = product.rows(A_HIDDEN_TOMB)[0]
    needles = [f"{float(str(lon)):.4f}", f"{float(str(lat)):.4f}"]
    page = open_page()
    for address in (f"/sites/{code}/", f"/sites/?q={name}", f"/maps/status/?q={name}", f"/api/v1/sites/{code}"):
        page.goto(address)
        source = page.content()
        assert str(name) in source
        assert [needle for needle in needles if needle in source] == []
    page.goto(f"/sites/{code}/")
    shoot(page, "public-3-tomb")


def test_stranger_is_asked_to_sign_in_elsewhere(open_page: OpenPage) -> None:
    page = open_page()
    for address in ("/desk/", "/planning/coverage/", "/field/near/", "/hours/"):
        page.goto(address)
        assert "/accounts/login/" in page.url


def test_status_map_draws_and_its_table_says_the_same(open_page: OpenPage) -> None:
    for size in ("phone", "desktop"):
        page = open_page(size)
        with page.expect_response(lambda answer: "/maps/tiles/sites/" in answer.url) as tile:
            page.goto("/maps/status/?status=overdue")
        assert tile.value.ok
        canvas = page.locator("canvas.maplibregl-canvas")
        expect(canvas).to_be_visible()
        wait_until_drawn(page)
        shoot(page, f"map-1-status-{size}")
        assert colours(page) > 20


def test_folium_dashboard_opens_without_a_network(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(name="officer")
    page.goto("/maps/dashboard/")
    shoot(page, "map-2-dashboard")
    with page.expect_download() as download:
        page.locator("a[download], a[href*='heritage-patrol.html']").first.click()
    saved = tmp_path / "dashboard.html"
    download.value.save_as(saved)
    alone = page.context.browser.new_context(offline=True, viewport={"width": 1440, "height": 900})  # type: ignore[union-attr]
    opened = alone.new_page()
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(saved.as_uri())
    expect(opened.locator(".leaflet-container")).to_be_visible()
    expect(opened.locator(".leaflet-overlay-pane path").first).to_be_attached()
    shoot(opened, "map-3-dashboard-offline")
    assert [url for url in asked if url.startswith("http")] == []
    alone.close()


def wait_until_drawn(page: Page) -> None:
    """Wait until the map says it has nothing left to load."""
    page.wait_for_load_state("networkidle")
    page.wait_for_function("document.querySelector('canvas.maplibregl-canvas').width > 0")


def colours(page: Page) -> int:
    """Return how many colours the map's picture has: an empty map has a handful."""
    picture = page.locator("canvas.maplibregl-canvas").screenshot()
    found = Image.open(io.BytesIO(picture)).convert("RGB").getcolors(1 << 24)
    return len(found or [])
