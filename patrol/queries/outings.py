"""Outings as their readers may know them."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from patrol.logic.outing_policy import OutingRules, rules_from
from patrol.logic.safety import people_at_difficult
from patrol.models import Outing, OutingPolicy
from people.models import Role, User
from people.permissions import Person, grants_of, managed_by
from sites.models import Site


def own_outing(person: User, outing_id: UUID) -> Outing | None:
    """Return the person's own outing, or none."""
    return Outing.objects.select_related("buddy__volunteer").filter(pk=outing_id, volunteer=person).first()


def rules_on(day: date) -> OutingRules:
    """Return the rules of outings valid on that day; the first ones for days before any."""
    policies = OutingPolicy.objects.order_by("valid_from")
    return rules_from((policies.filter(valid_from__lte=day).last() or policies[0]).values)


def people_together_on(day: date) -> int:
    """Return how many are sent to a difficult site together by the policy of that day."""
    return people_at_difficult(rules_on(day).safety)


def visible_outings(viewer: Person) -> QuerySet[Outing]:
    """Return the outings the viewer watches over: of their organisations' volunteers, or to sites of their areas."""
    seen = Q(volunteer__volunteer__organisation__in=managed_by(viewer))
    for area in _watched_areas(viewer):
        seen |= Q(sites__district__code__startswith=area) if area else ~Q(pk=None)
    known = Outing.objects.filter(pk__in=Outing.objects.filter(seen).values("pk"))
    people = known.select_related("volunteer__volunteer__safety_record", "buddy", "last_position")
    return people.prefetch_related(Prefetch("sites", Site.objects.select_related("district").defer("district__geom")))


def out_now(viewer: Person) -> QuerySet[Outing]:
    """Return who is out now, the longest expected first."""
    return visible_outings(viewer).filter(state=Outing.State.OUT).order_by("due_back_at", "pk")


def back_lately(viewer: Person, *, since: datetime) -> QuerySet[Outing]:
    """Return who came back since then, the latest first."""
    ended = visible_outings(viewer).filter(ended_at__gte=since).exclude(state=Outing.State.OUT)
    return ended.order_by("-ended_at", "pk")


def _watched_areas(viewer: Person) -> list[str]:
    # A manager watches over people, not over an area.
    if not viewer.is_authenticated:
        return []
    return [area for role, area in grants_of(viewer) if role in (Role.OFFICER, Role.ADMINISTRATOR)]
