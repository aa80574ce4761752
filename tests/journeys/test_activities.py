"""Activities from the need to the hours: a manager publishes, volunteers come, a second person confirms."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser_fixtures import OpenPage, shoot
from tests.journeys.product import Product
from tests.squares import read_square_on_screen

RUNNING = """
    SELECT place.id, place.shift_id FROM service_application place JOIN people_user person ON person.id = place.volunteer_id
        JOIN service_shift shift ON shift.id = place.shift_id
    WHERE person.email = 'volunteer@example.org' AND shift.starts_at < now() AND shift.ends_at > now()
"""
AN_HOUR_AGO = "UPDATE service_application SET in_at = in_at - interval '1 hour' WHERE id = %s RETURNING id"
LEFT = "SELECT out_way FROM service_application WHERE id = %s"
STATE = "SELECT state, in_way FROM service_application WHERE id = %s"
HALL = (116.3974, 39.9402)


def test_manager_publishes_a_need_and_a_volunteer_gets_a_place(open_page: OpenPage) -> None:
    page = open_page(name="manager")
    page.goto("/activities/desk/")
    shoot(page, "activities-1-desk")
    page.get_by_role("link", name="新建活动").first.click()
    page.locator("[name=kind]").select_option("community")
    page.locator("[name=title]").fill("雨后老城清沟")
    page.locator("[name=text]").fill("清理文物点周边排水沟的落叶。")
    page.locator("[name=risk]").fill("路面湿滑，注意来车。")
    page.locator("[name=organisation]").select_option(label="京华文物守望志愿者协会（演示）")
    page.locator("[name=place][value=service_point]").check()
    page.locator("[name=service_point]").select_option("SP-01")
    shoot(page, "activities-2-new")
    page.get_by_role("button", name="保存").click()
    page.locator("[name=day]").fill(str(timezone.localdate() + timedelta(days=4)))
    page.locator("[name=begins]").fill("15:00")
    page.locator("[name=ends]").fill("17:00")
    page.get_by_role("button", name="添加").click()
    page.get_by_role("button", name="发布").click()
    expect(page.locator("main")).to_contain_text("已发布")
    shoot(page, "activities-3-board")

    phone = open_page("phone", name="volunteer")
    phone.goto("/activities/")
    shoot(phone, "activities-4-list-phone")
    phone.get_by_role("link", name="雨后老城清沟").click()
    expect(phone.locator("main")).to_contain_text("路面湿滑")
    phone.locator("[data-apply]").click()
    expect(phone.locator("main")).to_contain_text("报名成功")
    shoot(phone, "activities-5-activity-phone")
    phone.goto("/activities/mine/")
    expect(phone.locator("main")).to_contain_text("雨后老城清沟")
    shoot(phone, "activities-6-mine-phone")


def test_volunteer_checks_in_by_position_and_out_by_the_code(open_page: OpenPage, product: Product) -> None:
    [(application, shift)] = product.rows(RUNNING)
    phone = open_page("phone", name="volunteer", place=HALL)
    phone.goto("/activities/mine/")
    phone.locator(f"[data-application='{application}'] [data-check] button").click()
    expect(phone.locator("main")).to_contain_text("已签到。离开时请签退")
    assert product.rows(STATE, application) == [("checked_in", "fix")]
    shoot(phone, "activities-7-checked-in-phone")

    organiser = open_page("phone", name="manager")
    organiser.goto(f"/activities/desk/shifts/{shift}/code/")
    expect(organiser.locator(".code-square svg")).to_be_visible()
    shoot(organiser, "activities-8-code-phone")
    phone.goto(f"/activities/check-in/{shift}/{'0' * 20}/")
    phone.locator("[data-check-in]").click()
    expect(phone.locator("main")).to_contain_text("这个码已失效")
    shoot(phone, "activities-9-old-code-phone")
    assert product.rows(AN_HOUR_AGO, application)
    phone.goto(read_square_on_screen(organiser.locator(".code-square svg")))
    phone.locator("[data-check-in]").click()
    expect(phone.locator("main")).to_contain_text("已签退")
    assert product.rows(LEFT, application) == [("code",)]


def test_what_one_wrote_down_somebody_else_confirms(open_page: OpenPage) -> None:
    page = open_page(name="manager")
    page.goto("/activities/desk/")
    page.get_by_role("link", name="演示·社区文物保护宣传").click()
    shoot(page, "activities-10-board-over")
    page.get_by_role("button", name="确认名单").click()
    expect(page.locator("main")).to_contain_text("由另一个人确认")
    officer = open_page(name="officer")
    officer.goto(page.url)
    officer.get_by_role("button", name="确认名单").click()
    expect(officer.locator("main")).to_contain_text("已确认 1 人的服务")
    shoot(officer, "activities-11-confirmed")


def test_volunteer_says_how_it_was_and_answers_an_offer(open_page: OpenPage) -> None:
    phone = open_page("phone", name="volunteer")
    phone.goto("/activities/mine/")
    shoot(phone, "activities-12-offer-phone")
    phone.locator("[data-offer] button[value=yes]").click()
    expect(phone.locator("main")).to_contain_text("报名成功")
    phone.get_by_role("link", name="评价一下").first.click()
    phone.locator("[name=stars][value='5']").check()
    shoot(phone, "activities-13-evaluate-phone")
    phone.get_by_role("button", name="提交").click()
    expect(phone.locator("main")).to_contain_text("谢谢")
    phone.goto("/activities/for-me/")
    shoot(phone, "activities-14-for-me-phone")


def test_manager_sees_who_fits_and_asks_in_waves(open_page: OpenPage, product: Product) -> None:
    page = open_page(name="manager")
    page.goto("/activities/desk/")
    page.get_by_role("link", name="演示·中轴线讲解员").click()
    page.get_by_role("link", name="谁合适").first.click()
    expect(page.locator("[data-person]").first).to_be_visible()
    shoot(page, "activities-15-matching")
    page.get_by_role("button", name="分批邀请").click()
    expect(page.locator("main")).to_contain_text("正在邀请")
    product.wait_for("SELECT 1 FROM service_offer WHERE wave = 1 AND made_by_id IS NULL HAVING count(*) > 0")
    page.goto("/activities/desk/numbers/")
    shoot(page, "activities-16-numbers")


def test_stranger_finds_activities_near(open_page: OpenPage) -> None:
    page = open_page("desktop")
    page.goto("/activities/")
    _sees_no_hidden_place(page)
    shoot(page, "activities-17-public")
    page.locator("[data-near]").click()
    expect(page.locator("main")).to_contain_text("近的在前")
    shoot(page, "activities-18-near")


def _sees_no_hidden_place(page: Page) -> None:
    assert re.findall(r"\d{2,3}\.\d{4,}", page.locator("main").inner_text()) == []
