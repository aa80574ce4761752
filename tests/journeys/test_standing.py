"""Somebody of the federation moves, closes and reopens a team; good causes and people of sponsors are kept; one calendar key."""

import re

from playwright.sync_api import Page, expect

from tests.browser_fixtures import OpenPage, shoot

TEAM = "/organisations/bell-tower-team/"
BODY, RANGERS = "京华文物守望志愿者协会（演示）", "长城脚下巡护队（演示）"


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words).first.click()


def put_below(page: Page, name: str) -> None:
    page.goto(TEAM)
    page.get_by_role("link", name="调整隶属").click()
    page.get_by_label("隶属于").select_option(label=name)
    press(page, "查看会有哪些变化")
    expect(page.get_by_text("负责人留任").or_(page.get_by_text("成员身份不变")).first).to_be_visible()
    shoot(page, "standing-1-effect-phone")
    press(page, f"划归{name}")
    expect(page.get_by_text(f"隶属{name}").first).to_be_visible()


def test_team_is_moved_closed_and_opened_again(open_page: OpenPage) -> None:
    page = open_page("phone", name="federation")
    put_below(page, RANGERS)
    put_below(page, BODY)
    page.get_by_role("link", name="停办").click()
    page.get_by_label("停办原因").fill("队员并入协会。")
    page.get_by_label("我已了解停办的影响").check()
    shoot(page, "standing-2-close-phone")
    press(page, "停办该组织")
    expect(page.get_by_text(re.compile("已于 .* 停办"))).to_be_visible()
    shoot(page, "standing-3-closed-phone")
    desk = open_page("desktop", language="en-US")
    desk.goto("/organisations/?closed")
    expect(desk.get_by_role("link", name="Bell Tower Team (demo)")).to_be_visible()
    shoot(desk, "standing-4-closed-list-desktop")
    page.get_by_label("重新邀请停办当日的成员").check()
    press(page, "恢复该组织")
    expect(page.get_by_text("已恢复，由原负责人管理。")).to_be_visible()
    manager = open_page("desktop", name="manager")
    manager.goto("/organisations/jinghua-watch/close/")
    assert manager.get_by_text("停办意味着什么").count() == 0
    page.goto("/organisations/jinghua-watch/close/")
    expect(page.get_by_text("先处理正在进行的事")).to_be_visible()
    shoot(page, "standing-5-under-way-phone")


def test_cause_is_written_given_to_and_ended(open_page: OpenPage) -> None:
    desk = open_page("desktop", name="officer")
    desk.goto("/rewards/desk/causes/")
    desk.get_by_role("link", name="新项目").click()
    desk.get_by_label("中文名称").fill("碑亭遮雨")
    desk.get_by_label("项目故事（中文）").fill("给三座碑亭换上新瓦。")
    shoot(desk, "causes-1-new-desktop")
    press(desk, "保存")
    giver = open_page("phone", name="volunteer")
    giver.goto("/hours/giving/")
    expect(giver.get_by_text("给三座碑亭换上新瓦。")).to_be_visible()
    giver.get_by_label("公益项目").select_option(label="碑亭遮雨")
    giver.get_by_label("爱心值", exact=True).fill("3")
    press(giver, "捐出")
    expect(giver.get_by_text("1 人共捐赠 3 分。")).to_be_visible()
    shoot(giver, "causes-2-given-phone")
    desk.get_by_role("link", name="碑亭遮雨").click()
    desk.get_by_label("结果（中文）").fill("新瓦已经盖好。")
    press(desk, "结束项目")
    shoot(desk, "causes-3-list-desktop")
    giver.goto("/hours/giving/")
    giver.get_by_text("已结束的项目及结果").click()
    expect(giver.get_by_text("新瓦已经盖好。")).to_be_visible()

    desk.goto("/rewards/desk/sponsors/city-museum/contacts/")
    expect(desk.get_by_text("还没有联系人")).to_be_visible()
    desk.get_by_label("姓名").fill("馆小文")
    press(desk, "保存")
    expect(desk.get_by_text("请填写电话或电子邮箱。")).to_be_visible()
    desk.get_by_label("电话").fill("010-6666 8888")
    press(desk, "保存")
    expect(desk.get_by_role("link", name="馆小文")).to_be_visible()
    shoot(desk, "causes-4-contacts-desktop")


def test_one_secret_for_both_calendars(open_page: OpenPage) -> None:
    page = open_page("phone", name="volunteer")
    page.goto("/me/profile/")
    page.get_by_role("link", name="我的日历").click()
    press(page, "生成专属地址")
    addresses = page.locator("[data-address]").all_inner_texts()
    assert [address.rpartition("/")[0].partition("//")[2].partition("/")[2] for address in addresses] == [
        "activities/calendar",
        "field/calendar",
    ]
    shoot(page, "calendars-1-phone")
    for address in addresses:
        assert page.request.get(address).status == 200
    press(page, "重新生成地址并停用旧地址")
    assert [page.request.get(address).status for address in addresses] == [404, 404]
