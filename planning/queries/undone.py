"""What of a published plan is not done."""

from dataclasses import dataclass
from uuid import UUID

from patrol.models import Assignment
from people.models import in_language
from planning.logic.reasons import OwnReason
from planning.models import Plan

NOT_LEFT = (OwnReason.ALREADY_ASKED, OwnReason.REMOVED)


@dataclass(frozen=True, slots=True)
class Undone:
    """Who has which site open, and the other sites of the plan that nobody has and nobody visited."""

    open: dict[UUID, UUID]
    others: frozenset[UUID]


def undone(plan: Plan) -> Undone:
    """Return the plan's open visits, and its sites left out or released since that nobody has now."""
    asked = Assignment.objects.filter(plan_id=plan.pk)
    opened = dict(asked.filter(status=Assignment.Status.OPEN).values_list("site_id", "volunteer_id"))
    seen = asked.filter(status__in=[Assignment.Status.REPORTED, Assignment.Status.DONE])
    released = set(asked.filter(status=Assignment.Status.RELEASED).values_list("site_id", flat=True))
    left_out = set(plan.omissions.exclude(reason__in=NOT_LEFT).values_list("site_id", flat=True))
    others = (released | left_out) - opened.keys() - set(seen.values_list("site_id", flat=True))
    held = Assignment.objects.filter(site__in=others, status=Assignment.Status.OPEN)
    return Undone(opened, frozenset(others - set(held.values_list("site_id", flat=True))))


def names_of_undone(plan: Plan) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the people and the sites with an open visit of the plan as (id, name), by name."""
    opened = Assignment.objects.filter(plan_id=plan.pk, status=Assignment.Status.OPEN)
    rows = opened.values_list("volunteer_id", "volunteer__name", "site_id", "site__name_zh", "site__name_en")
    people = {str(row[0]): row[1] for row in rows}
    sites = {str(row[2]): in_language(row[3], row[4]) for row in rows}
    return sorted(people.items(), key=lambda one: one[1]), sorted(sites.items(), key=lambda one: one[1])
