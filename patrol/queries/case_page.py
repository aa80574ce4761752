"""One case as its officers read it: its findings, its timeline with everybody's lines, its photos, and who may help."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.contrib.gis.db.models.functions import Distance
from django.db.models import Q, QuerySet

from patrol.models import (
    AuthorityNotice,
    Case,
    CaseEntry,
    CaseFinding,
    Finding,
    Intervention,
    Photo,
    RectificationOrder,
    Reinspection,
    Report,
    Review,
)
from patrol.queries.arrivals import not_sent
from patrol.queries.cases import family_of, reporters_of
from patrol.queries.officers import officers_of
from people.models import User
from people.queries import administrators

MOST_VOLUNTEERS = 60


@dataclass(frozen=True, slots=True)
class CaseFile:
    """All that was written about a case and those merged into it, oldest first."""

    entries: list[CaseEntry]
    follow_ups: list[Report]
    findings: list[Finding]
    authorities: list[AuthorityNotice]
    orders: list[RectificationOrder]
    works: list[Intervention]
    reinspections: list[Reinspection]
    split_off: list[Case]


def case_file(case: Case) -> CaseFile:
    """Return the whole file of a case, in nine statements however long it is."""
    family = family_of(case)
    entries = CaseEntry.objects.filter(case__in=family).select_related("by", "report", "finding__kind", "other", "case")
    lines = list(entries.order_by("at", "id"))
    findings = Finding.objects.filter(case_places__case=case).select_related(
        "kind", "report__volunteer", "report__review"
    )
    return CaseFile(
        entries=lines,
        follow_ups=_follow_ups(case, {line.report_id for line in lines if line.report_id}),
        findings=list(findings.order_by("report__received_at", "position")),
        authorities=list(AuthorityNotice.objects.filter(case__in=family).order_by("notified_on", "at")),
        orders=list(RectificationOrder.objects.filter(case__in=family).order_by("issued_on", "at")),
        works=list(Intervention.objects.filter(case__in=family).order_by("started_on", "at")),
        reinspections=list(
            Reinspection.objects.filter(case__in=family)
            .select_related("volunteer", "assignment", "report")
            .order_by("asked_at")
        ),
        split_off=list(Case.objects.filter(split_from=case).order_by("number")),
    )


def photos_before_after(case: Case, file: CaseFile) -> tuple[list[Photo], list[Photo]]:
    """Return the photos of the damage (of the first report that has some) and those of the last re-inspection.

    Near views and photos of the damage come before far views.
    """
    found = {finding.report_id for finding in file.findings}
    after = [one.report_id for one in file.reinspections if one.report_id]
    if not after and file.reinspections:
        after = list(_looked_again(case, file.reinspections[-1]))
    photos = Photo.objects.filter(~not_sent(), report__in={*found, *after}).select_related("file", "report")
    shown = list(photos.order_by("report__finished_at", "position"))
    first = next((photo.report_id for photo in shown if photo.report_id in found), None)
    last = next((photo.report_id for photo in reversed(shown) if photo.report_id in after), None)
    return _of(first, shown), _of(last, shown)


def handlers_of(area: str) -> QuerySet[User]:
    """Return who may handle a case of the area: its officers and the administrators, by name."""
    able = Q(pk__in=officers_of(area).values("pk")) | Q(pk__in=[one.pk for one in administrators()])
    return User.objects.filter(able, is_active=True).order_by("name", "email")


def reinspectors_of(case: Case) -> QuerySet[User]:
    """Return who may be asked to look again: active volunteers who did not report the damage, the nearest homes first.

    Only the order tells how near they live; an officer learns no more of it.
    """
    people = User.objects.filter(is_active=True, volunteer__is_active=True).exclude(
        pk__in=reporters_of(case).values("pk")
    )
    near = people.annotate(away=Distance("volunteer__home", case.site.geom.centroid))
    nearest = near.order_by("away", "name").values_list("pk", flat=True)[:MOST_VOLUNTEERS]
    return near.filter(pk__in=list(nearest)).select_related("volunteer").order_by("away", "name")


def _follow_ups(case: Case, told: Collection[UUID]) -> list[Report]:
    """Return what the reporters sent about the site while the case ran, beside the findings it holds."""
    later = Report.objects.filter(
        site=case.site_id, volunteer__in=reporters_of(case).values("pk"), received_at__gt=case.opened_at
    )
    if case.closed_at is not None:
        later = later.filter(received_at__lte=case.closed_at)
    kept = later.exclude(pk__in=told).exclude(review__state=Review.State.REJECTED)
    return list(kept.select_related("volunteer", "review").order_by("received_at")[:20])


def _looked_again(case: Case, asked: Reinspection) -> QuerySet[Report, UUID]:
    sent = Report.objects.filter(site=case.site_id, volunteer=asked.volunteer_id, finished_at__gt=asked.asked_at)
    kept = sent.exclude(review__state=Review.State.REJECTED)
    return kept.order_by("-finished_at").values_list("pk", flat=True)[:1]


def _of(report: UUID | None, photos: list[Photo]) -> list[Photo]:
    mine = [photo for photo in photos if photo.report_id == report]
    return sorted(mine, key=lambda photo: (photo.role == Photo.Role.FAR, photo.position))


def unheld(finding_id: UUID) -> Finding | None:
    """Return a finding that is in no case, with its report; else none."""
    known = Finding.objects.select_related("report", "kind").filter(pk=finding_id)
    return known.exclude(pk__in=CaseFinding.objects.values("finding")).first()
