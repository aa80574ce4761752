"""The time bank as people use it: a statement, a reward redeemed once at the counter, four eyes, a gift, a sponsor's page."""

from playwright.sync_api import expect

from tests.browser_fixtures import Product
from tests.journeys.conftest import OpenPage, shoot
from tests.squares import read_square_on_screen

POINTS = """
    SELECT coalesce(sum(lot."left"), 0)::bigint FROM timebank_pointlot lot JOIN people_user person ON person.id = lot.owner_id
    WHERE person.email = 'volunteer@example.org'
"""
VOUCHERS = """
    SELECT voucher.state FROM timebank_voucher voucher JOIN people_user person ON person.id = voucher.owner_id
    WHERE person.email = 'volunteer@example.org' ORDER BY voucher.held_at DESC LIMIT 1
"""
STOCK = "SELECT stock FROM timebank_item WHERE picture = 'care'"
WAITING = "SELECT state FROM timebank_gift WHERE state = 'offered'"


def test_a_volunteer_reads_the_statement(open_page: OpenPage) -> None:
    page = open_page("phone", name="volunteer")
    page.goto("/hours/")
    expect(page.locator("main")).to_contain_text("按服务次数")
    shoot(page, "bank-1-hours")
    page.goto("/hours/account/points/")
    expect(page.locator("h1")).to_have_text("我的爱心值")
    shoot(page, "bank-2-points")
    with page.expect_download() as caught:
        page.locator("a[href*='statement.csv']").click()
    text = caught.value.path().read_text(encoding="utf-8-sig")
    assert text.splitlines()[0] == "时间,事项,爱心值,余额,依据"
    desk = open_page(name="volunteer")
    desk.goto("/hours/account/hours/?first_on=2026-01-01")
    shoot(desk, "bank-3-hours-desktop")


def test_a_reward_is_redeemed_once_at_the_counter(open_page: OpenPage, product: Product) -> None:
    phone = open_page("phone", name="volunteer")
    [(before,)] = product.rows(POINTS)
    phone.goto("/rewards/")
    shoot(phone, "bank-4-catalogue")
    phone.locator("a", has_text="茉莉花茶一盒").click()
    shoot(phone, "bank-5-item")
    phone.get_by_role("button", name="用 45 分兑换").click()
    expect(phone.locator(".voucher-code")).to_be_visible()
    shoot(phone, "bank-6-voucher")
    [(after,)] = product.rows(POINTS)
    assert int(str(before)) - int(str(after)) == 45
    code = phone.locator(".voucher-code").inner_text()
    scanned = read_square_on_screen(phone.locator(".voucher-square svg"))

    counter = open_page("phone", name="manager")
    counter.goto(scanned)
    expect(counter.locator("main")).to_contain_text("可以兑出")
    counter.goto("/rewards/counter/")
    counter.locator("#code").fill(code.lower())
    shoot(counter, "bank-7-counter")
    counter.get_by_role("button", name="查看").click()
    expect(counter.locator("main")).to_contain_text("可以兑出")
    shoot(counter, "bank-8-hand-out")
    counter.locator("form button.button-primary").first.click()
    expect(counter.locator("main")).to_contain_text("已兑出：茉莉花茶一盒")
    assert product.rows(VOUCHERS) == [("captured",)]
    counter.locator("#code").fill(code)
    counter.get_by_role("button", name="查看").click()
    expect(counter.locator("main")).to_contain_text("不要兑出")
    expect(counter.locator("main form button.button-large")).to_have_count(0)
    shoot(counter, "bank-9-used")


def test_stock_comes_by_four_eyes(open_page: OpenPage, product: Product) -> None:
    proposer = open_page(name="administrator")
    proposer.goto("/rewards/desk/")
    expect(proposer.locator("main")).to_contain_text("您提议的，由他人审批")
    assert product.rows(STOCK) == [(0,)]
    decider = open_page(name="officer")
    decider.goto("/rewards/desk/")
    shoot(decider, "bank-10-desk")
    decider.locator("form[action*='/rewards/desk/proposals/'] button[value=approve]").first.click()
    expect(decider.locator("main")).to_contain_text("已批准，立即生效")
    assert product.rows(STOCK) == [(8,)]
    decider.goto("/rewards/desk/items/")
    shoot(decider, "bank-11-new-item")
    sponsor = open_page(name="reviewer")
    sponsor.goto("/rewards/sponsors/laojie-tea/")
    expect(sponsor.locator("main")).to_contain_text("志愿时间包")
    shoot(sponsor, "bank-12-sponsor")
    decider.goto("/hours/ledger/")
    expect(decider.locator("main")).to_contain_text("最近一次核对没有差额")
    shoot(decider, "bank-13-ledger")


def test_a_gift_is_accepted_and_points_are_given(open_page: OpenPage, product: Product) -> None:
    phone = open_page("phone", name="volunteer")
    phone.goto("/hours/giving/")
    shoot(phone, "bank-14-giving")
    [(before,)] = product.rows(POINTS)
    phone.get_by_role("button", name="接受").click()
    expect(phone.locator("main")).to_contain_text("已接受")
    assert product.rows(WAITING) == []
    [(after,)] = product.rows(POINTS)
    assert int(str(after)) - int(str(before)) == 10
    phone.locator("#id_pool").select_option(label="古树名木养护（演示）")
    phone.locator("#id_points").fill("5")
    phone.get_by_role("button", name="捐出").click()
    expect(phone.locator("main")).to_contain_text("爱心值已捐给")
    shoot(phone, "bank-15-given")
