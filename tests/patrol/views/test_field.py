"""The volunteer's pages: who may open them, what they tell, and how many questions they ask of the database."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from patrol.models import Assignment, Review
from people.models import User
from sites.models import Site
from tests.conftest import signed_in
from tests.factories import make


def visit(person: User, place: Site) -> Assignment:
    now = timezone.now()
    day = timezone.localdate() + timedelta(days=7)
    return Assignment.objects.create(
        site=place, volunteer=person, origin="taken", made_by=person, made_at=now, do_by=day
    )


def setting(client: Client, url: str, name: str) -> dict[str, object]:
    page = client.get(url).content.decode()
    start = page.index(f'<script id="{name}" type="application/json">')
    text = page[page.index(">", start) + 1 : page.index("</script>", start)]
    found: dict[str, object] = json.loads(text)
    return found


@pytest.mark.parametrize("name", ["patrol:near", "patrol:mine"])
def test_page_of_volunteers_refuses_everybody_else(name: str, as_officer: Client, stranger: User) -> None:
    assert as_officer.get(reverse(name)).status_code == 403
    assert signed_in(stranger).get(reverse(name)).status_code == 403
    assert Client().get(reverse(name)).status_code == 302


@pytest.mark.parametrize("name", ["patrol:field_site", "patrol:report_form"])
def test_page_of_a_site_refuses_everybody_else(name: str, as_officer: Client, stranger: User, site: Site) -> None:
    url = reverse(name, args=[site.code])
    assert as_officer.get(url).status_code == 403
    assert signed_in(stranger).get(url).status_code == 403
    assert Client().get(url).status_code == 302


@pytest.mark.parametrize("name", ["patrol:field_site", "patrol:report_form"])
def test_page_of_a_site_nobody_knows_is_not_found(name: str, as_volunteer: Client) -> None:
    assert as_volunteer.get(reverse(name, args=["nowhere"])).status_code == 404


def test_near_begins_with_own_home(as_volunteer: Client) -> None:
    settings = setting(as_volunteer, reverse("patrol:near"), "near-settings")
    assert settings["home"] == {"longitude": 116.39, "latitude": 39.9}
    assert settings["near"] == reverse("api_near")
    assert settings["tiles"] == "/maps/tiles/districts/{z}/{x}/{y}.mvt"


@pytest.mark.parametrize("count", [1, 3])
def test_near_asks_as_much_for_three_visits_as_for_one(
    count: int, volunteer: User, as_volunteer: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        visit(volunteer, make.site())
    with django_assert_num_queries(QUERIES_NEAR):
        page = as_volunteer.get(reverse("patrol:near"))
    assert len(page.context["visits"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_mine_asks_as_much_for_three_rows_as_for_one(
    count: int, volunteer: User, as_volunteer: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        visit(volunteer, make.site())
        make.report(volunteer, make.site(), photos=2)
    with django_assert_num_queries(QUERIES_MINE):
        page = as_volunteer.get(reverse("patrol:mine"))
    assert (len(page.context["visits"]), len(page.context["page"])) == (count, count)


def test_mine_leaves_out_what_is_not_mine(volunteer: User, as_volunteer: Client, site: Site) -> None:
    other = make.volunteer()
    make.report(other, site)
    visit(other, site)
    page = as_volunteer.get(reverse("patrol:mine"))
    assert (list(page.context["visits"]), list(page.context["page"])) == ([], [])


def test_site_shows_the_exact_place_of_a_public_site(as_volunteer: Client, site: Site) -> None:
    page = as_volunteer.get(reverse("patrol:field_site", args=[site.code])).content.decode()
    assert page.count('href="geo:39.9407,116.3894?q=39.9407,116.3894"') == 1


def test_site_of_a_tomb_tells_no_exact_place_until_the_visit_is_taken(as_volunteer: Client) -> None:
    tomb = make.site(category_id="0200", address_zh="村东三百米")
    url = reverse("patrol:field_site", args=[tomb.code])
    page = as_volunteer.get(url).content.decode()
    assert [page.count(secret) for secret in ("geo:", "39.9407", "116.3894", "村东三百米")] == [0, 0, 0, 0]
    as_volunteer.post(reverse("patrol:take", args=[tomb.code]))
    page = as_volunteer.get(url).content.decode()
    assert page.count('href="geo:39.9407,116.3894?q=39.9407,116.3894"') == 1


def test_take_makes_the_visit_mine(volunteer: User, as_volunteer: Client, site: Site) -> None:
    answer = as_volunteer.post(reverse("patrol:take", args=[site.code]))
    assert answer.headers["Location"] == reverse("patrol:field_site", args=[site.code])
    assert Assignment.objects.get(site=site).volunteer == volunteer


def test_take_of_a_taken_site_says_so(as_volunteer: Client, site: Site) -> None:
    held = visit(make.volunteer(), site)
    page = as_volunteer.post(reverse("patrol:take", args=[site.code]), follow=True)
    assert [message.level_tag for message in page.context["messages"]] == ["error"]
    assert list(Assignment.objects.all()) == [held]


def test_take_by_link_is_refused(as_volunteer: Client, site: Site) -> None:
    assert as_volunteer.get(reverse("patrol:take", args=[site.code])).status_code == 405


def test_give_back_releases_my_visit(volunteer: User, as_volunteer: Client, site: Site) -> None:
    mine = visit(volunteer, site)
    as_volunteer.post(reverse("patrol:give_back", args=[site.code]))
    mine.refresh_from_db()
    assert mine.status == "released"


def test_give_back_of_anothers_visit_is_not_found(as_volunteer: Client, site: Site) -> None:
    held = visit(make.volunteer(), site)
    assert as_volunteer.post(reverse("patrol:give_back", args=[site.code])).status_code == 404
    held.refresh_from_db()
    assert held.status == "open"


def test_report_form_tells_the_script_what_the_server_asks(volunteer: User, as_volunteer: Client, site: Site) -> None:
    mine = visit(volunteer, site)
    settings = setting(as_volunteer, reverse("patrol:report_form", args=[site.code]), "report-settings")
    named = {"id": str(site.pk), "code": site.code, "name": str(site)}
    assert (settings["site"], settings["assignment"]) == (named, str(mine.pk))
    assert (settings["api"], settings["receipt"]) == ("/api/v1/reports/ID", "/field/reports/ID/")
    missing = setting(as_volunteer, reverse("patrol:report_form", args=[site.code]), "missing-sentences")
    form = settings["form"]
    assert isinstance(form, dict)
    assert {rule["code"] for rule in form["rules"]} == set(missing)


def test_report_form_marks_the_last_condition(as_volunteer: Client, site: Site) -> None:
    report = make.report(make.volunteer(), site, condition_id="fair")
    Review.objects.filter(report=report).update(state="accepted", decided_by=make.user(), decided_at=timezone.now())
    settings = setting(as_volunteer, reverse("patrol:report_form", args=[site.code]), "report-settings")
    assert settings["lastCondition"] == "fair"


def test_receipt_lists_the_report_and_its_photos(volunteer: User, as_volunteer: Client, site: Site) -> None:
    report = make.report(volunteer, site, photos=2)
    page = as_volunteer.get(reverse("patrol:receipt", args=[report.pk]))
    assert [photo["sha256"] for photo in page.context["photos"]] == [
        photo.file_id for photo in report.photos.order_by("position")
    ]
    assert page.content.decode().count("data-photo-sha256>") == 2


def test_receipt_is_for_its_sender_and_the_officers_of_the_area(
    volunteer: User, as_volunteer: Client, as_officer: Client, as_planner: Client, stranger: User, site: Site
) -> None:
    url = reverse("patrol:receipt", args=[make.report(volunteer, site).pk])
    found = [client.get(url).status_code for client in (as_volunteer, as_officer, as_planner, signed_in(stranger))]
    assert found == [200, 200, 404, 404]
    assert Client().get(url).status_code == 302


@pytest.mark.parametrize("state", ["accepted", "more", "rejected"])
def test_receipt_tells_the_decision(state: str, volunteer: User, as_volunteer: Client, site: Site) -> None:
    report = make.report(volunteer, site, irregularities=["no_assignment"])
    Review.objects.filter(report=report).update(
        state=state, reason="照片看不清", decided_by=make.user(), decided_at=timezone.now()
    )
    page = as_volunteer.get(reverse("patrol:receipt", args=[report.pk]))
    assert page.context["events"][-1]["text"] == "照片看不清"
    assert len(page.context["irregularities"]) == 1


QUERIES_NEAR = 8
QUERIES_MINE = 8
