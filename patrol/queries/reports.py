"""Reports as their readers may know them: one's own, those of an area, the history and last photos of a site."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from patrol.models import Photo, Report, Review
from patrol.permissions import can_review_reports, review_areas
from patrol.queries.arrivals import is_ready, not_sent, photos_with_standing, standing_of_photo
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
    """Return the reports of the areas the viewer reviews, newest first; none for everybody else.

    One whose photos are still to come is not among them.
    """
    chosen = filters or ReportFilters()
    reports = Report.objects.filter(
        _in_areas(review_areas(viewer)), is_ready(), site__district__code__startswith=chosen.district
    )
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
    photos = Photo.objects.filter(~not_sent(), report__in=last, file__error="")
    return list(photos.select_related("file", "report").order_by("position"))


def report_for_receipt(report_id: UUID) -> Report | None:
    """Return a report with what its receipt needs."""
    return Report.objects.select_related("site", "review").filter(pk=report_id).first()


def receipts_for(person: User, ids: Collection[UUID]) -> list[dict[str, Any]]:
    """Return the receipts of those of the reports that are the person's own, oldest first, in two statements."""
    reports = Report.objects.select_related("review").filter(pk__in=ids, volunteer=person)
    photos = photos_with_standing(Photo.objects.all())
    return [receipt_of(one) for one in reports.prefetch_related(Prefetch("photos", photos)).order_by("received_at")]


def receipt_of(report: Report) -> dict[str, Any]:
    """Return the receipt's facts: the same at every asking, but for how far its photos and its review have come."""
    return {
        "id": report.pk,
        "received_at": report.received_at,
        "content_sha256": report.content_sha256,
        "is_complete": report.review.photos == Review.Photos.COMPLETE,
        "photos": _receipt_photos(report),
        "irregularities": irregularities_of(report),
        "status": report.review.state,
    }


def irregularities_of(report: Report) -> list[str]:
    """Return the codes of what was odd when the report arrived, and of what showed since."""
    return [*report.irregularities, *report.review.irregularities]


def _receipt_photos(report: Report) -> list[dict[str, Any]]:
    """Say how far each photo has come; of a report that was kept just now it is known without asking."""
    fresh: list[dict[str, Any]] | None = getattr(report, "fresh_photos", None)
    if fresh is not None:
        return fresh
    photos = report.photos.all()
    if "photos" not in getattr(report, "_prefetched_objects_cache", {}):
        photos = photos_with_standing(photos)
    return [_receipt_photo(photo) for photo in photos]


def _receipt_photo(photo: Photo) -> dict[str, Any]:
    standing = standing_of_photo(photo)
    return {
        "position": photo.position,
        "role": photo.role,
        "sha256": photo.file_id,
        "state": standing.state,
        "error": standing.error,
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
