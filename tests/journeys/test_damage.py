"""A citizen with a phone and no account, the officer who decides, and the city hotline: from a photo to the answer."""

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from core.ids import new_id
from tests.browser.test_pages import AXE, RULES
from tests.browser_fixtures import OpenPage, Product, shoot
from tests.patrol.open311.client import connect
from tests.squares import read_square_on_screen

STATE = "SELECT id, state, kind_id FROM patrol_publicreport WHERE number = %s"
READ = """
    SELECT 1 FROM patrol_publicphoto photo JOIN patrol_photofile file ON file.sha256 = photo.file_id
    WHERE photo.report_id = %s AND file.display <> ''
"""
END = """
    UPDATE patrol_case SET state = 'dismissed', closed_at = now(), public_answer = %s
    WHERE id = (SELECT case_id FROM patrol_publicreport WHERE number = %s) RETURNING id
"""


def test_citizen_reports_an_officer_decides_and_the_citizen_reads_what_happened(
    open_page: OpenPage, product: Product, tmp_path: Path
) -> None:
    phone = open_page("phone", place=(116.4109, 39.9469))
    number, address = report_from_the_street(phone, picture(tmp_path))
    [(report_id, state, kind)] = product.rows(STATE, number)
    assert (state, kind) == ("waiting", "fire")
    product.wait_for(READ, report_id)

    page = open_page(name="officer")
    page.goto("/desk/public/")
    page.locator(f"a[href$='/desk/public/{report_id}/']").click()
    see_no_exif(page)
    expect(page.locator(".damage-choice").first).to_contain_text("雍和宫")
    shoot(page, "damage-4-desk")
    page.get_by_role("button", name="由我经办").click()
    expect(page.get_by_text("13812345678")).to_be_visible()
    page.locator("button[name=decision][value=open_case]").click()
    expect(page.locator("main, [role=status]").filter(has_text=f"{number} 已并入案件").first).to_be_visible()

    phone.goto(address)
    expect(phone.locator("main")).to_contain_text("险情已立案")
    shoot(phone, "damage-5-tracked")
    assert product.rows(END, "谢谢您，杂物已清走。", number)
    phone.reload()
    expect(phone.locator("main")).to_contain_text("谢谢您，杂物已清走。")
    shoot(phone, "damage-6-answered")


def test_hotline_hands_over_and_follows(open_page: OpenPage, product: Product) -> None:
    page = open_page(name="officer")
    page.goto("/desk/hotlines/")
    page.locator("#id_label").fill("12345")
    page.locator("form button.button-primary").click()
    key = page.locator("[data-key]").inner_text()
    shoot(page, "damage-7-key")

    client = connect(f"{product.url}/open311/", key)
    codes = [one["service_code"] for one in client.services()]
    assert "crime" in codes
    [made] = client.post("crime", lat="39.9006", long="116.4215", description="有人在墙上刻字", phone="13800000000")
    number = made["service_request_id"]
    assert client.request(number, api_key=key)[0]["status"] == "open"
    [(report_id, _state, _kind)] = product.rows(STATE, number)
    page.goto(f"/desk/public/{report_id}/")
    page.get_by_text("不予跟进", exact=True).click()
    page.locator("#id_reason").select_option("known")
    page.locator("button[value=refuse]").click()
    page.wait_for_url(lambda url: str(report_id) not in url)
    assert client.request(number, api_key=key)[0]["status"] == "closed"


def report_from_the_street(phone: Page, photo: Path) -> tuple[str, str]:
    """Fill in the form as somebody in the street does; return the number and the tracking address."""
    phone.goto("/report-damage/", wait_until="networkidle")
    phone.locator("#id_photos").set_input_files(photo)
    phone.locator("#id_kind").select_option("fire")
    phone.locator("#id_text").fill(f"廊下堆着纸箱，线路外露。{new_id().hex[-6:]}")
    phone.locator("[data-here]").click()
    expect(phone.locator(".damage-near")).to_contain_text("雍和宫")
    phone.get_by_label("雍和宫").check()
    phone.get_by_text("联系方式").click()
    phone.locator("#id_phone").fill("13812345678")
    shoot(phone, "damage-1-form")
    # Nobody writes all this in less.
    phone.wait_for_timeout(4_500)
    phone.get_by_role("button", name="提交报告").click()
    phone.wait_for_url(lambda url: "/track/" in url)
    shoot(phone, "damage-2-tracking")
    number = phone.locator(".page-head .mono, header .mono, main .mono").first.inner_text()
    see_it_is_sound(phone)
    assert read_square_on_screen(phone.locator(".damage-square svg")) == phone.url
    return number, phone.url


def see_it_is_sound(phone: Page) -> None:
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    phone.evaluate(AXE)
    found = phone.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    assert [violation["id"] for violation in found["violations"]] == []


def see_no_exif(page: Page) -> None:
    source = page.locator(".photo img").first.get_attribute("src") or ""
    answer = page.request.get(source)
    assert len(Image.open(io.BytesIO(answer.body())).getexif()) == 0


def picture(folder: Path) -> Path:
    """Take a picture that says where and with what it was taken."""
    image = Image.effect_noise((800, 600), 80).convert("RGB")
    exif = Image.Exif()
    exif[0x0110] = "Some Phone"
    path = folder / "damage.jpg"
    image.save(path, exif=exif)
    return path
