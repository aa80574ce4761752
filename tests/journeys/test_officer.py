"""The officer's journey on a desktop: a report with its evidence, the decision, the case; and what both are told."""

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser_fixtures import Product
from tests.journeys.conftest import OpenPage, shoot
from tests.journeys.field import choose_free_site, fill, open_form, send, take

SCORED = "SELECT 1 FROM patrol_evidence WHERE report_id = %s"
STATUS = """
    SELECT planning_status(duty.last_visited_on, duty.due_on, duty.suspended_until, current_date)
    FROM planning_duty duty JOIN sites_site site ON site.id = duty.site_id WHERE site.code = %s
"""
MINUTES = """
    SELECT sum(entry.amount) FROM timebank_entry entry
        JOIN timebank_servicerecord record ON record.transaction_id = entry.transaction_id
        JOIN timebank_account account ON account.id = entry.account_id
    WHERE record.source = 'report:' || %s::text AND account.owner_id IS NOT NULL
"""
CASE = """
    SELECT DISTINCT opened.id FROM patrol_case opened JOIN patrol_caseentry line ON line.case_id = opened.id
    WHERE line.report_id = %s
"""


def test_officer_accepts_a_report_and_follows_its_case(open_page: OpenPage, product: Product, tmp_path: Path) -> None:
    phone = open_page("phone", name="volunteer", place=(116.35, 39.93))
    code, report_id = report_from_the_field(phone, product, tmp_path, shade=29)
    [(name,)] = product.rows("SELECT name_zh FROM sites_site WHERE code = %s", code)
    assert product.rows(STATUS, code)[0][0] in {"overdue", "never"}
    page = open_page(name="officer")
    assert status_of(page, str(name), code) in {"逾期", "从未巡查"}

    page.goto("/desk/")
    shoot(page, "officer-1-desk")
    page.goto("/desk/reports/")
    shoot(page, "officer-2-inbox")
    page.locator(f"a[href*='/desk/reports/{report_id}/']").click()
    see_the_evidence(page)
    shoot(page, "officer-3-report")

    # A severe finding: two of three decide, and the second does not see the first one's vote.
    page.locator("button[name=decision][value=accept]").click()
    expect(page.locator("main").filter(has_text="须由另一位审核员确认").first).to_be_visible()
    second = open_page(name="reviewer")
    second.goto(f"/desk/reports/{report_id}/")
    expect(second.locator("#decide")).not_to_contain_text("演示市级文物干部")
    second.locator("button[name=decision][value=accept]").click()
    expect(second.locator("main, [role=status]").filter(has_text=f"已通过：{name}").first).to_be_visible()
    shoot(second, "officer-4-accepted")
    assert status_of(page, str(name), code) == "在期"
    shoot(page, "officer-5-status")

    follow_the_case(page, product, report_id, str(name))
    page.goto("/me/notices/")
    expect(page.locator("main .list li").filter(has_text=str(name)).first).to_be_visible()
    shoot(page, "officer-8-notices")
    see_the_hours(phone, product, report_id, str(name))


def test_two_officers_at_once_decide_once(open_page: OpenPage, product: Product) -> None:
    [(report_id,)] = product.rows(
        "UPDATE patrol_review SET max_severity = 0, needs_person = false WHERE report_id = (SELECT report_id FROM patrol_review"
        " review WHERE state = 'pending' AND photos = 'complete' AND NOT EXISTS (SELECT FROM patrol_opinion vote WHERE"
        " vote.report_id = review.report_id) ORDER BY report_id LIMIT 1) RETURNING report_id"
    )
    first, second = open_page(name="officer"), open_page(name="administrator")
    for page in (first, second):
        page.goto(f"/desk/reports/{report_id}/")
    first.locator("button[name=decision][value=accept]").click()
    first.wait_for_url(lambda url: str(report_id) not in url)

    second.locator("button[value=reject]").click()
    second.locator("textarea[name=reason]").fill("照片看不清。")
    second.locator("button[value=reject]").click()
    expect(second.locator("#decide")).to_contain_text("照片看不清。")
    expect(second.locator("#decide button[name=decision]")).to_have_count(0)
    expect(second.locator(".desk-diff")).to_contain_text("演示市级文物干部")
    # Whoever did not accept may take the acceptance back, with what was written.
    expect(second.locator("#decide textarea[name=reason]")).to_have_value("照片看不清。")
    shoot(second, "officer-9-overtaken")
    assert product.rows("SELECT state, version FROM patrol_review WHERE report_id = %s", report_id) == [("accepted", 1)]


def report_from_the_field(phone: Page, product: Product, folder: Path, shade: int) -> tuple[str, str]:
    """Take a site, stay there for forty minutes by the phone's clock, and report; return the site's code and the id."""
    [(earlier,)] = product.rows("SELECT (extract(epoch FROM now() - interval '41 minutes') * 1000)::bigint")
    phone.clock.install(time=int(str(earlier)) / 1000)
    code = choose_free_site(phone)
    take(phone, product, code)
    open_form(phone)
    phone.clock.fast_forward("40:00")
    fill(phone, folder, shade)
    report_id = send(phone)
    product.wait_for(SCORED, report_id)
    return code, report_id


def status_of(page: Page, name: str, code: str) -> str:
    """Read a site's status from the table beside the status map."""
    page.goto(f"/maps/status/?q={name}")
    row = page.locator("main table tbody tr").filter(has=page.locator(f"a[href$='{code}/']"))
    return row.locator("[data-status]").first.inner_text().strip()


def see_the_evidence(page: Page) -> None:
    expect(page.locator(".witness").first).to_be_visible()
    assert page.locator(".witness").count() >= 3
    expect(page.locator(".desk-proof svg").first).to_be_visible()
    pictures = page.locator(".desk-pair img")
    assert pictures.count() >= 2
    for picture in pictures.all():
        answer = page.request.get(picture.get_attribute("src") or "")
        assert len(Image.open(io.BytesIO(answer.body())).getexif()) == 0


def follow_the_case(page: Page, product: Product, report_id: str, name: str) -> None:
    [(case_id,)] = product.rows(CASE, report_id)
    page.goto("/desk/cases/")
    board = page.locator("main .list li").filter(has_text=name)
    expect(board.first).to_be_visible()
    shoot(page, "officer-6-cases")
    page.locator(f"a[href$='/desk/cases/{case_id}/']").click()
    page.locator("textarea[name=note]").fill("已电话告知使用单位，三日内支护。")
    page.locator("button[name=to][value=told_owner]").click()
    expect(page.locator(".timeline")).to_contain_text("已电话告知使用单位")
    expect(page.locator(".timeline")).to_contain_text("已告知权属人")
    shoot(page, "officer-7-case")


def see_the_hours(phone: Page, product: Product, report_id: str, name: str) -> None:
    """The ledger holds a balanced posting for the stay; the volunteer reads of it and finds the record behind it."""
    [(seconds,)] = product.rows(MINUTES, report_id)
    assert 39 * 60 <= int(str(seconds)) <= 42 * 60
    phone.goto("/me/notices/")
    expect(phone.locator("main .list li").filter(has_text=name).first).to_be_visible()
    shoot(phone, "officer-10-volunteer-told")
    phone.goto("/hours/")
    record = phone.locator(f"a[href$='/field/reports/{report_id}/']").first
    expect(record).to_contain_text(name)
    shoot(phone, "officer-11-volunteer-hours")
    record.click()
    expect(phone.locator("[data-report-id]")).to_have_text(report_id)
