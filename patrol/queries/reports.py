"""Reports as their readers may know them: one's own, those of an area, the history and last photos of a site."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from patrol.models import Photo, Report, Review
from patrol.permissions import can_review_reports, review_areas
from people.models import User
from people.permissions import Person
from sites.models import Site


@dataclass(frozen=True, slots=True)
class ReportFilters:
    """What the reader chose; empty stands for all."""

    status: str = ""
    district: str = ""
    site: str = ""
    severity_from: int = 0


def own_reports(person: User) -> QuerySet[Report]:
    """Return the person's reports, newest first, with site, review and `photo_count`."""
    return _listed(Report.objects.filter(volunteer=person))


def reports_in_area(viewer: Person, filters: ReportFilters | None = None) -> QuerySet[Report]:
    """Return the reports of the areas the viewer reviews, newest first; none for everybody else."""
    chosen = filters or ReportFilters()
    reports = Report.objects.filter(_in_areas(review_areas(viewer)), site__district__code__startswith=chosen.district)
    if chosen.status:
        reports = reports.filter(review__state=chosen.status)
    if chosen.site:
        reports = reports.filter(site_id=UUID(chosen.site))
    if chosen.severity_from:
        reports = reports.filter(review__max_severity__gte=chosen.severity_from)
    return _listed(reports)


def report_history(site: Site, viewer: Person) -> QuerySet[Report]:
    """Return a site's reports, newest first: all to its officers, else the accepted ones and the viewer's own."""
    reports = Report.objects.filter(site=site)
    if not can_review_reports(viewer, site.district_id):
        own = Q(volunteer=viewer.pk) if viewer.is_authenticated else Q(pk=None)
        reports = reports.filter(own | Q(review__state=Review.State.ACCEPTED))
    return _listed(reports)


def last_photos(site: Site, before: Report | None = None) -> list[Photo]:
    """Return the readable photos of the site's last accepted report (finished before the given one), in their order."""
    accepted = Report.objects.filter(site=site, review__state=Review.State.ACCEPTED)
    if before is not None:
        accepted = accepted.filter(finished_at__lt=before.finished_at).exclude(pk=before.pk)
    last = accepted.order_by("-finished_at").values("pk")[:1]
    photos = Photo.objects.filter(report__in=last, file__error="")
    return list(photos.select_related("file", "report").order_by("position"))


def receipt_of(report: Report) -> dict[str, Any]:
    """Return the receipt's facts: the same at every asking, but for the status."""
    return {
        "id": report.pk,
        "received_at": report.received_at,
        "content_sha256": report.content_sha256,
        "photos": [
            {"position": photo.position, "role": photo.role, "sha256": photo.file_id}
            for photo in report.photos.order_by("position")
        ],
        "irregularities": report.irregularities,
        "status": report.review.state,
    }


def _listed(reports: QuerySet[Report]) -> QuerySet[Report]:
    return (
        reports.select_related("site", "condition", "review")
        .annotate(photo_count=Count("photos"))
        .order_by("-received_at", "-pk")
    )


def _in_areas(areas: Iterable[str]) -> Q:
    condition = Q(pk=None)
    for area in areas:
        condition |= Q(site__district__code__startswith=area)
    return condition
