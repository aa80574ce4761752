"""The officer's journey through the register: a temple is drawn on the map, saved, and read in its history."""

from playwright.sync_api import Page, expect

from tests.browser_fixtures import OpenPage, Product, shoot

PLACED = (
    "SELECT code FROM sites_site WHERE GeometryType(geom) = 'POINT' AND district_id = '110102' ORDER BY code LIMIT 1"
)
KIND = "SELECT GeometryType(geom), ST_NPoints(geom) FROM sites_site WHERE code = %s"
CORNERS = ((-90, -70), (80, -60), (70, 80), (-80, 60), (-90, -70))


def test_officer_draws_an_outline_and_reads_its_history(open_page: OpenPage, product: Product) -> None:
    page = open_page(name="officer")
    [(code,)] = product.rows(PLACED)
    page.goto(f"/sites/{code}/edit/")
    page.locator(".drawing[data-ready]").wait_for()
    page.wait_for_load_state("networkidle")
    draw(page)
    expect(page.locator("[data-drawing-status]")).to_contain_text("面 · 顶点 4 个")
    page.get_by_role("button", name="撤销").click()
    expect(page.locator("[data-drawing-status]")).to_contain_text("点 · 顶点 1 个")
    page.get_by_role("button", name="重做").click()
    expect(page.locator("[data-drawing-status]")).to_contain_text("面 · 顶点 4 个")
    page.locator("[name=why]").first.fill("实测边界")
    shoot(page, "register-1-drawn")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存。历史中保留了原内容。")).to_be_visible()
    assert product.rows(KIND, code) == [("POLYGON", 5)]

    page.get_by_role("link", name="历史", exact=True).click()
    expect(page.locator(".history > li").first).to_contain_text("由点改为面")
    page.get_by_role("button", name="在地图上显示前后位置").first.click()
    page.wait_for_load_state("networkidle")
    shoot(page, "register-2-history")


def draw(page: Page) -> None:
    """Click the corners of an outline around the middle of the map."""
    page.get_by_role("button", name="面", exact=True).click()
    box = page.locator("#drawing-map canvas").first.bounding_box()
    assert box
    for east, south in CORNERS:
        x, y = box["x"] + box["width"] / 2 + east, box["y"] + box["height"] / 2 + south
        page.mouse.move(x, y)
        page.wait_for_timeout(120)
        page.mouse.click(x, y)
        page.wait_for_timeout(120)
