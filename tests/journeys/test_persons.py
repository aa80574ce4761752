"""A person comes in by phone, joins, shows who they are, and keeps their data in hand; managers keep their organisation."""

import io
import json
import zipfile
from pathlib import Path

from playwright.sync_api import Page, expect

from people.actions.phone import _hashed
from tests.browser_fixtures import OpenPage, shoot
from tests.journeys.product import Product

PHONE, CODE, NAME = "13812340000", "246810", "白晓岸"
LIST = "姓名,邮箱,手机号\n叶知秋,ye@example.org,13912345678\n,nobody@example.org,\n叶知秋,ye-again,\n"


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words).first.click()


def code_says(product: Product) -> None:
    """Let the newest text message have said what we know: no gateway stands behind the journeys."""
    import psycopg

    with psycopg.connect(product.database_url) as connection:
        connection.execute("UPDATE people_phonecode SET code_hash = %s", [_hashed(f"+86{PHONE} {CODE}")])


def test_newcomer_joins_by_phone_and_signs(open_page: OpenPage, product: Product) -> None:
    page = open_page("phone")
    page.goto("/accounts/login/")
    page.get_by_role("link", name="用手机号登录或注册").click()
    shoot(page, "persons-1-phone")
    page.get_by_label("手机号码").fill(PHONE)
    press(page, "给我发验证码")
    expect(page.get_by_text("138****0000")).to_be_visible()
    code_says(product)
    page.get_by_label("短信里的验证码").fill(CODE)
    page.get_by_label("您的姓名").fill(NAME)
    shoot(page, "persons-2-code")
    press(page, "登录")
    page.wait_for_url("**/organisations/")
    shoot(page, "persons-3-organisations-phone")
    page.get_by_role("link", name="京华文物守望志愿者协会（演示）").click()
    shoot(page, "persons-4-organisation-phone")
    page.get_by_label("简单介绍一下自己").fill("我住在鼓楼附近")
    press(page, "申请加入")
    expect(page.get_by_text("您的申请已交给组织")).to_be_visible()

    desk = open_page("desktop", name="manager")
    desk.goto("/organisations/jinghua-watch/members/?state=applied")
    shoot(desk, "persons-5-members-desktop")
    desk.get_by_role("button", name=f"接收 · {NAME}", exact=True).click()
    expect(desk.get_by_role("row", name=NAME).get_by_text("成员", exact=True)).to_be_visible()

    page.goto("/organisations/jinghua-watch/")
    press(page, "我已阅读并签署")
    expect(page.get_by_text("已签署", exact=True)).to_be_visible()
    page.goto("/me/profile/")
    shoot(page, "persons-6-profile-phone")
    page.get_by_role("link", name="作为志愿者：技能").click()
    press(page, "取我现在的位置")
    expect(page.locator("input[name=lon]")).to_have_value("116.395")
    page.locator("input[name=day_5]").fill("9-12, 14:00-17:00")
    page.locator("input[name=range_km]").fill("8")
    shoot(page, "persons-7-volunteer-phone")
    press(page, "保存")
    expect(page.locator("input[name=day_5]")).to_have_value("09:00-12:00, 14:00-17:00")
    page.goto("/me/consents/")
    press(page, "我同意 · 公开我的姓名")
    expect(page.get_by_role("button", name="撤回 · 公开我的姓名")).to_be_visible()
    shoot(page, "persons-8-consents-phone")
    press(page, "撤回 · 公开我的姓名")
    expect(page.get_by_role("button", name="我同意 · 公开我的姓名")).to_be_visible()


def test_real_name_is_confirmed_by_two(open_page: OpenPage) -> None:
    page = open_page("phone", name="volunteer")
    page.goto("/me/identity/")
    page.locator("input[name=real_name]").fill("陆望山")
    page.locator("input[name=number]").fill("110101198807151235")
    page.locator("input[name=agrees]").check()
    press(page, "提交")
    expect(page.get_by_text("这个号码不对")).to_be_visible()
    page.locator("input[name=number]").fill("11010119880715123" + check_digit("11010119880715123"))
    page.locator("input[name=agrees]").check()
    shoot(page, "persons-9-identity-phone")
    press(page, "提交")
    expect(page.get_by_text("等第一个人核对")).to_be_visible()
    for name, said in (("manager", "已记下"), ("administrator", "已确认")):
        desk = open_page("desktop", name=name)
        desk.goto("/me/identities/")
        shoot(desk, f"persons-10-identities-{name}")
        card = desk.locator("article", has=desk.get_by_role("heading", name="陆望山"))
        card.get_by_role("button", name="我看过证件").click()
        expect(desk.get_by_text(said).first).to_be_visible()
    page.reload()
    expect(page.get_by_text("已由两人确认")).to_be_visible()
    shoot(page, "persons-11-confirmed-phone")


