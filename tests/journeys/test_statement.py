"""The officer hands in the yearly statement with one click, takes PDF and workbook along, and anybody verifies the paper."""

import re
from io import BytesIO

from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser_fixtures import OpenPage, shoot
from tests.journeys.product import Product
from tests.squares import read_square_on_paper

MADE_WITHIN_MS = 120_000


def test_officer_hands_in_and_anybody_verifies(open_page: OpenPage, product: Product) -> None:
    page = open_page(name="officer")
    page.goto("/planning/compliance/")
    # The first of the years is the running one; the demo has handed in quarters only.
    year = page.locator("select[name=period] option").filter(has_text="年度").first.get_attribute("value")
    page.locator("select[name=period]").select_option(year)
    page.locator("form.filters button[type=submit]").click()
    missed = page.locator("main .stat a").filter(has_text="漏巡").first
    expect(missed).to_be_visible()
    shoot(page, "statement-1-compliance")
    page.get_by_role("button", name="上报本期报表").click()
    expect(page).to_have_url(re.compile(r"/planning/statements/BB-\d{4}-\d{5}/$"), timeout=MADE_WITHIN_MS)
    number = page.url.rstrip("/").rpartition("/")[2]
    shoot(page, "statement-2-handed-in")

    paper = page.request.get(f"/planning/statements/{number}/statement.pdf")
    assert paper.body()[:5] == b"%PDF-"
    book = load_workbook(BytesIO(page.request.get(f"/planning/statements/{number}/statement.xlsx").body()))
    digest = product.rows("SELECT sha256 FROM planning_statement WHERE number = %s", number)[0][0]
    assert digest in dict(book.worksheets[0].values).values()

    anybody = open_page(name="")
    printed = read_square_on_paper(paper.body())
    assert printed.endswith(f"/verify/statement/{number}/?hash={digest}")
    anybody.goto(printed)
    expect(anybody.get_by_text("报表属实，现行有效")).to_be_visible()
    expect(anybody.get_by_text("与您纸面上的指纹一致。")).to_be_visible()
    shoot(anybody, "statement-3-verified")
