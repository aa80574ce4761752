"""What the volunteer's pages show: one site as its visitor may know it, how it looked last time, and where a list may start."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.gis.db.models.functions import PointOnSurface
from django.contrib.gis.geos import Point

from patrol.models import Assignment, Report, Review
from patrol.queries.assignments import with_company
from people.models import User, Volunteer
from sites.models import District, Site
from sites.queries import visible_sites


@dataclass(frozen=True, slots=True)
class StartPlace:
    """A place the list may start from when the phone gives none: WGS-84 degrees and the division it stands for."""

    code: str
    name: str
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class LastLook:
    """What the last accepted report of a site said."""

    report: Report
    condition: str
    visited_on: date


def field_site(viewer: User, code: str) -> Any | None:
    """Return the site with the `place` its visitor may know and whether it `is_exact`; None where there is none."""
    known = visible_sites(viewer).select_related("level", "category", "district", "condition")
    return known.filter(code=code).first()


def open_visit(site: Site, viewer: User) -> Any | None:
    """Return the site's open assignment, whoever has it; with `other_name` for those who go there."""
    return with_company(Assignment.objects.filter(site=site, status=Assignment.Status.OPEN), viewer).first()


def last_look(site: Site) -> LastLook | None:
    """Return what was seen on the last accepted visit."""
    accepted = Report.objects.filter(site=site, review__state=Review.State.ACCEPTED)
    report = accepted.select_related("condition").order_by("-finished_at").first()
    if report is None:
        return None
    return LastLook(report, report.condition_id, report.finished_at.date())


def district_starts() -> list[StartPlace]:
    """Return a point inside each district, by name, for whoever keeps the position to themselves."""
    districts = District.objects.annotate(inside=PointOnSurface("geom")).defer("geom").order_by("code")
    return [_start(district.code, district.name, district.inside) for district in districts]


def home_of(person: User) -> Point | None:
    """Return the volunteer's own coarse home (WGS-84), if it was given."""
    return Volunteer.objects.filter(user=person).values_list("home", flat=True).first()


def report_with_fate(report_id: UUID) -> Report | None:
    """Return a report with its site, sender, condition and review."""
    known = Report.objects.select_related("site", "volunteer", "condition", "review__decided_by")
    return known.filter(pk=report_id).first()


def _start(code: str, name: str, point: Point) -> StartPlace:
    return StartPlace(code, name, round(point.x, 4), round(point.y, 4))
