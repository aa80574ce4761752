"""Who may judge a report: nobody their own, nor what was entered by hand within their own organisation."""

from uuid import UUID

from django.db.models import Q

from patrol.models import ManualEntry, Opinion, Report
from people.models import RoleGrant, Volunteer
from people.permissions import Person, managed_by


def bodies_of(person: Person) -> set[UUID]:
    """Return the organisations the person belongs to, as a volunteer and as a manager; read once per request."""
    cached: set[UUID] | None = getattr(person, "_bodies", None)
    if cached is not None:
        return cached
    own = Volunteer.objects.filter(user=person.pk, organisation__isnull=False).values_list("organisation", flat=True)
    found = {one for one in (*own, *managed_by(person)) if one is not None}
    person._bodies = found  # type: ignore[union-attr]  # noqa: SLF001 - kept for the request, with its user
    return found


def partial_reports(person: Person) -> Q:
    """Return the condition on reports that the person may not judge; the wall is `patrol_refuse_partial`."""
    return Q(volunteer=person.pk) | Q(pk__in=_manual_entries(person))


def is_own(person: Person, report: Report) -> bool:
    """Say whether the person sent the report."""
    return report.volunteer_id == person.pk


def is_of_own_organisation(person: Person, report: Report) -> bool:
    """Say whether the report was entered by hand by the person, or within an organisation of theirs."""
    entry = ManualEntry.objects.filter(report=report)
    # Nearly every report was sent by its volunteer: one look, and nobody's organisations are read.
    return entry.exists() and entry.filter(_within(person)).exists()


def has_judged(person: Person, report: Report) -> bool:
    """Say whether the person has judged the report before: voted, decided, taken it back, or checked it."""
    return (
        report.review.decided_by_id == person.pk
        or Opinion.objects.filter(report=report, by=person.pk).exists()
        or Report.objects.filter(Q(overturn__by=person.pk) | Q(spot_check__by=person.pk), pk=report.pk).exists()
    )


def judged_by(person: Person) -> Q:
    """Return the condition on reports that the person has judged before, as `has_judged` says of one."""
    return (
        Q(review__decided_by=person.pk)
        | Q(pk__in=Opinion.objects.filter(by=person.pk).values("report"))
        | Q(overturn__by=person.pk)
        | Q(spot_check__by=person.pk)
    )


def _manual_entries(person: Person) -> object:
    return ManualEntry.objects.filter(_within(person)).values("report")


def _within(person: Person) -> Q:
    condition = Q(filed_by=person.pk)
    if bodies := bodies_of(person):
        managers = RoleGrant.objects.filter(role="manager", revoked_at=None, organisation__in=bodies).values("user")
        condition |= (
            Q(report__volunteer__volunteer__organisation__in=bodies)
            | Q(report__campaign__organisation__in=bodies)
            | Q(filed_by__volunteer__organisation__in=bodies)
            | Q(filed_by__in=managers)
            | Q(report__volunteer__in=managers)
        )
    return condition
