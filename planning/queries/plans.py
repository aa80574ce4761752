"""Plans: the list, one plan with its visits and what is left out, and how far a published one has come."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from patrol.models import Assignment
from people.models import Skill, User
from planning.logic.emptiness import LeftOut
from planning.logic.reasons import OwnReason
from planning.models import Plan, PlanItem, PlanOmission
from planning.queries.duties import in_areas

COLOURS: Final = 8


@dataclass(frozen=True, slots=True)
class Stop:
    """A visit as one of those sees it who make it: their own straight way, and the name of the other of two ("" alone)."""

    item: PlanItem
    km: float
    is_along: bool
    other: str


@dataclass(frozen=True, slots=True)
class Route:
    """The visits one volunteer is to make, with the number that marks them on the map."""

    number: int
    volunteer: User
    stops: tuple[Stop, ...]

    @property
    def colour(self) -> int:
        """Which of the eight colours stands for the volunteer."""
        return colour_of(self.number)

    @property
    def km(self) -> float:
        """The straight kilometres from home to each site, added up."""
        return sum(stop.km for stop in self.stops)


def stops_of(item: PlanItem) -> dict[User, Stop]:
    """Return the visit as each of those sees it who make it; reads `volunteer` and `companion`."""
    lead, companion = item.volunteer, item.companion
    stops = {lead: Stop(item, item.distance_km, is_along=False, other=companion.name if companion else "")}
    if companion is not None:
        stops[companion] = Stop(item, item.companion_km or 0.0, is_along=True, other=lead.name)
    return stops


def colour_of(number: int) -> int:
    """Return which of eight colours, 1 to 8, stands for a number."""
    return (number - 1) % COLOURS + 1


def plans_in(areas: Iterable[str]) -> QuerySet[Plan]:
    """Return plans of the areas, newest first, with the counts `visits`, `left_out`, `sent` and `done`.

    `sent` counts the assignments a published plan became, `done` those whose report is accepted.
    """
    return (
        Plan.objects.filter(in_areas(areas, "district__code"))
        .select_related("made_by")
        .annotate(
            district_zh=F("district__name_zh"),
            district_en=F("district__name_en"),
            visits=_count(PlanItem.objects.filter(plan=OuterRef("pk")), "plan"),
            left_out=_count(PlanOmission.objects.filter(plan=OuterRef("pk")), "plan"),
            sent=_count(Assignment.objects.filter(plan_id=OuterRef("pk")), "plan_id"),
            done=_count(Assignment.objects.filter(plan_id=OuterRef("pk"), status=Assignment.Status.DONE), "plan_id"),
        )
        .order_by("-made_at", "-pk")
    )


def omissions(plan: Plan) -> QuerySet[PlanOmission]:
    """Return the sites left out, those of the highest level first."""
    found = plan.omissions.select_related("site__level", "site__duty").defer("site__geom", "site__shown_geom")
    return found.order_by("site__level__rank", F("site__duty__due_on").asc(nulls_first=True), "site__code")


def left_out(plan: Plan) -> list[LeftOut]:
    """Return the reasons and changes of the sites that somebody could still be sent to; those asked already are none."""
    found = plan.omissions.exclude(reason__in=list(OwnReason)).values_list("reason", "params")
    return [
        LeftOut(reason, params.get("needed", 1), params.get("changes", ()), params.get("price", 0.0))
        for reason, params in found
    ]


def skill_labels() -> dict[str, str]:
    """Return the skills' labels by code, in the reader's language."""
    return {skill.code: skill.label for skill in Skill.objects.all()}


def _count(rows: "QuerySet[PlanItem] | QuerySet[PlanOmission] | QuerySet[Assignment]", group: str) -> Coalesce:
    counted = rows.order_by().values(group).annotate(total=Count("pk")).values("total")
    return Coalesce(Subquery(counted), 0)
