"""A planner makes a route, orders it and gives it to a volunteer, who takes the GPX along; and looks for service points."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser_fixtures import OpenPage, shoot
from tests.journeys.product import Product

SOLVED_WITHIN_MS = 90_000


def test_planner_makes_a_route_and_a_volunteer_takes_the_gpx(
    open_page: OpenPage, product: Product, tmp_path: Path
) -> None:
    page = open_page(name="planner")
    page.goto("/planning/routes/new/?district=110101&around_km=6&budget_minutes=480")
    page.locator("input[name=statuses][value=due_soon]").check()
    page.locator("form.form button[type=submit]").click()
    route = worked_out(page)
    first, *_rest = names(page)
    page.locator(".trip-moves button[id^=down]").first.click()
    expect(page.locator(".trip-what a").first).not_to_have_text(first)
    assert names(page)[1] == first
    shoot(page, "routes-1-ordered")

    page.locator(f"a[href$='/{route}/give/']").click()
    volunteer = product.rows("SELECT id::text FROM people_user WHERE email = 'volunteer@example.org'")[0][0]
    page.locator("select[name=walker_0]").select_option(str(volunteer))
    page.locator("form.form button[type=submit]").click()
    expect(page).to_have_url(re.compile(f"{route}/$"))
    given = product.rows("SELECT volunteer_id::text FROM planning_routewalker WHERE route_id = %s", route)
    assert given == [(volunteer,)]

    phone = open_page(name="volunteer", size="phone")
    phone.goto(f"/planning/routes/{route}/")
    assert names(phone) == names(page)
    shoot(phone, "routes-2-walker")
    with phone.expect_download() as waiting:
        phone.locator("a[href$='route.gpx']").click()
    waiting.value.save_as(tmp_path / "route.gpx")
    assert (tmp_path / "route.gpx").read_text(encoding="utf-8").count("<wpt ") == len(names(phone))


def test_volunteer_plans_the_own_day(open_page: OpenPage) -> None:
    page = open_page(name="volunteer", size="phone")
    page.goto("/field/mine/")
    page.locator("a[href$='/planning/routes/new/?own']").click()
    page.locator("form.form button[type=submit]").click()
    worked_out(page)
    assert names(page)
    shoot(page, "routes-3-own")


def test_planner_looks_for_service_points(open_page: OpenPage) -> None:
    page = open_page(name="planner")
    page.goto("/planning/posts/new/")
    page.locator("select[name=district]").select_option("110109")
    page.locator("form.form button[type=submit]").click()
    expect(page.locator(".post-new").first).to_be_visible(timeout=SOLVED_WITHIN_MS)
    assert page.locator("main table tbody tr").count() == page.locator("svg .post-number").count()
    shoot(page, "posts-1-proposal")


def worked_out(page: Page) -> str:
    """Wait for the route's page to show its trips; return the route's key."""
    expect(page.locator("[data-trip]").first).to_be_visible(timeout=SOLVED_WITHIN_MS)
    return page.url.rstrip("/").rsplit("/", 1)[1]


def names(page: Page) -> list[str]:
    """Return the names of the stops in their order."""
    return page.locator(".trip-what a").all_inner_texts()
