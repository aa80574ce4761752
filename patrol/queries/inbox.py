"""What waits for an officer: the inbox, its counts, one report with all that is needed to decide."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Prefetch, Q, QuerySet

from patrol.models import Case, Photo, Report, Review
from patrol.queries.arrivals import is_ready
from people.permissions import Person, areas_of


@dataclass(frozen=True)
class DeskCounts:
    """The numbers on an officer's desk."""

    waiting: int
    severe: int
    weak: int
    open_cases: int
    late_cases: int


def in_area(person: Person, right: str, field: str) -> Q:
    """Return the condition that the division code in `field` lies in the person's areas for the right."""
    condition = Q(pk__in=[])
    for area in areas_of(person, right):
        condition |= Q(**{f"{field}__startswith": area})
    return condition


def inbox(person: Person) -> QuerySet[Report]:
    """Return the reports waiting in the person's areas, by need: severity, weak evidence, then age.

    One whose photos are still to come is not there yet.
    """
    return (
        Report.objects.filter(in_area(person, "review_reports", "site__district__code"), review__state="pending")
        .filter(is_ready())
        .select_related("site__district", "site__level", "volunteer", "review")
        .annotate(photo_count=Count("photos"))
        .order_by(
            "-review__max_severity", "-review__needs_person", F("review__score").asc(nulls_first=True), "received_at"
        )
    )


def decided(person: Person) -> QuerySet[Report]:
    """Return the reports decided in the person's areas, newest decision first."""
    return (
        Report.objects.filter(in_area(person, "review_reports", "site__district__code"))
        .exclude(review__state="pending")
        .select_related("site__district", "site__level", "volunteer", "review__decided_by")
        .order_by("-review__decided_at")
    )


def desk_counts(person: Person, *, at: datetime) -> DeskCounts:
    """Return the numbers for the person's desk, in two statements."""
    reviews = Review.objects.filter(
        in_area(person, "review_reports", "report__site__district__code"), is_ready(""), state="pending"
    ).aggregate(
        waiting=Count("pk"),
        severe=Count("pk", filter=Q(max_severity__gte=3)),
        weak=Count("pk", filter=Q(needs_person=True, score__isnull=False)),
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


def next_waiting(person: Person, after: Report) -> Report | None:
    """Return the report an officer should look at next."""
    return inbox(person).exclude(pk=after.pk).first()
