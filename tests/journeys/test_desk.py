"""The review desk as officers live in it: by keyboard alone, two of three, a volunteer's appeal, routine reports at once."""

import time

from playwright.sync_api import Page, expect

from tests.browser_fixtures import Product
from tests.journeys.conftest import OpenPage, shoot

STATE = "SELECT state FROM patrol_review WHERE report_id = %s"
ONE_VOTE = """
    SELECT report.id FROM patrol_report report JOIN sites_site site ON site.id = report.site_id
        JOIN patrol_review review ON review.report_id = report.id
    WHERE site.code = 'BJ-110102-0033' AND review.state = 'pending'
"""
OVERTURNED = """
    SELECT report.id FROM patrol_overturn taken JOIN patrol_report report ON report.id = taken.report_id
        JOIN people_user person ON person.id = report.volunteer_id
    WHERE person.email = 'volunteer@example.org'
"""
HOURS = """
    SELECT coalesce(sum(entry.amount), 0)::bigint FROM timebank_entry entry
        JOIN timebank_account account ON account.id = entry.account_id
        JOIN people_user person ON person.id = account.owner_id
    WHERE person.email = 'volunteer@example.org' AND account.currency = 'hours'
"""
# What a routine report may cost an officer, from the key to the next report.
MOST_SECONDS = 5.0


def test_the_desk_by_keyboard_alone(open_page: OpenPage, product: Product) -> None:
    page = open_page(name="officer-dongcheng")
    page.goto("/desk/reports/?evidence=clean&severity_from=0")
    page.keyboard.press("?")
    expect(page.locator("#desk-keys")).to_be_visible()
    shoot(page, "desk-1-keys")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("j")
    second = page.locator("[data-rows] a[data-row]").nth(1)
    expect(second).to_be_focused()
    chosen = report_in(str(second.get_attribute("href")))
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: chosen in url)
    first_spent = accept_by_key(page, chosen)
    assert product.rows(STATE, chosen) == [("accepted",)]
    following = report_in(page.url)
    assert following != chosen
    assert "evidence=clean" in page.url
    second_spent = accept_by_key(page, following)
    assert max(first_spent, second_spent) < MOST_SECONDS
    refuse_by_key(page, product)


def accept_by_key(page: Page, report: str) -> float:
    """Press A and wait for the next report with its first photo; return the seconds."""
    page.wait_for_load_state("networkidle")
    began = time.monotonic()
    page.keyboard.press("a")
    page.wait_for_url(lambda url: report not in url)
    expect(page.locator("main h1")).to_be_visible()
    return time.monotonic() - began


def refuse_by_key(page: Page, product: Product) -> None:
    """Reject with a reason often given; keys pressed while writing are words, not decisions."""
    report = report_in(page.url)
    page.keyboard.press("r")
    expect(page.locator("[data-templates=reject] [data-reason]").first).to_be_focused()
    page.keyboard.press("2")
    reason = page.locator("textarea[name=reason]")
    expect(reason).to_be_focused()
    page.keyboard.type(" arm")
    expect(reason).to_have_value("照片拍的不是该处文物，请核对编号后重新上报。 arm")
    shoot(page, "desk-2-reason")
    assert product.rows(STATE, report) == [("pending",)]
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: report not in url)
    assert product.rows(STATE, report) == [("rejected",)]


def test_two_of_three_decide(open_page: OpenPage, product: Product) -> None:
    [(report,)] = product.rows(ONE_VOTE)
    second = open_page(name="officer")
    second.goto("/desk/reports/?severity_from=3")
    row = second.locator("[data-rows] li").filter(has=second.locator(f"a[href*='{report}']"))
    expect(row).to_contain_text("待第二位审核员")
    row.locator("a").click()
    expect(second.locator("#decide")).not_to_contain_text("演示市级复核员")
    second.keyboard.press("r")
    second.keyboard.press("1")
    second.keyboard.press("Control+Enter")
    second.wait_for_url(lambda url: str(report) not in url)
    second.goto("/desk/reports/?show=others")
    expect(second.locator("[data-rows]")).to_contain_text("待第三位审核员")
    shoot(second, "desk-3-others")

    third = open_page("phone", name="administrator")
    third.goto(f"/desk/reports/{report}/")
    expect(third.locator("#decide button[name=decision]")).to_have_count(2)
    expect(third.locator("#decide")).not_to_contain_text("演示市级文物干部")
    shoot(third, "desk-4-third")
    third.locator("button[name=decision][value=accept]").click()
    third.wait_for_url(lambda url: str(report) not in url)
    assert product.rows(STATE, report) == [("accepted",)]
    third.goto(f"/desk/reports/{report}/")
    expect(third.locator(".desk-votes li")).to_have_count(3)


