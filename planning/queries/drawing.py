"""A plan drawn as SVG: the outline of its district, homes, ways, sites left out."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import QuerySet

from people.models import User
from planning.models import Plan, PlanOmission
from planning.queries.coverage import outlines
from planning.queries.plans import Route
from sites.queries import visible_sites

# The sphere of EPSG:3857.
_RADIUS_M = 6_378_137.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on a plan's drawing, in drawing units; `number` is its volunteer's, 0 for a site left out."""

    x: float
    y: float
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class Way:
    """A line from a volunteer's (coarse) home to a site, in drawing units."""

    home: Mark
    site: Mark


@dataclass(frozen=True, slots=True)
class Drawing:
    """A plan drawn: outline of its district, homes, ways and sites left out."""

    width: float
    height: float
    path: str
    homes: tuple[Mark, ...]
    ways: tuple[Way, ...]
    left_out: tuple[Mark, ...]


def drawing(plan: Plan, viewer: User, found: Iterable[Route], left_out: Iterable[PlanOmission]) -> Drawing | None:
    """Return the plan as a drawing at most 1,000 units wide, with places as the viewer may know them; None without an outline.

    Homes are the coarse ones volunteers gave; only planners see plans.
    """
    found = list(found)
    sites = {item.site_id: (item.site, route.number) for route in found for item in route.items}
    sites |= {one.site_id: (one.site, 0) for one in left_out}
    places = {
        site.pk: (site.place.centroid.x, site.place.centroid.y)
        for site in cast("QuerySet[Any]", visible_sites(viewer)).filter(pk__in=sites, place__isnull=False).only("pk")
    }
    homes = {route.number: (route.volunteer.volunteer.home, route.volunteer.name) for route in found}
    points = [*places.values(), *((home.x, home.y) for home, _ in homes.values() if home)]
    shapes = outlines((plan.district_id,), points=points)
    if not shapes:
        return None
    frame = Frame(shapes[0]["x0"], shapes[0]["y0"], shapes[0]["scale"])
    at_home = {number: frame.mark(home.x, home.y, name, number) for number, (home, name) in homes.items() if home}
    marks = [frame.mark(*places[key], site.name, number) for key, (site, number) in sites.items() if key in places]
    ways = tuple(Way(at_home[mark.number], mark) for mark in marks if mark.number in at_home)
    rest = tuple(mark for mark in marks if not mark.number)
    return Drawing(shapes[0]["width"], shapes[0]["height"], shapes[0]["path"], tuple(at_home.values()), ways, rest)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where web-mercator metres lie in a drawing (see `sql/outlines.sql`)."""

    x0: float
    y0: float
    scale: float

    def mark(self, lon: float, lat: float, label: str, number: int) -> Mark:
        """Return the mark of a place in degrees WGS-84."""
        x, y = _mercator(lon, lat)
        return Mark(round((x - self.x0) * self.scale, 1), round((self.y0 - y) * self.scale, 1), label, number)

    @staticmethod
    def stretch(lat: float) -> float:
        """Return how many web-mercator metres a metre on the ground is at a latitude."""
        return 1 / math.cos(math.radians(lat))


def _mercator(lon: float, lat: float) -> tuple[float, float]:
    return _RADIUS_M * math.radians(lon), _RADIUS_M * math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))
