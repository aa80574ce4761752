"""Outings as their readers may know them."""

from datetime import date
from uuid import UUID

from patrol.logic.outing_policy import OutingRules, rules_from
from patrol.models import Outing, OutingPolicy
from people.models import User


def own_outing(person: User, outing_id: UUID) -> Outing | None:
    """Return the person's own outing, or none."""
    return Outing.objects.select_related("buddy__volunteer").filter(pk=outing_id, volunteer=person).first()


def rules_on(day: date) -> OutingRules:
    """Return the rules of outings valid on that day; the first ones for days before any."""
    policies = OutingPolicy.objects.order_by("valid_from")
    return rules_from((policies.filter(valid_from__lte=day).last() or policies[0]).values)
