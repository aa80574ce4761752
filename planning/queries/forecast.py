"""What is owed and what can be done in the coming months, and what a new service point would reach."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from core.sql import Statements
from patrol.queries.outings import people_together_on
from planning.logic.forecast import Capacity, Owed
from planning.logic.reach import great_circle_m, places
from planning.queries.problems import SKILLS_FOR_DIFFICULT

STATEMENTS: Final = Statements(Path(__file__).parents[1] / "sql")
LOOKED_BACK: Final = timedelta(days=90)
CHINA: Final = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class NewPoint:
    """What a service point at a place would change: sites in its catchment, those no other catchment holds, and those nearer."""

    inside: int
    newly_inside: int
    nearer: int


def owed_in(areas: Iterable[str], *, on: date) -> list[Owed]:
    """Return what is owed in the areas from a day on; suspended sites come back after their suspension.

    As many people go to a difficult site as the policy of outings asks for on that day.
    """
    asked = {"patterns": _patterns(areas), "today": on, "together": people_together_on(on)}
    return [Owed(**row) for row in STATEMENTS.rows("forecast_owed", asked)]


def capacity_in(areas: Iterable[str], *, on: date) -> list[Capacity]:
    """Return visits a month by district: declared by the volunteers living there, and accepted in the last 90 days.

    An accepted visit to which two were sent is a visit of each.
    """
    since = datetime.combine(on - LOOKED_BACK, datetime.min.time(), CHINA)
    asked = {"patterns": _patterns(areas), "since": since, "skills": sorted(SKILLS_FOR_DIFFICULT)}
    return [Capacity(**row) for row in STATEMENTS.rows("forecast_capacity", asked)]


def new_point(areas: Iterable[str], *, lon: float, lat: float, catchment_m: float) -> NewPoint:
    """Return what a service point at a place (WGS-84) would reach among the active sites of the areas."""
    rows = STATEMENTS.rows("forecast_points", {"patterns": _patterns(areas)})
    sites = places([row["lon"] for row in rows], [row["lat"] for row in rows])
    off = great_circle_m(sites, places([lon], [lat]))
    held = np.array([row["is_held"] for row in rows], dtype=bool)
    nearest = np.array([np.inf if row["point_m"] is None else row["point_m"] for row in rows], dtype=float)
    inside = off <= catchment_m
    return NewPoint(int(inside.sum()), int((inside & ~held).sum()), int((off < nearest).sum()))


def _patterns(areas: Iterable[str]) -> list[str]:
    return [f"{area}%" for area in areas]
