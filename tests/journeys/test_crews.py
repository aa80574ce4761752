"""Two go together to a difficult site: the planner sees both, changes who goes along, publishes; both find the visit."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser_fixtures import OpenPage, shoot
from tests.journeys.product import Product

# The pack holds a map of its own, made while the phone waits.
PACKED_WITHIN_MS = 90_000
CREWS = """
    SELECT item.plan_id::text, item.site_id::text FROM planning_planitem item
        JOIN planning_plan plan ON plan.id = item.plan_id
    WHERE item.companion_id IS NOT NULL AND plan.state = 'draft' AND NOT EXISTS (
        SELECT FROM planning_planitem other JOIN patrol_assignment visit ON visit.site_id = other.site_id
        WHERE other.plan_id = plan.id AND visit.status = 'open')
    ORDER BY plan.wide_id NULLS FIRST, item.plan_id, item.site_id LIMIT 1
"""
# What other journeys asked of these people takes their visits of the month.
BUSY = """
    SELECT DISTINCT visit.id FROM patrol_assignment visit JOIN planning_planitem item ON item.plan_id = %s
    WHERE visit.status = 'open' AND ARRAY[visit.volunteer_id, visit.companion_id] && ARRAY[item.volunteer_id, item.companion_id]
"""
SET_STATUS = "UPDATE patrol_assignment SET status = %s WHERE id = ANY(%s) RETURNING id"
CREW = """
    SELECT item.volunteer_id::text, item.companion_id::text FROM planning_planitem item
    WHERE item.plan_id = %s AND item.site_id = %s
"""
ASKED = """
    SELECT split_part(lead.email, '@', 1), split_part(along.email, '@', 1), along.name, profile.number FROM patrol_assignment visit
        JOIN people_user lead ON lead.id = visit.volunteer_id JOIN people_user along ON along.id = visit.companion_id
        JOIN people_volunteer profile ON profile.user_id = along.id
    WHERE visit.plan_id = %s AND visit.site_id = %s AND visit.status = 'open'
"""


@pytest.fixture
def crew(product: Product) -> Iterator[tuple[str, str]]:
    """A plan and a site to which two go who have time for it; what they were asked besides is theirs again afterwards."""
    ((plan, site),) = product.rows(CREWS)
    busy = [key for (key,) in product.rows(BUSY, plan)]
    product.rows(SET_STATUS, "released", busy)
    yield str(plan), str(site)
    product.rows(SET_STATUS, "open", busy)


def test_crew_from_the_desk_to_the_phone(open_page: OpenPage, product: Product, crew: tuple[str, str]) -> None:
    plan, site = crew
    page = open_page(name="planner")
    page.goto(f"/planning/plans/{plan}/")
    expect(page.locator(f"[data-along][data-site='{site}']")).to_be_attached()
    expect(page.locator("#plan-map[data-ready]")).to_be_visible()
    shoot(page, "crews-1-desk")
    swap_them(page, product, plan, site)
    page.locator("[data-dialog-open=publish]").click()
    page.locator("#publish button[type=submit]").click()
    expect(page.locator("progress")).to_be_visible()
    ((lead, along, name, number),) = product.rows(ASKED, plan, site)
    phone = open_page("phone", name=lead)
    phone.goto("/field/mine/")
    expect(phone.locator("article", has_text=name).first).to_be_visible()
    shoot(phone, "crews-3-lead")
    outing(phone, number)
    other = open_page("phone", name=along)
    other.goto("/field/mine/")
    shoot(other, "crews-5-companion")
    other.get_by_text("您陪同").first.scroll_into_view_if_needed()
    other.locator("article", has_text="您陪同").first.locator("summary").click()
    shoot(other, "crews-6-companion-says-no")


def swap_them(page: Page, product: Product, plan: str, site: str) -> None:
    """Let the companion lead: the one who led goes along."""
    before = product.rows(CREW, plan, site)[0]
    page.goto(f"/planning/plans/{plan}/sites/{site}/")
    expect(page.locator("select[name=companion]")).to_be_visible()
    shoot(page, "crews-2-move")
    page.locator("select[name=volunteer]").select_option(str(before[1]))
    page.locator("select[name=companion]").select_option(str(before[0]))
    page.locator("form.move button[type=submit]").click()
    expect(page.locator("#desk")).to_be_visible()
    assert product.rows(CREW, plan, site)[0] == (before[1], before[0])


def outing(phone: Page, number: str) -> None:
    """The one who goes along stands in the outing already."""
    phone.goto("/field/")
    # The first visit installs the app; what is begun before it is there would be lost with the page.
    phone.wait_for_function("() => navigator.serviceWorker.controller")
    phone.reload()
    phone.locator("body[data-ready=yes]").wait_for()
    phone.locator("[data-fetch]").click()
    expect(phone.locator("[data-list] li").first).to_be_visible(timeout=PACKED_WITHIN_MS)
    expect(phone.locator("[data-fetch]")).to_be_enabled(timeout=PACKED_WITHIN_MS)
    phone.goto("/field/#/outing")
    expect(phone.locator("[data-buddy]")).to_have_value(number)
    shoot(phone, "crews-4-outing")
