"""What waits for an officer: the inbox by need, its counts, the report before and after."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import BooleanField, Count, ExpressionWrapper, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from patrol.models import Case, Opinion, Photo, Report
from patrol.queries.arrivals import is_ready
from patrol.queries.impartial import judged_by, partial_reports
from patrol.queries.rules import due_after, is_late, rules_at
from people.permissions import Person, areas_of

# So many reports are gone through with the keyboard before the list is read anew.
MOST_IN_ORDER: Final = 500


@dataclass(frozen=True, slots=True)
class DeskCounts:
    """The numbers on an officer's desk."""

    waiting: int
    severe: int
    weak: int
    open_cases: int
    late_cases: int


@dataclass(frozen=True, slots=True)
class InboxFilters:
    """What the officer chose; empty stands for all. `evidence` is weak, clean or unscored."""

    district: str = ""
    severity_from: int = 0
    evidence: str = ""
    late: bool = False
    q: str = ""


EVIDENCE: Final = {
    "weak": Q(review__needs_person=True, review__score__isnull=False),
    "clean": Q(review__needs_person=False, review__score__isnull=False),
    "unscored": Q(review__score=None),
}


def in_area(person: Person, right: str, field: str) -> Q:
    """Return the condition that the division code in `field` lies in the person's areas for the right."""
    condition = Q(pk__in=[])
    for area in areas_of(person, right):
        condition |= Q(**{f"{field}__startswith": area})
    return condition


def inbox(person: Person, *, at: datetime, filters: InboxFilters | None = None) -> QuerySet[Report]:
    """Return the reports that wait for this person, by need: severity, past due, weak evidence, then age.

    Not there: reports whose photos are still to come, one's own and those of one's own organisation entered by hand, and
    those one voted on. With `photo_count`, `vote_count` and `is_late`.
    """
    waiting = _pending(person, at, filters).exclude(partial_reports(person))
    return waiting.exclude(pk__in=Opinion.objects.filter(by=person.pk).values("report"))


def waiting_for_others(person: Person, *, at: datetime, filters: InboxFilters | None = None) -> QuerySet[Report]:
    """Return the reports of the person's areas that wait for somebody else: voted on by the person, or not theirs to judge."""
    voted = Q(pk__in=Opinion.objects.filter(by=person.pk).values("report"))
    return _pending(person, at, filters).filter(voted | partial_reports(person))


def decided(person: Person, *, filters: InboxFilters | None = None) -> QuerySet[Report]:
    """Return the reports decided in the person's areas, newest decision first."""
    return (
        _chosen(filters)
        .filter(in_area(person, "review_reports", "site__district__code"))
        .exclude(review__state="pending")
        .select_related("site__district", "site__level", "volunteer", "review__decided_by", "overturn", "appeal")
        .order_by("-review__decided_at")
    )


def spot_checks(person: Person, *, filters: InboxFilters | None = None) -> QuerySet[Report]:
    """Return accepted reports drawn for a second look that this person may take, the longest drawn first."""
    drawn = _second_look(person, filters).filter(spot_check__outcome="", review__state="accepted")
    return drawn.order_by("spot_check__drawn_at", "pk")


def appeals(person: Person, *, filters: InboxFilters | None = None) -> QuerySet[Report]:
    """Return reports with an appeal that this person may answer, the oldest first."""
    return _second_look(person, filters).filter(appeal__outcome="").order_by("appeal__at", "pk")


def desk_counts(person: Person, *, at: datetime) -> DeskCounts:
    """Return the numbers for the person's desk."""
    reviews = inbox(person, at=at).aggregate(
        waiting=Count("pk"),
        severe=Count("pk", filter=Q(review__max_severity__gte=3)),
        weak=Count("pk", filter=EVIDENCE["weak"]),
    )
    cases = open_cases(person).aggregate(open_cases=Count("pk"), late_cases=Count("pk", filter=Q(due_at__lt=at)))
    return DeskCounts(**reviews, **cases)


