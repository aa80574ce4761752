"""The planner's desk: drag, lock, solve again, compare, publish; a volunteer says no, another claims the visit on a phone."""

import re

from playwright.sync_api import Page, expect

from tests.browser_fixtures import OpenPage, shoot
from tests.journeys.product import Product
from tests.journeys.test_planner import SOLVED_WITHIN_MS

ROUTES = "article.route[data-volunteer]"
ITEMS = "SELECT site_id::text, volunteer_id::text FROM planning_planitem WHERE plan_id = %s ORDER BY 1"
RELEASED = "SELECT id FROM planning_offer WHERE plan_id = %s AND why IN ('declined', 'not_accepted') AND state = 'open'"
DISTRICT = """
    SELECT s.district_id FROM planning_duty d JOIN sites_site s ON s.id = d.site_id
    WHERE planning_status(d.last_visited_on, d.due_on, d.suspended_until, planning_today()) IN ('overdue', 'never')
        AND NOT s.is_difficult AND NOT EXISTS (SELECT FROM patrol_assignment a WHERE a.site_id = s.id AND a.status = 'open')
    GROUP BY 1 HAVING count(*) >= 3 ORDER BY count(*) DESC, 1 LIMIT 1
"""
ELIGIBLE = """
    SELECT person.email FROM planning_offer offer JOIN sites_site site ON site.id = offer.site_id
        CROSS JOIN people_volunteer volunteer JOIN people_user person ON person.id = volunteer.user_id
    WHERE offer.id = %s AND volunteer.is_active AND person.is_active AND person.id <> %s
        AND (volunteer.birth_year IS NOT NULL
            OR EXISTS (SELECT FROM people_safetyrecord record WHERE record.volunteer_id = volunteer.user_id AND record.born_on IS NOT NULL))
        AND ST_DistanceSphere(volunteer.home, ST_Centroid(site.shown_geom)) < volunteer.range_km * 1000
        AND (NOT site.is_difficult OR EXISTS (SELECT FROM people_volunteer_skills skill
            WHERE skill.volunteer_id = volunteer.user_id AND skill.skill_id = 'mountain_patrol'))
    ORDER BY volunteer.number LIMIT 1
"""


def test_desk_from_the_question_to_the_claim(open_page: OpenPage, product: Product) -> None:
    page = open_page(name="planner")
    first = make_plan(page, product)
    map_and_table_find_each_other(page)
    site, after = drag_a_visit(page, product, first)
    solve_again_around_the_lock(page, product, first, site, after)
    second = make_plan(page, product, aim="order")
    page.goto(f"/planning/plans/{second}/compare/{first}/")
    expect(page.locator("#plan-map[data-ready]")).to_be_visible()
    shoot(page, "desk-6-compare")
    page.goto(f"/planning/plans/{first}/")
    page.locator("[data-dialog-open=publish]").click()
    page.locator("#publish select[name=accept_hours]").select_option("24")
    shoot(page, "desk-7-publish")
    page.locator("#publish button[type=submit]").click()
    expect(page.locator("progress")).to_be_visible()
    say_no_and_claim(open_page, product, first)
    plan_the_rest_anew(page, product, first)


def make_plan(page: Page, product: Product, aim: str = "weigh") -> str:
    """Ask for a plan of the district with the most to do, with goals; wait until it is solved."""
    page.goto("/planning/plans/new/")
    page.locator("select[name=district]").select_option(str(product.rows(DISTRICT)[0][0]))
    page.locator("details:has([name=aim]) summary").click()
    page.locator(f"input[name=aim][value={aim}]").check(force=True)
    expect(page.locator(".goals-words p")).to_be_visible()
    shoot(page, f"desk-1-goals-{aim}")
    page.locator("form.form button[type=submit]").click()
    page.wait_for_url(re.compile(r"/planning/plans/[0-9a-f-]{36}/"))
    expect(page.locator(ROUTES).first).to_be_visible(timeout=SOLVED_WITHIN_MS)
    return page.url.rstrip("/").rsplit("/", 1)[1]


def map_and_table_find_each_other(page: Page) -> None:
    """A row pressed is chosen on the map and on the board; the table sorts without a new page."""
    expect(page.locator("#plan-map[data-ready]")).to_be_visible()
    button = page.locator("#plan-table [data-fly]").first
    site = button.get_attribute("data-fly")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#plan-map[data-chosen='{site}']")).to_be_visible()
    expect(page.locator(f"#row-{site}[data-chosen]")).to_be_visible()
    expect(page.locator(".maplibregl-popup")).to_be_visible()
    shoot(page, "desk-2-linked")
    page.locator("#table-sort").select_option("km")
    expect(page.locator("#table-sort")).to_have_value("km")
    expect(page.locator(f"#row-{site}[data-chosen]")).to_be_visible()


