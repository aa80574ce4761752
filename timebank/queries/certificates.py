"""What we know of certificates: the service they hold, who waits for one, and what the paper says."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from people.models import User
from people.permissions import Person
from timebank.logic.certificate import NOTICE_DAYS, Served
from timebank.models import Certificate, Objection, ServiceRecord
from timebank.permissions import managed_organisations
from timebank.queries.ledger import is_reversed
from timebank.queries.transfers import is_away


def served_between(volunteer: User, first_on: date | None, last_on: date | None) -> list[Served]:
    """Return a person's verified services that stand here and began on these days (Asia/Shanghai, both counted; None is open)."""
    lower = _midnight(first_on) if first_on else None
    upper = _midnight(last_on + timedelta(days=1)) if last_on else None
    records = ServiceRecord.objects.filter(
        ~is_reversed(),
        ~is_away(),
        volunteer=volunteer,
        during__startswith__lt=upper or _midnight(date.max - timedelta(days=2)),
    )
    if lower:
        records = records.filter(during__startswith__gte=lower)
    return [_served(record.title_zh, record.organisation_name, record.during) for record in records]


def may_be_issued(certificate: Certificate, at: datetime) -> bool:
    """Say whether the week of notice is over and every objection answered."""
    is_over = certificate.announced_at + timedelta(days=NOTICE_DAYS) <= at
    return is_over and not certificate.objections.filter(answered_at=None).exists()


def own_certificates(volunteer: User) -> QuerySet[Certificate]:
    """Return a person's certificates, newest first."""
    return Certificate.objects.filter(volunteer=volunteer).order_by("-announced_at")


def published_in_unit(person: Person) -> QuerySet[Certificate]:
    """Return the certificates in their week of notice inside the units the person belongs to, with how many object."""
    profile = getattr(person, "volunteer", None)
    member_of = profile.organisation_id if profile is not None else None
    units = Q(organisation=member_of) if member_of else Q(pk=None)
    units |= Q(organisation__in=managed_organisations(person))
    published = Certificate.objects.filter(units, state=Certificate.State.ANNOUNCED)
    open_ones = Count("objections", filter=Q(objections__answered_at=None))
    return published.select_related("organisation").annotate(open_objections=open_ones).order_by("announced_at")


def handled_by(person: Person) -> QuerySet[Certificate]:
    """Return the certificates of the organisations the person handles, with their objections, newest first."""
    objections = Objection.objects.select_related("by").order_by("at")
    found = Certificate.objects.filter(organisation__in=managed_organisations(person))
    return (
        found.select_related("organisation")
        .prefetch_related(Prefetch("objections", objections))
        .order_by("-announced_at")
    )


def by_token(token: str) -> Certificate | None:
    """Return the certificate a paper's address leads to, once issued; also a revoked one."""
    shown = Certificate.objects.filter(state__in=[Certificate.State.ISSUED, Certificate.State.REVOKED])
    return shown.filter(token=token).first()


def notice_until(certificate: Certificate) -> datetime:
    """Return when the week of notice is over."""
    return certificate.announced_at + timedelta(days=NOTICE_DAYS)


def _served(title: str, organisation: str, during: TimestamptzRange) -> Served:
    lower, upper = _ends(during)
    return Served(title, organisation, timezone.localdate(lower), int((upper - lower).total_seconds()))


def _ends(during: Any) -> tuple[datetime, datetime]:
    return during.lower, during.upper


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
