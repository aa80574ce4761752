"""What a plan that follows another leaves out: people who cannot come, sites that are closed, days without visits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class Trigger(StrEnum):
    """Why a published plan is planned anew."""

    NO_SHOW = "no_show"
    CLOSURE = "closure"
    STORM = "storm"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Terms:
    """Ids of volunteers who are absent and of sites that are closed, and the first and last day without visits."""

    trigger: str = ""
    absent: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()
    quiet: tuple[date, date] | None = None

    def stored(self) -> dict[str, Any]:
        """Return the terms as JSON keeps them."""
        quiet = [day.isoformat() for day in self.quiet] if self.quiet else []
        return {"trigger": self.trigger, "absent": sorted(self.absent), "closed": sorted(self.closed), "quiet": quiet}


def read_terms(stored: Mapping[str, Any]) -> Terms:
    """Return the terms kept with a plan; none for a plan that follows nothing."""
    days = [date.fromisoformat(day) for day in stored.get("quiet", ())]
    return Terms(
        trigger=str(stored.get("trigger", "")),
        absent=frozenset(stored.get("absent", ())),
        closed=frozenset(stored.get("closed", ())),
        quiet=(days[0], days[1]) if days else None,
    )
