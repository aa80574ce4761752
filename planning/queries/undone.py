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
    """Who has which site open (with whoever goes along), and the other sites of the plan that nobody has and nobody visited."""

    open: dict[UUID, tuple[UUID, UUID | None]]
    others: frozenset[UUID]


def undone(plan: Plan) -> Undone:
    """Return the plan's open visits, and its sites left out or released since that nobody has now."""
    asked = Assignment.objects.filter(plan_id=plan.pk)
    rows = asked.filter(status=Assignment.Status.OPEN).values_list("site_id", "volunteer_id", "companion_id")
    opened: dict[UUID, tuple[UUID, UUID | None]] = {site: (lead, along) for site, lead, along in rows}
    seen = asked.filter(status__in=[Assignment.Status.REPORTED, Assignment.Status.DONE])
    released = set(asked.filter(status=Assignment.Status.RELEASED).values_list("site_id", flat=True))
    left_out = set(plan.omissions.exclude(reason__in=NOT_LEFT).values_list("site_id", flat=True))
    others = (released | left_out) - opened.keys() - set(seen.values_list("site_id", flat=True))
    held = Assignment.objects.filter(site__in=others, status=Assignment.Status.OPEN)
    return Undone(opened, frozenset(others - set(held.values_list("site_id", flat=True))))


def names_of_undone(plan: Plan) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the people and the sites with an open visit of the plan as (id, name), by name."""
    opened = Assignment.objects.filter(plan_id=plan.pk, status=Assignment.Status.OPEN)
    who = ("volunteer_id", "volunteer__name", "companion_id", "companion__name")
    rows = opened.values_list(*who, "site_id", "site__name_zh", "site__name_en")
    people = {str(row[at]): row[at + 1] for row in rows for at in (0, 2) if row[at]}
    sites = {str(row[4]): in_language(row[5], row[6]) for row in rows}
    return sorted(people.items(), key=lambda one: one[1]), sorted(sites.items(), key=lambda one: one[1])
