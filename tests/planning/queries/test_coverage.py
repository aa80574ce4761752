"""Coverage counted and listed."""

import random
from typing import Any

import pytest

from people.models import User
from planning.actions.area_suspensions import suspend_area
from planning.logic.duty import Status
from planning.logic.summary import StatusCounts, grouped
from planning.queries import areas
from planning.queries.areas import chosen_area, parts_of
from planning.queries.coverage import Filters, coverage, districts_in, due_sites, outlines, waiting_keys
from planning.queries.duties import today
from planning.queries.obligations import obligation
from sites.models import Site
from tests.factories import make
from tests.planning.cases import asked, now, visited


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


def test_counts_are_those_of_the_sites_one_by_one(planner: User) -> None:
    chance = random.Random(3)
    sites = [
        make.site(
            district=make.district(chance.choice(["110101", "110102", "120101"])),
            level_id=chance.choice(["national", "county", "unlisted"]),
            is_active=chance.random() < 0.8,
        )
        for _ in range(30)
    ]
    for site in chance.sample(sites, 20):
        visited(site, chance.randint(0, 120))
    suspend_area(area="1101", level="county", from_on=today(), to_on=today(), reason="雪", by=planner, at=now())
    sites[0].level_id, sites[1].is_active = "county", not sites[1].is_active
    for site in sites[:2]:
        site.save()
    active = [(one, obligation(one, today()).status) for one in Site.objects.filter(is_active=True)]
    for held, level in ((("",), ""), (("11",), "national"), (("110102", "12"), "")):
        here = [(one, told) for one, told in active if one.district_id.startswith(held)]
        found = coverage(held, on=today(), level=level)
        alike = [(one, told) for one, told in here if level in ("", one.level_id)]
        assert found.districts == grouped((one.district_id, told, 1) for one, told in alike)
        assert found.levels == grouped((one.level_id, told, 1) for one, told in here)
        assert found.all.total == len(alike)


def test_first_pages_by_the_index_are_those_by_sorting(planner: User) -> None:
    chance = random.Random(5)
    for number in range(40):
        level, condition = chance.choice(["national", "county", "unlisted"]), chance.choice(["good", "poor", None])
        site = make.site(level_id=level, condition_id=condition, is_active=number != 7)
        if chance.random() < 0.7:
            visited(site, chance.choice([0, 20, 31, 45, 100, 100, 400]))
    suspend_area(area="11", level="county", from_on=today(), to_on=today(), reason="雪", by=planner, at=now())
    for filters in (Filters(), Filters(level="national"), Filters(status="never"), Filters(status="overdue")):
        counts = coverage(("",), on=today(), level=filters.level).all
        waiting = counts.count(Status(filters.status)) if filters.status else counts.overdue + counts.never
        for first, end in ((0, 5), (5, waiting), (0, waiting)):
            place = {"on": today(), "filters": filters, "waiting": waiting, "first": first, "end": end}
            plain = [one.pk for one in due_sites(("",), on=today(), filters=filters)[first:end]]
            assert waiting_keys(("",), **place) == plain
        assert waiting_keys(("",), **{**place, "end": waiting + 1}) is None
        assert waiting_keys(("11",), **place) is None


def test_many_districts_are_told_by_city_or_province(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(areas, "MOST", 2)
    counts = [StatusCounts(code, never=1) for code in ("320101", "320102", "320201")]
    parts = parts_of(counts, {})
    assert (parts.field, [(one.key, one.never) for one in parts.counts]) == ("area", [("3201", 2), ("3202", 1)])
    assert parts_of(counts[:2], {"320101": "玄武"}).field == "district"
    wider = parts_of([*counts, StatusCounts("110101", overdue=1)], {})
    assert [(one.key, one.total) for one in wider.counts] == [("11", 1), ("32", 3)]
    assert [chosen_area(asked, ("11",)) for asked in ("1101", "12", "x", "")] == ["1101", "", "", ""]
