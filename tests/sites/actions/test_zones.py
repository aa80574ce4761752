"""Zones are added, replaced and withdrawn, and never lost."""

from datetime import date
from typing import Any

import pytest
from django.contrib.gis.geos import Polygon

from core.errors import NotAllowed
from people.models import User
from sites.actions.zones import add_zone, withdraw_zone
from sites.errors import ZoneNotInForce, ZoneUnfounded
from sites.models import Site, Zone
from tests.factories import make

BOX = Polygon.from_bbox((116.39, 39.94, 116.40, 39.95))
BOX.srid = 4326
TOLD = {"kind": "protection", "status": "official", "document": "京政发〔2026〕1 号", "valid_from": date(2026, 1, 1)}


def add(site: Site, by: User, **told: Any) -> Zone:
    geom, replaces = told.pop("geom", BOX), told.pop("replaces", None)
    return add_zone(site=site, values={**TOLD, **told}, geom=geom, by=by, at=make.NOW, replaces=replaces)


def test_newer_zone_ends_the_former(officer: User, site: Site) -> None:
    former = add(site, officer)
    newer = add(site, officer, valid_from=date(2026, 5, 1), replaces=former)
    former.refresh_from_db()
    assert (former.valid_to, newer.supersedes, newer.geom.geom_type) == (date(2026, 4, 30), former, "MultiPolygon")
    with pytest.raises(ZoneNotInForce):
        add(site, officer, valid_from=date(2026, 6, 1), replaces=former)
    assert Zone.objects.count() == 2


def test_zone_in_words_has_no_outline(officer: User, site: Site) -> None:
    zone = add(site, officer, geom=None, text="东至河", status="provisional")
    assert (zone.status, zone.geom) == ("none", None)


@pytest.mark.parametrize("told", [{"document": ""}, {"geom": None, "text": ""}])
def test_unfounded_zone_is_refused(told: dict[str, Any], officer: User, site: Site) -> None:
    with pytest.raises(ZoneUnfounded):
        add(site, officer, **told)


def test_zone_is_withdrawn_once_and_for_a_reason(officer: User, site: Site) -> None:
    zone = add(site, officer)
    with pytest.raises(ZoneUnfounded):
        withdraw_zone(zone=zone, from_day=date(2026, 5, 1), why=" ", by=officer, at=make.NOW)
    with pytest.raises(ZoneNotInForce):
        withdraw_zone(zone=zone, from_day=date(2025, 5, 1), why="撤销", by=officer, at=make.NOW)
    withdraw_zone(zone=zone, from_day=date(2026, 5, 1), why="撤销", by=officer, at=make.NOW)
    with pytest.raises(ZoneNotInForce):
        withdraw_zone(zone=zone, from_day=date(2026, 6, 1), why="撤销", by=officer, at=make.NOW)
    zone.refresh_from_db()
    assert zone.valid_to == date(2026, 4, 30)


def test_zones_are_kept_by_officers_of_the_area(stranger: User, officer: User, site: Site) -> None:
    with pytest.raises(NotAllowed):
        add(site, stranger)
    zone = add(site, officer)
    with pytest.raises(NotAllowed):
        withdraw_zone(zone=zone, from_day=date(2026, 5, 1), why="x", by=stranger, at=make.NOW)
