"""The demo register in the database: once, with shapes, sections, zones, and coarse places where they must be."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.db.models.functions import Length
from django.db import transaction
from django.db.models import Max, Min

from sites.demo import load
from sites.models import District, Section, ServicePoint, Site, Zone
from sites.queries import visible_sites

AT = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def register(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The register, loaded once for this file and taken back afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(at=AT)
        yield
        transaction.set_rollback(True)


def test_load_fills_the_register(register: None) -> None:
    shapes = [site.geom.geom_type for site in Site.objects.all()]
    assert {kind: shapes.count(kind) for kind in set(shapes)} == {"Point": 219, "Polygon": 24, "LineString": 7}
    assert District.objects.count() == 16
    assert ServicePoint.objects.count() == 12
    assert Zone.objects.exclude(status="provisional").count() == 0


def test_load_again_adds_nothing(register: None) -> None:
    assert load(at=AT) == load(at=AT)
    assert Site.objects.count() == 250


def test_load_cuts_the_wall_into_sections_of_about_500_m(register: None) -> None:
    sections = Section.objects.annotate(length=Length("geom"))

    assert Site.objects.filter(sections__isnull=False).distinct().count() == 7
    assert sections.filter(number=1).exclude(from_m=0).count() == 0
    assert [one for one in sections if not 400 < one.to_m - one.from_m < 600] == []
    assert [one for one in sections if abs(one.length.m - (one.to_m - one.from_m)) > 2] == []


def test_load_puts_every_point_into_its_own_district(register: None) -> None:
    strays = [
        site.code
        for site in Site.objects.select_related("district")
        if not site.district.geom.buffer(0.02).intersects(site.geom)
    ]

    assert strays == []


def test_load_keeps_tombs_coarse_for_a_stranger(register: None) -> None:
    tombs = visible_sites(AnonymousUser()).filter(category_id="0200")

    assert tombs.aggregate(first=Min("shown_as"), last=Max("shown_as")) == {"first": "cell", "last": "cell"}
    assert [site.code for site in tombs if site.place.equals(site.geom)] == []
