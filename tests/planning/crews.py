"""Makers for crews: people who may go to difficult sites, and such sites."""

from datetime import date
from typing import Any

from django.contrib.gis.geos import Point

from people.models import Insurance, User
from sites.models import Site
from tests.factories import make
from tests.planning.cases import HOME, KM_EAST, person, site_at


def guide(name: str, km: float = 0.0, **fields: Any) -> User:
    """Make a grown-up, insured volunteer trained for difficult sites who lives so many kilometres east of Qianmen."""
    home = Point(HOME[0] + km * KM_EAST, HOME[1], srid=4326)
    who = person(f"{name}@test.example", home=home, **fields)
    who.volunteer.skills.add("mountain_patrol")
    days = {"valid_from": date(2020, 1, 1), "valid_until": date(2100, 1, 1)}
    Insurance.objects.create(volunteer=who.volunteer, insurer="平安", policy_number="1", recorded_at=make.NOW, **days)
    return who


def steep(km: float, **fields: Any) -> Site:
    """Make a difficult site so many kilometres east of Qianmen."""
    return site_at(km, is_difficult=True, **fields)
