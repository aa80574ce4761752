"""Coverage for the standalone dashboard: districts with their counts, and the sites that can be drawn, for one viewer."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.db.models.functions import AsGeoJSON
from django.db.models import Count, F, Func

from maps.queries.filters import STATUSES, Filters
from maps.queries.status import status_sites, status_table
from people.permissions import Person
from planning.models import Duty
from sites.models import District

# About 200 m: a district's outline on a screen, a hundredth of its size.
OUTLINE_DEGREES = 0.002
OUTLINE_DECIMALS = 4


@dataclass(frozen=True)
class DistrictCoverage:
    """A district, its outline (GeoJSON, WGS-84, simplified) and how many of its sites stand in each status."""

    code: str
    name: str
    outline: dict[str, Any]
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All its sites."""
        return sum(self.counts.values())

    @property
    def timely_share(self) -> int | None:
        """The part whose visit is in time, in per cent; none without sites."""
        timely = self.counts[Duty.Status.CURRENT] + self.counts[Duty.Status.DUE_SOON]
        return round(100 * timely / self.total) if self.total else None


@dataclass(frozen=True)
class SiteDot:
    """A site that can be drawn: a point (longitude, latitude) in its shown place."""

    code: str
    name: str
    level: str
    district: str
    status: str
    is_exact: bool
    longitude: float
    latitude: float


def coverage_by_district(viewer: Person, *, on: date) -> list[DistrictCoverage]:
    """Return every district with its counts, by code."""
    rows = status_sites(viewer, Filters(), on=on).order_by().values("district_id", "status")
    counts: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(STATUSES, 0))
    for district, status, sites in rows.annotate(sites=Count("pk")).values_list("district_id", "status", "sites"):
        counts[district][status] = sites
    simple = Func(
        F("geom"), OUTLINE_DEGREES, function="ST_SimplifyPreserveTopology", output_field=GeometryField(srid=4326)
    )
    districts = District.objects.annotate(outline=AsGeoJSON(simple, precision=OUTLINE_DECIMALS)).defer("geom")
    return [
        DistrictCoverage(one.code, one.name, json.loads(one.outline), counts[one.code])
        for one in districts.order_by("code")
    ]


def site_dots(viewer: Person, *, on: date, most: int) -> list[SiteDot]:
    """Return the sites with a place to show, what needs somebody first, at most so many."""
    table = status_table(viewer, Filters(), on=on)
    sites = table.filter(pk__in=table.exclude(place=None).values("pk")[:most])
    return [
        SiteDot(
            code=site.code,
            name=site.name,
            level=str(site.level),
            district=str(site.district),
            status=site.status,
            is_exact=site.is_exact,
            longitude=round(site.anchor.x, 5),
            latitude=round(site.anchor.y, 5),
        )
        for site in sites
    ]