def drag_a_visit(page: Page, product: Product, plan: str) -> tuple[str, str]:
    """Drag visits by their handle until one finds somebody else in the tray; return site and new volunteer."""
    before = dict(product.rows(ITEMS, plan))
    for site, holder in before.items():
        handle = page.locator(f".route [data-drag='{site}']")
        handle.scroll_into_view_if_needed()
        box = handle.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 8, box["y"] + 12)
        page.mouse.down()
        page.mouse.move(box["x"] + 40, box["y"] + 30, steps=4)
        expect(page.locator("#tray")).to_be_visible()
        expect(page.locator(".route[data-fits]").first).to_be_attached()
        target = page.locator("#tray .drag-target").first
        if target.count():
            shoot_as_seen(page, "desk-3-dragging")
            to, who = target.bounding_box(), target.get_attribute("data-volunteer")
            assert to is not None
            page.mouse.move(to["x"] + 20, to["y"] + 12, steps=4)
            page.mouse.up()
            page.wait_for_url(re.compile(r"site="))
            now = dict(product.rows(ITEMS, plan))
            assert (now[site], now[site] != holder) == (who, True)
            expect(page.locator("#desk")).to_have_attribute("data-version", re.compile(r"\d+"))
            return str(site), str(who)
        page.keyboard.press("Escape")
        page.mouse.up()
        expect(page.locator("#tray")).to_be_hidden()
    raise AssertionError("nobody else can take any visit of this plan")


def solve_again_around_the_lock(page: Page, product: Product, plan: str, site: str, who: str) -> None:
    expect(page.locator(f".route #visit-{site}")).to_contain_text("已锁定")
    shoot(page, "desk-4-moved")
    page.locator("[data-dialog-open=solve]").click()
    expect(page.locator("#solve .goals-words p")).to_be_visible()
    shoot_as_seen(page, "desk-5-solve-dialog")
    page.locator("#solve button[type=submit]").click()
    expect(page.locator("#goodness")).to_be_visible(timeout=SOLVED_WITHIN_MS)
    assert dict(product.rows(ITEMS, plan))[site] == who
    page.locator("section:has(#goodness) summary").click()
    shoot(page, "desk-5-solved-again")


def say_no_and_claim(open_page: OpenPage, product: Product, plan: str) -> None:
    """Somebody asked says no on the phone; the visit is offered, and a neighbour claims it; a second one is too late."""
    rows = product.rows(
        "SELECT a.id::text, p.email, p.id::text FROM patrol_assignment a JOIN people_user p ON p.id = a.volunteer_id"
        " WHERE a.plan_id = %s AND a.status = 'open' ORDER BY a.id",
        plan,
    )
    for visit, email, person in rows:
        phone = open_page("phone", name=str(email).partition("@")[0])
        phone.goto("/field/mine/")
        card = phone.locator(f"article:has(form[action*='{visit}'])")
        shoot(phone, "desk-8-yes-or-no")
        card.locator("summary").click()
        card.locator("input[name=words]").fill("要去外地")
        card.locator("form[action*=decline] button").click()
        expect(phone.locator(f"form[action*='{visit}']")).to_have_count(0)
        [(offer,)] = product.wait_for(RELEASED, plan)
        found = product.rows(ELIGIBLE, offer, person)
        if found:
            claim(open_page, product, str(found[0][0]).partition("@")[0], str(offer))
            return
        product.rows("UPDATE planning_offer SET state = 'closed', ended_at = now() WHERE id = %s RETURNING id", offer)
    raise AssertionError("nobody lives near enough to claim any of these visits")


def claim(open_page: OpenPage, product: Product, name: str, offer: str) -> None:
    phone = open_page("phone", name=name)
    phone.goto("/planning/open-visits/")
    card = phone.locator(f"[data-offer='{offer}']")
    expect(card).to_be_visible()
    shoot(phone, "desk-9-offers")
    card.locator("button").click()
    phone.wait_for_url(re.compile("/field/sites/"))
    assert product.rows("SELECT state FROM planning_offer WHERE id = %s", offer) == [("claimed",)]
    phone.goto("/planning/open-visits/")
    expect(phone.locator(f"[data-offer='{offer}']")).to_have_count(0)


def plan_the_rest_anew(page: Page, product: Product, plan: str) -> None:
    page.goto(f"/planning/plans/{plan}/replan/")
    page.locator("input[name=absent]").first.check(force=True)
    shoot(page, "desk-10-replan")
    page.locator("form.form button[type=submit]").click()
    page.wait_for_url(re.compile(r"/planning/plans/[0-9a-f-]{36}/$"))
    expect(page.locator("#goodness")).to_be_visible(timeout=SOLVED_WITHIN_MS)
    shoot(page, "desk-11-replanned")
    [(follows,)] = product.rows("SELECT follows_id::text FROM planning_plan ORDER BY made_at DESC LIMIT 1")
    assert follows == plan


def shoot_as_seen(page: Page, name: str) -> None:
    """A picture of the window alone: a whole page would be laid out anew under the pointer."""
    shoot(page, name, is_whole=False)
