"""The planner sees the gaps, asks for a plan, moves a visit, publishes; the volunteer is told and sees the visit."""

import re

from playwright.sync_api import Page, expect

from tests.browser_fixtures import OpenPage, shoot
from tests.journeys.product import Product

SOLVED_WITHIN_MS = 90_000
MOST_OVERDUE_DISTRICT = """
    SELECT s.district_id FROM planning_duty d JOIN sites_site s ON s.id = d.site_id
    WHERE planning_status(d.last_visited_on, d.due_on, d.suspended_until, planning_today()) IN ('overdue', 'never')
        AND NOT EXISTS (SELECT FROM patrol_assignment a WHERE a.site_id = s.id AND a.status = 'open')
    GROUP BY 1 HAVING count(*) >= 3 ORDER BY count(*) DESC, 1 LIMIT 1
"""


def test_planner_sees_coverage_as_map_table_and_chart(open_page: OpenPage) -> None:
    page = open_page(name="planner")
    page.goto("/planning/coverage/")
    shoot(page, "planner-1-coverage")
    expect(page.locator("svg a").first).to_be_visible()
    expect(page.locator("main table").first).to_be_attached()
    page.locator("select[name=district]").select_option("110105")
    page.locator("form.filters button[type=submit]").first.click()
    expect(page).to_have_url(re.compile("district=110105"))
    rows = page.locator("main table").last.locator("tbody tr")
    assert all("朝阳区" in text for text in rows.all_inner_texts())


def test_planner_moves_a_visit_and_publishes(open_page: OpenPage, product: Product) -> None:
    page = open_page(name="planner")
    plan_id = ask_for_plan(page, product)
    objective, bound, gap = product.rows("SELECT objective, bound, gap FROM planning_plan WHERE id = %s", plan_id)[0]
    assert 0 <= float(str(gap)) < 0.5
    assert float(str(bound)) >= float(str(objective)) - 1e-6
    shoot(page, "planner-2-plan")

    site_id, before, after = move_first_movable(page, product, plan_id)
    assert before != after
    shoot(page, "planner-3-moved")
    page.locator("[data-dialog-open=publish]").click()
    page.locator("#publish button[type=submit]").click()
    expect(page.locator("progress")).to_be_visible()
    shoot(page, "planner-4-published")

    assigned = product.rows(
        "SELECT site_id::text, volunteer_id::text FROM patrol_assignment WHERE plan_id = %s AND status = 'open'",
        plan_id,
    )
    planned = product.rows(
        "SELECT site_id::text, volunteer_id::text FROM planning_planitem WHERE plan_id = %s", plan_id
    )
    assert sorted(map(str, assigned)) == sorted(map(str, planned))
    assert (site_id, after) in assigned
    see_as_volunteer(open_page, product, after, site_id)


def ask_for_plan(page: Page, product: Product) -> str:
    """Ask for a plan of the district with the most to do and wait until the worker has solved it."""
    district = str(product.rows(MOST_OVERDUE_DISTRICT)[0][0])
    page.goto("/planning/plans/new/")
    page.locator("select[name=district]").select_option(district)
    page.locator("form.form button[type=submit]").click()
    page.wait_for_url(re.compile(r"/planning/plans/[0-9a-f-]{36}/"))
    expect(page.locator("article.route").first).to_be_visible(timeout=SOLVED_WITHIN_MS)
    return page.url.rstrip("/").rsplit("/", 1)[1]


def move_first_movable(page: Page, product: Product, plan_id: str) -> tuple[str, str, str]:
    """Give the first visit that somebody else can take to that person; return site, old and new volunteer."""
    items = product.rows("SELECT site_id::text, volunteer_id::text FROM planning_planitem WHERE plan_id = %s", plan_id)
    for site_id, holder in items:
        page.locator(f"#visit-{site_id} a[hx-get]").click()
        choice = page.locator(f"#move-{site_id} select[name=volunteer]")
        expect(page.locator(f"#move-{site_id} form")).to_be_visible()
        others = [
            value
            for option in choice.locator("option").all()
            if (value := option.get_attribute("value")) and value != holder
        ]
        if others:
            choice.select_option(others[0])
            page.locator(f"#move-{site_id} button[type=submit]").click()
            page.wait_for_load_state()
            now = product.rows(
                "SELECT volunteer_id::text, is_locked FROM planning_planitem WHERE plan_id = %s AND site_id = %s",
                plan_id,
                site_id,
            )
            assert now == [(others[0], True)]
            return str(site_id), str(holder), others[0]
    raise AssertionError("nobody else can take any visit of this plan")


def see_as_volunteer(open_page: OpenPage, product: Product, volunteer_id: str, site_id: str) -> None:
    """Sign in as the volunteer: the visit stands in the list and in the notices."""
    [(email,)] = product.rows("SELECT email FROM people_user WHERE id = %s", volunteer_id)
    [(code, name)] = product.rows("SELECT code, name_zh FROM sites_site WHERE id = %s", site_id)
    page = open_page("phone", name=str(email).partition("@")[0])
    page.goto("/field/mine/")
    expect(page.locator(f"a[href*='{code}']").first).to_be_visible()
    shoot(page, "planner-5-volunteer-list")
    page.goto("/me/notices/")
    expect(page.locator("main li", has_text=str(name)).first).to_be_visible()
