"""What citizens told: the desk's list, what lies near and looks alike, and which place may be told to whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.db.models.functions import GeometryDistance
from django.contrib.gis.geos import GEOSGeometry, Point
from django.db.models import Count, F, FloatField, Func, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Cast

from patrol.logic.phash_bands import band_keys
from patrol.models import Case, PhotoFile, PublicPhoto, PublicReport, Report
from patrol.queries.evidence import STATEMENTS
from patrol.queries.inbox import in_area
from people.permissions import Person, areas_of
from sites.models import DistrictPiece, Site
from sites.queries import exact_for, nearest_first, visible_sites

NEAR_M: Final = 300
ALIKE_M: Final = 150
LOOKS_ALIKE_BITS: Final = 12
MOST: Final = 8
# The index finds by degrees, in which a metre east is longer than one north: a few more, then by metres.
CANDIDATES: Final = 32


@dataclass(frozen=True)
class Near:
    """A site near a report: metres (None where the report has no place) and its open cases."""

    site: Site
    distance_m: float | None
    cases: list[Case]


def moderated_by(person: Person) -> Q:
    """Return the condition that a citizen's report lies in the person's areas; one without an area is for who has all."""
    condition = Q(pk__in=[])
    for area in areas_of(person, "handle_cases"):
        condition |= Q(area__startswith=area)
    return condition


def public_reports(person: Person) -> QuerySet[PublicReport]:
    """Return the citizens' reports of the person's areas, with what a list shows."""
    return (
        PublicReport.objects.filter(moderated_by(person))
        .select_related("kind", "site", "case", "decided_by", "hotline")
        .annotate(photo_count=Count("photos"))
    )


def waiting_public_reports(person: Person) -> QuerySet[PublicReport]:
    """Return those not decided: urgent ones first, then by age."""
    return public_reports(person).filter(state=PublicReport.State.WAITING).order_by("-is_urgent", "received_at")


def public_report_of(person: Person, report_id: UUID) -> PublicReport | None:
    """Return one report of the person's areas with all its page shows, or none."""
    known = PublicReport.objects.filter(moderated_by(person), pk=report_id)
    photos = Prefetch("photos", PublicPhoto.objects.select_related("file").order_by("position"))
    return (
        known.select_related("kind", "site", "case__site", "case__kind", "decided_by", "handler", "hotline")
        .prefetch_related(photos)
        .first()
    )


def visible_public_photo(viewer: Person, sha256: str) -> PhotoFile | None:
    """Return the photo's file if the viewer decides about a report that holds it, else none."""
    reports = PublicReport.objects.filter(moderated_by(viewer), photos__file=sha256)
    return PhotoFile.objects.filter(pk=sha256).first() if reports.exists() else None


def sites_near(viewer: Person, report: PublicReport) -> list[Near]:
    """Return the sites of the viewer's own areas nearest to a report, the one that was named first; in two statements."""
    mine = Site.objects.filter(in_area(viewer, "handle_cases", "district__code"), exact_for(viewer), is_active=True)
    if report.geom is None:
        sites: list[Any] = list(mine.filter(pk=report.site_id)) if report.site_id else []
    else:
        near = mine.order_by(GeometryDistance("geom", report.geom)).values("pk")[:CANDIDATES]
        known = mine.filter(Q(pk__in=near) | Q(pk=report.site_id)).annotate(distance_m=metres_to(report.geom))
        sites = sorted(known, key=lambda one: (one.pk != report.site_id, one.distance_m))[:MOST]
    open_cases = Case.objects.filter(site__in=sites, closed_at=None).select_related("kind").order_by("opened_at")
    by_site: dict[UUID, list[Case]] = {}
    for case in open_cases:
        by_site.setdefault(case.site_id, []).append(case)
    return [Near(site, getattr(site, "distance_m", None), by_site.get(site.pk, [])) for site in sites]


def metres_to(point: GEOSGeometry) -> Func:
    """Return the distance on the ellipsoid from a site's geometry to a point, in metres."""
    return Func(
        Cast(F("geom"), GeometryField(geography=True)),
        Cast(Value(point, output_field=GeometryField(srid=4326)), GeometryField(geography=True)),
        function="ST_Distance",
        output_field=FloatField(),
    )


def named_near(viewer: Person, point: Point) -> list[Site]:
    """Return the sites within some hundred metres whose exact place the viewer may know: no answer tells of a hidden one."""
    frame = point.buffer(NEAR_M / 80_000)
    found = nearest_first(visible_sites(viewer).filter(exact_for(viewer), geom__bboverlaps=frame), point)
    distances = {site.pk: getattr(site, "distance_m", None) for site in found[:MOST]}
    return [site for site in found[:MOST] if (metres := distances[site.pk]) is not None and metres <= NEAR_M]


