"""Hours taken along, a badge taken and checked, partners admitted by two, an exchange file given and checked: in Chinese."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser_fixtures import OpenPage, shoot
from tests.journeys.product import Product
from tests.squares import read_square_on_paper

WAITING = "SELECT id FROM timebank_transfer WHERE state = 'asked'"


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_volunteer_asks_and_officer_declines(open_page: OpenPage, product: Product, size: str) -> None:
    page = open_page(size, name="volunteer")
    page.goto("/hours/")
    expect(page.get_by_text("在别处服务，由演示·邻市志愿服务平台核实").first).to_be_attached()
    shoot(page, f"exchange-1-hours-{size}", is_whole=False)
    page.get_by_role("link", name="转移服务时长").click()
    shoot(page, f"exchange-2-transfers-{size}")
    page.get_by_label("接收码", exact=True).fill("ABCD-EFGH-JKLM")
    page.locator("input[name=records]").first.check()
    page.get_by_label("我同意把我的姓名").check()
    page.get_by_role("button", name="申请", exact=True).click()
    expect(page.get_by_text("已提交申请。工作人员批准后")).to_be_visible()
    page.get_by_role("button", name="生成接收码").click()
    expect(page.locator("main").get_by_text(re.compile(r"^[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}$")).first).to_be_visible()
    shoot(page, f"exchange-3-asked-{size}")

    desk = open_page(size, name="officer")
    desk.goto("/desk/")
    desk.get_by_role("link", name="时长转出与转入").click()
    shoot(desk, f"exchange-4-desk-{size}")
    waiting = len(product.rows(WAITING))
    card = desk.locator("article.card").filter(has_text="等待批准").first
    card.locator("summary", has_text="拒绝").click()
    card.get_by_label("原因").fill("请先核对账号")
    card.get_by_role("button", name="拒绝").click()
    expect(desk.get_by_text("请先核对账号").first).to_be_visible()
    assert len(product.rows(WAITING)) == waiting - 1


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_badge_is_taken_along_and_checked_by_anybody(open_page: OpenPage, size: str, tmp_path: Path) -> None:
    page = open_page(size, name="volunteer")
    page.goto("/hours/certificates/")
    page.get_by_text("领取数字徽章").first.click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="徽章图片（SVG）").first.click()
    badge = tmp_path / "badge.svg"
    waiting.value.save_as(badge)
    shoot(page, f"exchange-5-certificates-{size}")
    anybody = open_page(size)
    anybody.goto("/credentials/verify/")
    anybody.get_by_label("或选择徽章文件").set_input_files(badge)
    anybody.get_by_role("button", name="查验").click()
    expect(anybody.get_by_text("徽章属实，现行有效")).to_be_visible()
    expect(anybody.get_by_text("陆望山").first).to_be_visible()
    shoot(anybody, f"exchange-6-badge-{size}")
    anybody.set_content(badge.read_text())
    shoot(anybody, f"exchange-7-svg-{size}", is_whole=False)
    anybody.goto("/credentials/verify/")
    changed = badge.read_text().replace('verify="', 'verify="x')
    anybody.get_by_label("徽章文字").fill(changed)
    anybody.get_by_role("button", name="查验").click()
    expect(anybody.get_by_text("这不是数字徽章")).to_be_visible()


def test_second_officer_admits_a_key(open_page: OpenPage, product: Product) -> None:
    page = open_page("desktop", name="officer")
    page.goto("/hours/exchange/partners/")
    shoot(page, "exchange-8-partners-desktop")
    page.get_by_role("button", name="认可").click()
    expect(page.get_by_role("button", name="认可")).to_have_count(0)
    phone = open_page("phone", name="officer")
    phone.goto("/hours/exchange/partners/")
    shoot(phone, "exchange-8-partners-phone")
    assert product.rows("SELECT count(*) FROM timebank_partnerkey WHERE admitted_at IS NULL") == [(0,)]


def test_administrator_gives_and_checks_files(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page("desktop", name="administrator")
    page.goto("/hours/exchange/files/")
    shoot(page, "exchange-9-files-desktop")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="生成文件").click()
    given = tmp_path / "given.xml"
    waiting.value.save_as(given)
    assert "<ServiceTime>" in given.read_text()
    wrong = tmp_path / "wrong.xml"
    wrong.write_text(given.read_text().replace("<Name>", "<Nom>").replace("</Name>", "</Nom>"))
    page.get_by_label("交换文件（XML 或 JSON）").set_input_files(wrong)
    page.get_by_role("button", name="查验").click()
    expect(page.get_by_text("映射中没有这个字段。").first).to_be_visible()
    shoot(page, "exchange-10-findings-desktop")


def test_certificate_and_its_page_look_right(open_page: OpenPage, product: Product) -> None:
    page = open_page("desktop", name="volunteer")
    found = product.rows("SELECT id, token FROM timebank_certificate WHERE state = 'issued' ORDER BY number LIMIT 1")
    paper = page.request.get(f"/hours/certificates/{found[0][0]}/paper.pdf")
    assert paper.body()[:5] == b"%PDF-"
    printed = read_square_on_paper(paper.body())
    assert printed.endswith(f"/hours/verify/{found[0][1]}/")
    for size in ("phone", "desktop"):
        anybody = open_page(size)
        anybody.goto(printed)
        expect(anybody.get_by_role("link", name="改为查验数字徽章")).to_be_visible()
        shoot(anybody, f"exchange-11-verify-{size}")
