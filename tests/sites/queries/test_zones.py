"""Which zones hold at a place: strictest first, by day, within the accuracy of the fix, and none that tells a hidden site."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import MultiPolygon, Point, Polygon

from people.models import User
from people.permissions import Person
from sites.models import PlaceGrant, Site, Zone
from sites.queries.zones import zones_at
from tests.factories import make

DAY = date(2026, 6, 1)
HERE = Point(116.395, 39.945, srid=4326)
NOBODY = AnonymousUser()


def box(west: float, east: float) -> MultiPolygon:
    return MultiPolygon(Polygon.from_bbox((west, 39.94, east, 39.95)), srid=4326)


def zone(site: Site, kind: str = "protection", west: float = 116.39, east: float = 116.40, **fields: Any) -> Zone:
    told = {"status": "provisional", "geom": box(west, east), **fields}
    return Zone.objects.create(site=site, kind=kind, **told)


def names(viewer: Person, **asked: Any) -> list[str]:
    found = zones_at(viewer, asked.pop("place", HERE), on=asked.pop("on", DAY), **asked)
    return [f"{one.zone.kind}{one.zone.control_class}" for one in found.here]


def test_stricter_zone_comes_first_with_its_rules(site: Site) -> None:
    zone(site, "control", control_class="III")
    zone(site, "control", control_class="Ⅰ")
    zone(site, "protection")
    found = zones_at(NOBODY, HERE, on=DAY).here
    assert [f"{one.zone.kind} {one.zone.control_class}" for one in found] == ["protection ", "control Ⅰ", "control III"]
    assert [rule.code for rule in found[1].rules] == ["bj-control-1", "control-setting", "control-pollution"]
    assert found[2].rules[0].code == "bj-control-3"
    assert round(found[0].inside_m) == pytest.approx(427, abs=2)


def test_rule_of_a_district_holds_there_alone(db: None) -> None:
    far = make.site(district=make.district("370811"))
    zone(far, "control", control_class="Ⅰ")
    [found] = zones_at(NOBODY, HERE, on=DAY).here
    assert [rule.code for rule in found.rules] == ["control-setting", "control-pollution"]


@pytest.mark.parametrize(
    ("day", "count"), [(date(2026, 1, 31), 0), (date(2026, 2, 1), 1), (date(2026, 6, 30), 1), (date(2026, 7, 1), 0)]
)
def test_zone_holds_from_its_first_to_its_last_day(day: date, count: int, site: Site) -> None:
    zone(site, valid_from=date(2026, 2, 1), valid_to=date(2026, 6, 30))
    assert len(names(NOBODY, on=day)) == count


def test_edge_within_the_accuracy_is_perhaps(site: Site) -> None:
    zone(site, west=116.3951, east=116.40)
    assert names(NOBODY) == []
    [found] = zones_at(NOBODY, HERE, on=DAY, accuracy_m=12).here
    assert (found.is_sure, round(found.away_m, 1)) == (False, pytest.approx(8.5, abs=0.2))
    assert names(NOBODY, accuracy_m=8) == []


def test_zone_of_a_hidden_site_is_told_to_those_who_know_it(officer: User, volunteer: User) -> None:
    tomb = make.site(category_id="0200")
    zone(tomb)
    Zone.objects.create(site=tomb, kind="control", status="none", text="四至")
    assert [names(one, accuracy_m=5_000) for one in (NOBODY, volunteer)] == [[], []]
    assert zones_at(NOBODY, tomb.geom, on=DAY).in_words == []
    assert names(officer) == ["protection"]
    PlaceGrant.objects.create(site=tomb, user=volunteer, until=make.NOW + timedelta(days=36_500))
    assert names(volunteer) == ["protection"]


def test_zones_in_words_are_named_near_their_site(site: Site) -> None:
    Zone.objects.create(site=site, kind="protection", status="none", text="东至河")
    assert [one.text for one in zones_at(NOBODY, Point(116.3894, 39.944, srid=4326), on=DAY).in_words] == ["东至河"]
    assert zones_at(NOBODY, Point(116.3894, 39.95, srid=4326), on=DAY).in_words == []


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_zones_takes_three_queries(count: int, site: Site, django_assert_num_queries: Any) -> None:
    for _ in range(count):
        zone(site)
    with django_assert_num_queries(3):
        assert len(names(NOBODY)) == count