def test_a_volunteer_appeals_and_is_answered(open_page: OpenPage, product: Product) -> None:
    [(report,)] = product.rows(OVERTURNED)
    [(before,)] = product.rows(HOURS)
    phone = open_page("phone", name="volunteer")
    phone.goto(f"/field/reports/{report}/")
    shoot(phone, "desk-5-overturned")
    phone.locator(f"a[href$='/field/reports/{report}/appeal/']").click()
    phone.locator("textarea[name=text]").fill("当天门楼在修缮，照片是从西侧拍的，请对照去年同一角度的照片。")
    shoot(phone, "desk-6-appeal")
    phone.locator("form:has(textarea[name=text]) button[type=submit]").click()
    expect(phone.locator("main").filter(has_text="申诉已提交").first).to_be_visible()
    expect(phone.locator("a[href$='/appeal/']")).to_have_count(0)

    officer = open_page(name="administrator")
    officer.goto("/desk/reports/?show=appeals")
    officer.locator(f"[data-rows] a[href*='{report}']").click()
    expect(officer.locator("#decide")).to_contain_text("当天门楼在修缮")
    officer.locator("[data-reason]").first.click()
    shoot(officer, "desk-7-answer")
    officer.locator("button[name=outcome][value=reversed]").click()
    officer.wait_for_url(lambda url: str(report) not in url)
    assert product.rows(STATE, report) == [("accepted",)]
    [(after,)] = product.rows(HOURS)
    assert int(str(after)) > int(str(before))
    phone.goto(f"/field/reports/{report}/")
    expect(phone.locator(".timeline")).to_contain_text("申诉已答复")
    shoot(phone, "desk-8-answered")


def test_routine_reports_are_accepted_at_once(open_page: OpenPage, product: Product) -> None:
    page, other = open_page(name="officer"), open_page("phone", name="reviewer")
    page.goto("/desk/reports/routine/")
    boxes = page.locator("input[name=report]").all()
    # Two of them; the others are for whoever works through the list one by one.
    for box in boxes[:-2]:
        box.uncheck()
    first = str(boxes[-2].get_attribute("value")).partition(":")[0]
    # Somebody else decides about one of them meanwhile.
    other.goto(f"/desk/reports/{first}/")
    other.locator("button[name=decision][value=accept]").click()
    other.wait_for_url(lambda url: first not in url)
    shoot(page, "desk-9-routine")
    page.locator(".action-bar button").click()
    expect(page.locator("#done-title")).to_contain_text("已通过 1 份, 1 份未通过")
    expect(page.locator("[role=status] li").filter(has=page.locator(f"a[href*='{first}']"))).to_contain_text(
        "演示市级复核员"
    )
    shoot(page, "desk-10-routine-done")


def test_last_time_slides_under_now(open_page: OpenPage, product: Product) -> None:
    [(report,)] = product.rows(
        "SELECT report.id FROM patrol_report report JOIN sites_site site ON site.id = report.site_id"
        " WHERE site.code = 'BJ-110111-0006' ORDER BY report.received_at DESC LIMIT 1"
    )
    page = open_page(name="officer")
    page.goto(f"/desk/reports/{report}/")
    page.keyboard.press("s")
    slider = page.locator("details[data-compare] input[type=range]").first
    expect(slider).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_value("51")
    page.locator("[data-compare-align]").first.click()
    said = page.locator("[data-compare-said]").first
    expect(said).not_to_have_text("两张照片均按原样显示。", timeout=20_000)
    shoot(page, "desk-11-slider")
    page.locator("[data-compare-taken]").first.click()
    expect(said).to_have_text("两张照片均按原样显示。")
    expect(page.locator("[data-compare-taken]").first).to_have_attribute("aria-pressed", "true")


def report_in(address: str) -> str:
    """Return the report's id in an address of the desk."""
    return address.split("/desk/reports/")[1].split("/")[0]