def open_cases(person: Person) -> QuerySet[Case]:
    """Return the open cases of the person's areas."""
    return Case.objects.filter(in_area(person, "handle_cases", "site__district__code"), closed_at=None)


def all_cases(person: Person) -> QuerySet[Case]:
    """Return all cases of the person's areas, with what a list shows."""
    return Case.objects.filter(in_area(person, "handle_cases", "site__district__code")).select_related(
        "site__district", "kind", "handler"
    )


def earlier_report(report: Report) -> Report | None:
    """Return the last accepted report of the same site before this one, with its photos, to compare with."""
    return (
        Report.objects.filter(site=report.site_id, review__state="accepted", finished_at__lt=report.finished_at)
        .filter(photos__isnull=False)
        .prefetch_related(Prefetch("photos", Photo.objects.select_related("file").order_by("position")))
        .order_by("-finished_at")
        .distinct()
        .first()
    )


def neighbours(reports: QuerySet[Report], current: UUID) -> tuple[UUID | None, UUID | None]:
    """Return the report before and after the current one in a list, in one statement; outside it, its first is the next."""
    keys = list(reports.values_list("pk", flat=True)[:MOST_IN_ORDER])
    if current not in keys:
        return None, keys[0] if keys else None
    place = keys.index(current)
    return (keys[place - 1] if place else None), (keys[place + 1] if place + 1 < len(keys) else None)


def thumbnails_of(report: UUID) -> list[str]:
    """Return the SHA-256 of the photos whose thumbnails a report's page shows first, to fetch them beforehand."""
    photos = Photo.objects.filter(report=report).exclude(file__thumbnail="")
    return list(photos.order_by("position").values_list("file", flat=True)[:6])


def _pending(person: Person, at: datetime, filters: InboxFilters | None) -> QuerySet[Report]:
    late = is_late(due_after(rules_at(at)), at)
    votes = (
        Opinion.objects.filter(report=OuterRef("pk")).order_by().values("report").annotate(n=Count("pk")).values("n")
    )
    photos = Photo.objects.filter(report=OuterRef("pk")).order_by().values("report").annotate(n=Count("pk")).values("n")
    found = (
        _chosen(filters)
        .filter(in_area(person, "review_reports", "site__district__code"), is_ready(), review__state="pending")
        .select_related("site__district", "site__level", "volunteer", "review")
        .annotate(
            photo_count=Coalesce(Subquery(photos), 0),
            vote_count=Coalesce(Subquery(votes), 0),
            is_late=ExpressionWrapper(late, output_field=BooleanField()),
        )
    )
    if filters and filters.late:
        found = found.filter(is_late=True)
    return found.order_by(
        "-review__max_severity",
        "-is_late",
        "-review__needs_person",
        F("review__score").asc(nulls_first=True),
        "received_at",
        "pk",
    )


def _second_look(person: Person, filters: InboxFilters | None) -> QuerySet[Report]:
    return (
        _chosen(filters)
        .filter(in_area(person, "review_reports", "site__district__code"))
        .exclude(partial_reports(person))
        .exclude(pk__in=Report.objects.filter(judged_by(person)).values("pk"))
        .select_related("site__district", "site__level", "volunteer", "review__decided_by", "spot_check", "appeal")
    )


def _chosen(filters: InboxFilters | None) -> QuerySet[Report]:
    reports = Report.objects.all()
    if filters is None:
        return reports
    if filters.district:
        reports = reports.filter(site__district=filters.district)
    if filters.severity_from:
        reports = reports.filter(review__max_severity__gte=filters.severity_from)
    if filters.evidence in EVIDENCE:
        reports = reports.filter(EVIDENCE[filters.evidence])
    if filters.q:
        named = Q(site__name_zh__icontains=filters.q) | Q(site__name_en__icontains=filters.q)
        reports = reports.filter(named | Q(site__code=filters.q) | Q(volunteer__name__icontains=filters.q))
    return reports
