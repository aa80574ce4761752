"""A storm comes: the planner suspends a district, sees what that changes, and ends it early; the record stays."""

from datetime import timedelta

from playwright.sync_api import expect

from planning.queries.duties import today
from tests.browser_fixtures import OpenPage, shoot
from tests.journeys.product import Product

DISTRICT = "110108"
ASLEEP = """
    SELECT count(*) FROM planning_duty duty JOIN sites_site site ON site.id = duty.site_id
    WHERE site.district_id = %s AND site.is_active AND duty.suspended_until >= planning_today()
"""


def test_planner_suspends_a_district_and_ends_it_early(open_page: OpenPage, product: Product) -> None:
    page = open_page("phone", name="planner")
    page.goto("/planning/coverage/suspensions/")
    shoot(page, "suspended-1-none")
    page.locator("select[name=area]").select_option(DISTRICT)
    page.locator("input[name=to_on]").fill((today() + timedelta(days=5)).isoformat())
    page.locator("#new-suspension button[type=submit]").click()
    expect(page.locator("#new-suspension .field-error, #new-suspension [aria-invalid=true]").first).to_be_visible()
    page.locator("[name=reason]").fill("台风过境，山路封闭")
    page.locator("#new-suspension button[type=submit]").click()
    expect(page.locator("#seen")).to_be_visible()
    shoot(page, "suspended-2-effect")
    before = product.rows(ASLEEP, DISTRICT)[0][0]
    page.locator("#seen button").click()
    expect(page.locator("main ul.list")).to_contain_text("台风过境")
    shoot(page, "suspended-3-running")
    assert product.rows(ASLEEP, DISTRICT)[0][0] > before
    page.goto(f"/planning/coverage/?district={DISTRICT}&status=suspended")
    expect(page.locator("main table").last).to_contain_text((today() + timedelta(days=5)).isoformat())
    shoot(page, "suspended-4-coverage")
    page.goto("/planning/coverage/suspensions/")
    page.locator("main ul.list form button").first.click()
    expect(page.locator("main details summary").first).to_be_visible()
    assert product.rows(ASLEEP, DISTRICT)[0][0] == before
