"""Crews: who goes to a site together, and who of them leads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from planning.logic.assign import Assignment, Fit


@dataclass(frozen=True, slots=True)
class Crew:
    """Who goes to a site: the lead and, where two go, the companion; each with straight kilometres from home."""

    site_id: str
    lead_id: str
    lead_km: float
    companion_id: str | None
    companion_km: float | None
    is_locked: bool


def crews(assignments: Iterable[Assignment], leads: Mapping[str, str] | None = None) -> list[Crew]:
    """Return the visits of a plan by site: whoever led before (`leads`, by site) still leads, else the nearer of two."""
    before = leads or {}

    def rank(one: Assignment) -> tuple[str, bool, float, str]:
        return one.site_id, before.get(one.site_id) != one.volunteer_id, one.distance_km, one.volunteer_id

    ordered = sorted(assignments, key=rank)
    return [_crew(list(group)) for _site, group in groupby(ordered, key=lambda one: one.site_id)]


def companion_for(fits: Iterable[Fit], lead_id: str, wished: Sequence[str | None]) -> Fit | None:
    """Return who goes along with the lead: the first of those wished for who can, else the nearest who can."""
    able = {one.volunteer_id: one for one in fits if one.is_possible and one.volunteer_id != lead_id}
    known = next((able[one] for one in wished if one in able), None)
    return known or min(able.values(), key=lambda one: (one.distance_km, one.volunteer_id), default=None)


def _crew(group: list[Assignment]) -> Crew:
    lead, *along = group
    companion = along[0] if along else None
    return Crew(
        lead.site_id,
        lead.volunteer_id,
        lead.distance_km,
        companion.volunteer_id if companion else None,
        companion.distance_km if companion else None,
        lead.is_locked,
    )
