"""Visits people have before them."""

from typing import Any

from django.db.models import BooleanField, Case, CharField, F, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from patrol.models import Assignment
from people.models import User
from sites.models import Site
from sites.queries import visible_sites


def goes_there(person: Any) -> Q:
    """Return the condition that the person makes the visit: leading it, or going along."""
    return Q(volunteer=person) | Q(companion=person)


def people_of(assignment: Assignment) -> list[User]:
    """Return who makes the visit: its volunteer, and the companion where there is one."""
    return [assignment.volunteer, *([assignment.companion] if assignment.companion else [])]


def with_company(visits: "QuerySet[Assignment]", person: User) -> "QuerySet[Any]":
    """Return the visits with `other_name` and `other_number` of whoever goes there with the person, "" for nobody.

    `is_along` says that the person goes along with that other one.
    """
    return visits.annotate(
        other_name=_other(person, "name"),
        other_number=_other(person, "volunteer__number"),
        is_along=Case(When(companion=person, then=True), default=False, output_field=BooleanField()),
    )


def own_assignments(person: User, status: str = "") -> "QuerySet[Any]":
    """Return the visits the person leads or goes along to, soonest first; each site with the `place` they may know."""
    seen: Prefetch[str, QuerySet[Site], str] = Prefetch(
        "site", visible_sites(person).select_related("level", "district")
    )
    own = Assignment.objects.filter(goes_there(person), site__is_active=True).prefetch_related(seen)
    if status:
        own = own.filter(status=status)
    return with_company(own, person).order_by("do_by", "pk")


def _other(person: User, field: str) -> Coalesce:
    other = Case(
        When(volunteer=person, then=F(f"companion__{field}")),
        default=F(f"volunteer__{field}"),
        output_field=CharField(),
    )
    return Coalesce(other, Value(""))
