"""The pages of a line."""

from typing import Any

import pytest
from django.test import Client

from people.models import User
from sites.models import Section, Site
from tests.factories import make

TYPED = "116.39, 39.90\n116.39, 39.91801"
SURVEY = {
    "place_kind": "line",
    "place_datum": "wgs84",
    "place_text": TYPED,
    "source": "四普复测",
    "towers": "1 0\n2号台，900.5 米",
}


@pytest.fixture
def desk(client: Client, officer: User) -> Client:
    client.force_login(officer)
    return client


def test_line_is_surveyed_cut_and_shown(desk: Client, site: Site) -> None:
    assert desk.post(f"/sites/{site.code}/line/survey/", SURVEY).status_code == 302
    assert desk.post(f"/sites/{site.code}/line/cut", {"cuts": "500, 1500"}).status_code == 302
    shown = desk.get(f"/sites/{site.code}/line/").context
    assert [round(one.to_m) for one in shown["sections"]] == [500, 1500, 2000]
    assert [(one.code, one.measure_m) for one in shown["towers"]] == [("1", 0), ("2号台", 900.5)]
    assert desk.post(f"/sites/{site.code}/line/cut", {"every_m": "400"}).status_code == 302
    assert site.sections.filter(is_current=True).count() == 5


@pytest.mark.parametrize("cuts", ["1000", "400, 800, 1200, 1600"])
def test_any_number_of_sections_takes_the_same_queries(
    cuts: str, desk: Client, site: Site, django_assert_num_queries: Any
) -> None:
    desk.post(f"/sites/{site.code}/line/survey/", SURVEY)
    desk.post(f"/sites/{site.code}/line/cut", {"cuts": cuts})
    desk.get("/sites/")
    with django_assert_num_queries(10):
        desk.get(f"/sites/{site.code}/line/")


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"source": ""}, "source"),
        ({"towers": "1 0\n1 5"}, "towers"),
        ({"towers": "9 9000"}, "towers"),
        ({"place_kind": "point"}, "geometry"),
        ({"place_text": ""}, "geometry"),
        ({"surveyed_on": "2999-01-01"}, "surveyed_on"),
    ],
)
def test_wrong_survey_is_said_at_its_field(told: dict[str, str], field: str, desk: Client, site: Site) -> None:
    response = desk.post(f"/sites/{site.code}/line/survey/", {**SURVEY, **told})
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert site.line_versions.count() == 0


@pytest.mark.parametrize("told", [{}, {"cuts": "here"}, {"cuts": "500", "every_m": "500"}, {"cuts": "9000"}])
def test_wrong_cut_is_said(told: dict[str, str], desk: Client, site: Site) -> None:
    desk.post(f"/sites/{site.code}/line/survey/", SURVEY)
    assert desk.post(f"/sites/{site.code}/line/cut", told).status_code == 422
    assert site.sections.count() == 0


def one_section(desk: Client, site: Site) -> Section:
    desk.post(f"/sites/{site.code}/line/survey/", SURVEY)
    desk.post(f"/sites/{site.code}/line/cut", {"every_m": "5000"})
    return site.sections.get(is_current=True)


def test_section_is_named_and_keeps_its_name_over_a_survey(desk: Client, site: Site) -> None:
    section = one_section(desk, site)
    address = f"/sites/{site.code}/line/sections/{section.pk}/"
    assert desk.post(address, {"name": "北楼段", "is_key": "on"}).status_code == 302
    desk.post(f"/sites/{site.code}/line/survey/", SURVEY)
    newest = site.sections.get(is_current=True)
    assert (newest.pk == section.pk, newest.name, newest.is_key) == (False, "北楼段", True)
    # What was is what it was.
    assert desk.post(address, {"name": "旧名"}).status_code == 404


def test_name_that_is_too_long_changes_nothing(desk: Client, site: Site) -> None:
    section = one_section(desk, site)
    assert desk.post(f"/sites/{site.code}/line/sections/{section.pk}/", {"name": "长" * 81}).status_code == 302
    section.refresh_from_db()
    assert (section.name, section.is_key) == ("", False)


def test_section_of_another_site_cannot_be_named_here(desk: Client, site: Site) -> None:
    section, other = one_section(desk, site), make.site()
    assert desk.post(f"/sites/{other.code}/line/sections/{section.pk}/", {"name": "x"}).status_code == 404
