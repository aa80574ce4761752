"""A case from its report to the re-inspection that closes it, and two that become one and two again."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser_fixtures import Product
from tests.journeys.conftest import OpenPage, shoot

OPEN = """
    SELECT one.id, one.number FROM patrol_case one JOIN sites_site site ON site.id = one.site_id
    WHERE one.state = 'found' AND site.code = 'BJ-110102-0033' LIMIT 1
"""
PAIR = """
    SELECT one.id, one.number, other.number FROM patrol_case one
        JOIN patrol_case other ON other.site_id = one.site_id AND other.number > one.number
    WHERE one.closed_at IS NULL AND other.closed_at IS NULL ORDER BY one.number LIMIT 1
"""
STATE = "SELECT state FROM patrol_case WHERE id = %s"
# The field's own journey sends reports; here the asked volunteer's stands already, accepted.
LOOKED_AGAIN = """
    WITH asked AS (
        SELECT asked.*, c.site_id FROM patrol_reinspection asked JOIN patrol_case c ON c.id = asked.case_id
        WHERE asked.case_id = %s AND asked.ended_at IS NULL
    ), report AS (
        INSERT INTO patrol_report (id, kind, content_sha256, site_id, volunteer_id, arrived_at, finished_at, received_at,
            condition_id, answers, note, channel, irregularities, payload)
        SELECT gen_random_uuid(), 'full', repeat('ab', 32), site_id, volunteer_id, asked_at + interval '1 millisecond',
            asked_at + interval '2 milliseconds', asked_at + interval '2 milliseconds', 'good', '{}', '已修好', 'web', '[]', '{}'
        FROM asked RETURNING id
    )
    INSERT INTO patrol_review (report_id, state, version, band, needs_person, max_severity, photos, irregularities, reason,
        decided_by_id, decided_at)
    SELECT id, 'accepted', 1, 'strong', false, 0, 'complete', '[]', '', (SELECT id FROM people_user ORDER BY id LIMIT 1), now()
    FROM report RETURNING report_id
"""


def test_case_goes_from_report_to_closing_reinspection(open_page: OpenPage, product: Product, tmp_path: Path) -> None:
    page = open_page(name="administrator")
    [(case_id, number)] = product.rows(OPEN)
    page.goto("/desk/cases/")
    shoot(page, "cases-1-board")
    page.locator(f"a[href$='/desk/cases/{case_id}/']").click()
    page.get_by_role("button", name="由我经办").click()
    expect(page.locator(".timeline")).to_contain_text("经办人：")

    act(page, "authority", authority="西城区文化和旅游局")
    scan = tmp_path / "order.pdf"
    scan.write_bytes(b"%PDF-1.7")
    page.locator("#act-order > summary").click()
    page.locator("#order-document").set_input_files(scan)
    act(page, "order", is_open=True, number="西文物整改〔2026〕1号", addressee="使用单位", demands="整理电线")
    expect(page.locator(".timeline")).to_contain_text("西文物整改〔2026〕1号")
    act(page, "work", job="更换线路", contractor="电力公司", cost_yuan="3200.50")
    expect(page.locator(".timeline")).to_contain_text("3,200.50")

    page.locator("#act-reinspection > summary").click()
    page.locator("#reinspection-volunteer").select_option(index=1)
    page.locator("#act-reinspection button").click()
    expect(page.locator(".timeline")).to_contain_text("复查")
    close(page)
    expect(page.locator("[role=alert]").first).to_contain_text("须经复查才能结案")
    shoot(page, "cases-2-not-yet")

    assert product.rows(LOOKED_AGAIN, case_id)
    close(page)
    expect(page.locator("button[name=to][value=closed]")).to_have_count(0)
    assert product.rows(STATE, case_id) == [("closed",)]
    shoot(page, "cases-3-closed")
    paper = page.request.get(f"/desk/cases/{case_id}/file.pdf")
    assert (paper.status, paper.body()[:5]) == (200, b"%PDF-")
    page.goto(f"/desk/cases/?view=table&state=ended&q={number}")
    expect(page.locator("main tbody tr")).to_have_count(1)


def test_two_cases_become_one_and_two_again(open_page: OpenPage, product: Product) -> None:
    page = open_page(name="administrator")
    [(case_id, number, other)] = product.rows(PAIR)
    page.goto(f"/desk/cases/{case_id}/")
    shoot(page, "cases-4-suggested")
    page.locator(".case-twins li").filter(has_text=str(other)).get_by_role(
        "button", name="同一处病害", exact=True
    ).click()
    expect(page.locator(".timeline")).to_contain_text(f"{other} 并入本案")
    assert page.locator("[aria-labelledby=found-title] .list > li").count() == 2

    page.locator("#act-split > summary").click()
    page.locator("#act-split input[type=checkbox]").last.check()
    page.locator("#act-split button").click()
    expect(page.locator(".timeline")).to_contain_text(f"由 {number} 分立")
    shoot(page, "cases-5-split")

    page.goto(f"/desk/cases/?view=table&q={other}")
    page.get_by_role("link", name=str(other)).click()
    page.get_by_role("link", name="查看并入的案件").click()
    page.wait_for_url(f"**/desk/cases/{case_id}/")


def act(page: Page, name: str, *, is_open: bool = False, **said: str) -> None:
    """Unfold a form of the case, fill it and send it."""
    if not is_open:
        page.locator(f"#act-{name} > summary").click()
    for field, words in said.items():
        page.locator(f"#{name}-{field}").fill(words)
    page.locator(f"#act-{name} button").click()
    page.wait_for_load_state()


def close(page: Page) -> None:
    page.locator("#step-note").fill("复查合格")
    page.locator("#step-public_answer").fill("谢谢您，线路已更换。")
    page.locator("button[name=to][value=closed]").click()
    page.wait_for_load_state()