def alike_reports(report: PublicReport) -> list[dict[str, Any]]:
    """Return other citizens' reports close by: id, number, received_at, state, kind, is_same_kind, distance_m."""
    return STATEMENTS.rows("public_alike", {"report": report.pk, "metres": ALIKE_M, "most": MOST})


def alike_photos(viewer: Person, report: PublicReport) -> list[dict[str, Any]]:
    """Return reports the viewer may see that hold a photo looking like one of these: source, report, bits, label."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for photo in report.photos.all():
        if photo.file.phash is not None:
            for row in _alike(photo.file.phash, report):
                known = found.setdefault((row["source"], row["report"]), row)
                known["bits"] = min(known["bits"], row["bits"])
    return _labelled(viewer, found.values())


def _alike(phash: int, report: PublicReport) -> list[dict[str, Any]]:
    bands = {f"band_{number}": keys for number, keys in enumerate(band_keys(phash, LOOKS_ALIKE_BITS))}
    asked = {"phash": phash, "distance": LOOKS_ALIKE_BITS, "report": report.pk, "most": MOST, **bands}
    return STATEMENTS.rows("public_photos_alike", asked)


def _labelled(viewer: Person, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out what the viewer may not see, and name the rest."""
    listed = sorted(rows, key=lambda row: (row["bits"], row["report"]))
    keys = {source: [row["report"] for row in listed if row["source"] == source] for source in ("public", "volunteer")}
    names: dict[str, str] = {
        str(one.pk): one.number for one in PublicReport.objects.filter(moderated_by(viewer), pk__in=keys["public"])
    }
    seen = Report.objects.filter(in_area(viewer, "review_reports", "site__district__code"), pk__in=keys["volunteer"])
    names |= {str(one.pk): str(one.site) for one in seen.select_related("site")}
    return [{**row, "label": names[row["report"]]} for row in listed if row["report"] in names]


def area_at(point: Point) -> str:
    """Return the code of the county a place lies in; "" outside all."""
    pieces = DistrictPiece.objects.filter(kind="county", geom__intersects=point).order_by("district_id")
    return pieces.values_list("district_id", flat=True).first() or ""


def tracked(secret_sha256: str) -> PublicReport | None:
    """Return the report behind a tracking address, or none."""
    known = PublicReport.objects.filter(secret_sha256=secret_sha256).select_related("kind", "case__site", "site")
    return known.annotate(photo_count=Count("photos")).first()


def told_places(viewer: Person, reports: Iterable[PublicReport]) -> dict[UUID, Point | None]:
    """Return where each report may be told to be: the one rule of places, for whatever leaves the house by machine.

    In a case at a site whose exact place the viewer may know: what the citizen said; at another: what the register
    shows of the site. In no case: exactly where the viewer may know every place of the district, else the middle of
    the grid cell, always, so that no pattern of answers tells where something hidden is. In three statements at most.
    """
    listed = list(reports)
    exact_areas = areas_of(viewer, "see_exact_places")
    cells = _cells([one for one in listed if one.geom is not None])
    sites = {one.case.site_id for one in listed if one.case is not None}
    shown = {site.pk: site for site in visible_sites(viewer).filter(pk__in=sites)} if sites else {}
    return {one.pk: _told_place(one, shown, cells, exact_areas) for one in listed}


def _told_place(
    report: PublicReport, shown: dict[UUID, Any], cells: dict[UUID, Point], exact_areas: tuple[str, ...]
) -> Point | None:
    if report.case is not None:
        site = shown.get(report.case.site_id)
        if site is None or site.place is None:
            return None
        return report.geom if site.is_exact and report.geom is not None else site.place.centroid
    if any(report.area.startswith(area) for area in exact_areas):
        return report.geom
    return cells.get(report.pk)


def _cells(reports: list[PublicReport]) -> dict[UUID, Point]:
    if not reports:
        return {}
    cell = Func("geom", function="sites_cell", output_field=GeometryField(srid=4326))
    found = PublicReport.objects.filter(pk__in=[one.pk for one in reports]).annotate(cell=cell)
    return dict(found.values_list("pk", "cell"))


def contacts_to_forget(at: datetime) -> QuerySet[PublicReport]:
    """Return the reports whose matter ended so long ago that their contact goes."""
    until = at - timedelta(days=settings.PUBLIC_CONTACT_DAYS)
    ended = Q(state__in=["refused", "spam"], decided_at__lte=until) | Q(case__closed_at__lte=until)
    # What nobody ever decided ends, too.
    left = Q(decided_at=None, received_at__lte=until - timedelta(days=180))
    return PublicReport.objects.filter(ended | left, contact__isnull=False)
