"""Coverage counted and listed."""

from typing import Any

import pytest

from people.models import User
from planning.logic.summary import StatusCounts
from planning.queries.coverage import Filters, coverage, districts_in, due_sites, outlines
from planning.queries.duties import today
from tests.factories import make
from tests.planning.cases import asked, visited


@pytest.fixture
def _city(db: None) -> None:
    west = make.district("110102", name_zh="西城区")
    for days in (0, 25, 60):
        visited(make.site(), days)
    make.site(level_id="county")
    visited(make.site(district=west), 300)
    make.site(district=make.district("120101"))


@pytest.mark.usefixtures("_city")
def test_coverage_counts_by_level_and_district(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        found = coverage(("11",), on=today())
    assert found.all == StatusCounts("", current=1, due_soon=1, overdue=2, never=1)
    assert found.levels == (
        StatusCounts("county", never=1),
        StatusCounts("national", current=1, due_soon=1, overdue=2),
    )
    assert found.districts == (
        StatusCounts("110101", current=1, due_soon=1, overdue=1, never=1),
        StatusCounts("110102", overdue=1),
    )


@pytest.mark.usefixtures("_city")
def test_coverage_of_a_level_keeps_the_other_levels_to_choose_from() -> None:
    found = coverage(("11",), on=today(), district="110101", level="county")
    assert found.all == StatusCounts("", never=1)
    assert [one.key for one in found.levels] == ["county", "national"]
    assert found.districts == (StatusCounts("110101", never=1),)


@pytest.mark.usefixtures("_city")
def test_coverage_without_an_area_counts_nothing() -> None:
    assert coverage((), on=today()).all == StatusCounts("")


@pytest.mark.usefixtures("_city")
def test_due_sites_follow_the_filters() -> None:
    def count(**chosen: str) -> int:
        return due_sites(("11",), on=today(), filters=Filters(**chosen)).count()

    assert count() == 5
    assert count(district="110102") == 1
    assert count(level="county") == 1
    assert count(status="overdue") == 2
    assert count(status="overdue", district="110101") == 1


def test_due_sites_say_whether_somebody_is_asked(volunteer: User, planner: User) -> None:
    asked(make.site(code="asked"), volunteer, planner)
    asked(make.site(code="released"), volunteer, planner, status="released")
    found = due_sites(("11",), on=today(), filters=Filters())
    assert {duty.site.code: duty.is_asked for duty in found} == {"asked": True, "released": False}


@pytest.mark.parametrize("count", [1, 3])
def test_due_sites_are_read_by_one_statement(count: int, db: None, django_assert_num_queries: Any) -> None:
    for _ in range(count):
        visited(make.site(), 1)
    with django_assert_num_queries(1):
        rows = [(duty.site.level.label, duty.rule.source) for duty in due_sites(("11",), on=today(), filters=Filters())]
    assert len(rows) == count


@pytest.mark.usefixtures("_city")
def test_districts_are_those_of_the_areas() -> None:
    assert [one.code for one in districts_in(("11",))] == ["110101", "110102"]


def test_outlines_fill_the_width_and_hold_the_points(db: None) -> None:
    make.district()
    (alone,) = outlines(("110101",))
    assert (alone["code"], round(alone["width"]), round(alone["height"])) == ("110101", 959, 1250)
    assert alone["path"].startswith("M ")
    (wider,) = outlines(("110101",), points=[(117.0, 39.9)])
    assert (round(wider["width"]), round(wider["height"])) == (1000, 652)
    assert outlines(("99",)) == []


def test_outlines_look_for_a_label_only_where_there_is_room(db: None) -> None:
    make.district()
    (alone,) = outlines(("110101",))
    (small,) = outlines(("110101",), points=[(76.0, 39.9)])
    assert alone["span"] > 24
    assert (small["span"], small["path"][:2]) == (0, "M ")
