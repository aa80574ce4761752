"""Volunteers as the solver sees them: where from, how far, how often and how long until a day."""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from patrol.queries.outings import rules_on
from patrol.queries.safety import rules_kept_by
from planning.logic.assign import Problem, Volunteer
from planning.logic.free_time import exception_minutes, free_minutes_without
from planning.queries.coverage import STATEMENTS

# Travel as the solver counts it, so that visits already promised take the same minutes as those to come.
_TRAVEL = Problem(sites=(), volunteers=())


@dataclass(frozen=True, slots=True)
class Sendable:
    """A volunteer who can be sent, by name; the home in `as_problem` is coarse and for planners only."""

    name: str
    as_problem: Volunteer


def sendable_volunteers(
    *,
    on: date,
    first: date,
    last: date,
    quiet: tuple[date, date] | None = None,
    follows: UUID | None = None,
    wide: UUID | None = None,
    plan: UUID | None = None,
) -> list[Sendable]:
    """Return active volunteers with a home, with the visits and minutes they have left between two days, by number.

    Quiet days have no minutes. What a plan that is planned anew (`follows`) asks of them counts as free; what the other
    plans of a `wide` plan propose does not. Their clearances are the rules of safety they
    keep by the records of the day `on`.
    """
    rows = STATEMENTS.rows("volunteers", {"follows": follows, "wide": wide, "plan": plan})
    kept = rules_kept_by([UUID(row["id"]) for row in rows], rules=rules_on(on).safety, on=on)
    return [_sendable(row, kept[UUID(row["id"])], first, last, quiet) for row in rows]


def names_of(volunteers: Iterable[Sendable]) -> dict[str, str]:
    """Return names by volunteer id."""
    return {one.as_problem.id: one.name for one in volunteers}


def first_day(on: date) -> date:
    """Return the first day whose free time counts: tomorrow, as today's may be gone."""
    return on + timedelta(days=1)


def _sendable(
    row: dict[str, Any], kept: frozenset[str], first: date, last: date, quiet: tuple[date, date] | None
) -> Sendable:
    promised = row["asked_minutes"] + math.ceil(_TRAVEL.travel_km(row["asked_km"]) * _TRAVEL.travel_minutes_per_km)
    # Django leaves jsonb to its own fields; a plain cursor gets the text.
    windows, exceptions = json.loads(row["free_time"]), json.loads(row["exceptions"])
    free = free_minutes_without(windows, first=first, last=last, quiet=quiet) - promised
    free += exception_minutes(windows, exceptions, first=first, last=last, quiet=quiet)
    volunteer = Volunteer(
        id=row["id"],
        lon=row["lon"],
        lat=row["lat"],
        range_km=row["range_km"],
        max_visits=row["visits_left"],
        free_minutes=max(free, 0),
        skills=frozenset(row["skills"]),
        clearances=kept,
    )
    return Sendable(row["name"], volunteer)
