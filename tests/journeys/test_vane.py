"""The planner follows a number of the vane to its rows and takes them along; everybody sees the hours entered by hand."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser_fixtures import OpenPage, shoot
from tests.journeys.product import Product

KEPT = """
    SELECT figure.numerator, figure.denominator, figure.rows FROM indicators_figure figure
        JOIN indicators_snapshot snapshot ON snapshot.id = figure.snapshot_id
    WHERE snapshot.indicator = 'coverage' AND figure.scope = '110101' AND figure.detail = ''
        AND to_char(figure.month, 'YYYY-MM') = %s
    ORDER BY snapshot.on DESC LIMIT 1
"""


def test_planner_goes_from_the_board_to_the_rows_and_takes_them_along(open_page: OpenPage, product: Product) -> None:
    page = open_page(name="planner")
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name="风向标").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("风向标")
    cards = page.locator(".vane-card")
    expect(cards).to_have_count(9)
    for number in range(9):
        expect(cards.nth(number).locator(".vane-value:not(.is-words)")).to_be_visible()
    shoot(page, "vane-1-board")

    cards.filter(has_text="覆盖情况").get_by_role("link").click()
    expect(page.get_by_role("heading", name="口径说明")).to_be_visible()
    month = page.locator("select[name=month]").input_value()
    shoot(page, "vane-2-indicator")
    page.get_by_role("region", name="按区县").get_by_role("link", name="东城区").click()
    numerator, denominator, rows = product.rows(KEPT, month)[0]
    expect(page.get_by_text(f"已巡查文物点 {numerator}")).to_be_visible()
    expect(page.get_by_text("已不一致")).to_have_count(0)
    shoot(page, "vane-3-rows")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    lines = Path(str(download.value.path())).read_text(encoding="utf-8-sig").splitlines()[1:]
    counted = [line.rsplit(",", 2)[1:] for line in lines]
    assert (len(lines), sum(int(one[0]) for one in counted), sum(int(one[1]) for one in counted)) == (
        rows,
        numerator,
        denominator,
    )
    assert re.search(r"-?\d{2,3}\.\d{3,}", "".join(lines)) is None


def test_everybody_sees_the_hours_entered_by_hand(open_page: OpenPage) -> None:
    page = open_page("phone")
    page.goto("/organisations/")
    page.get_by_role("link", name="人工补录时长占比").click()
    row = page.locator("tbody tr").filter(has_text="京华")
    expect(row.first).to_contain_text("%")
    shoot(page, "vane-4-public")