def check_digit(first: str) -> str:
    from stdnum.cn import ric

    return next(digit for digit in "0123456789X" if ric.is_valid(first + digit))


def test_volunteer_takes_a_copy_and_thinks_again_about_leaving(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page("phone", name="volunteer")
    page.goto("/me/data/")
    press(page, "打包我的数据")
    link = page.get_by_role("link", name="下载我的数据")
    expect(link).to_be_visible(timeout=60_000)
    shoot(page, "persons-12-data-phone")
    with page.expect_download() as started:
        link.click()
    started.value.save_as(tmp_path / "mine.zip")
    archive = zipfile.ZipFile(io.BytesIO((tmp_path / "mine.zip").read_bytes()))
    [account] = json.loads(archive.read("people/account.json"))
    assert account["email"] == "volunteer@example.org"
    assert len([name for name in archive.namelist() if name.startswith("photos/")]) > 0
    assert len(json.loads(archive.read("patrol/report.json"))) > 0
    page.get_by_label("我明白过了那一天").check()
    press(page, "删除我的账号和数据")
    expect(page.get_by_role("button", name="撤回：我留下")).to_be_visible()
    shoot(page, "persons-13-leaving-phone")
    press(page, "撤回：我留下")
    expect(page.get_by_text("很高兴您留下来")).to_be_visible()
    wide = open_page("desktop", name="volunteer")
    wide.goto("/me/data/")
    shoot(wide, "persons-14-data-desktop")


def test_manager_brings_a_list_and_takes_it_back(open_page: OpenPage) -> None:
    desk = open_page("desktop", name="manager")
    desk.goto("/organisations/jinghua-watch/lists/")
    desk.locator("input[type=file]").set_input_files(
        {"name": "社区名单.csv", "mimeType": "text/csv", "buffer": LIST.encode("gb18030")}
    )
    press(desk, "看看检查结果")
    expect(desk.get_by_text("这不是电子邮箱。")).to_be_visible()
    shoot(desk, "persons-15-list-desktop")
    press(desk, "邀请 1 人")
    expect(desk.get_by_text("已邀请 1 人。")).to_be_visible()
    press(desk, "撤回整份名单")
    expect(desk.get_by_text("撤回了 1 份邀请")).to_be_visible()
    phone = open_page("phone", name="manager")
    phone.goto(desk.url)
    shoot(phone, "persons-16-list-phone")
    phone.goto("/organisations/jinghua-watch/members/")
    shoot(phone, "persons-17-members-phone", is_whole=False)


def test_staff_announce_and_approve_each_other(open_page: OpenPage) -> None:
    desk = open_page("desktop", name="manager")
    desk.goto("/organisations/jinghua-watch/papers/")
    desk.locator("#id_news-title").fill("雪后巡查")
    desk.locator("#id_news-text").fill("周日上午，注意防滑。")
    press(desk, "通知成员")
    expect(desk.get_by_text("已发布，并通知了成员。")).to_be_visible()
    shoot(desk, "persons-18-papers-desktop")
    desk.goto("/organisations/jinghua-watch/tasks/")
    desk.get_by_role("button", name="批准 · 整理培训签到表").click()
    expect(desk.get_by_text("已批准")).to_be_visible()
    shoot(desk, "persons-19-tasks-desktop")
    reader = open_page("phone", name="volunteer")
    reader.goto("/me/notices/")
    expect(reader.get_by_text("雪后巡查").first).to_be_visible()


def test_administrator_registers_an_organisation(open_page: OpenPage) -> None:
    page = open_page("phone", name="volunteer")
    page.goto("/organisations/new/")
    page.locator("input[name=name_zh]").fill("什刹海守望队")
    page.locator("select[name=parent]").select_option(label="京华文物守望志愿者协会（演示）")
    page.locator("select[name=kind]").select_option("team")
    shoot(page, "persons-20-register-phone")
    press(page, "提交")
    expect(page.get_by_text("您的组织正在等待审核")).to_be_visible()
    desk = open_page("desktop", name="administrator")
    desk.goto("/organisations/reviews/")
    shoot(desk, "persons-21-reviews-desktop")
    card = desk.locator("article", has=desk.get_by_role("heading", name="什刹海守望队"))
    card.get_by_role("button", name="予以登记").click()
    page.goto("/organisations/")
    expect(page.get_by_role("link", name="什刹海守望队")).to_be_visible()
    wide = open_page("desktop")
    wide.goto("/organisations/")
    shoot(wide, "persons-22-organisations-desktop")
