"""How the demo's sites stand today: which are current, due soon, overdue or never visited. Plain values only."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planning.logic.duty import Status, soon_days

MOUNTAINS = frozenset({"110109", "110111", "110114", "110116", "110117", "110118", "110119"})
OLD_TOWN = frozenset({"110101", "110102"})
# Shares of current, due soon, overdue and never visited; with the hand-written stories, most of them overdue, all of
# Beijing's 250 sites come to about 45, 15, 25 and 15 %.
SHARES: Mapping[str, tuple[float, float, float, float]] = {
    "old_town": (0.61, 0.15, 0.16, 0.08),
    "plain": (0.51, 0.15, 0.19, 0.15),
    "mountains": (0.37, 0.13, 0.25, 0.25),
}
LONGEST_LATE_DAYS = 120


@dataclass(frozen=True, slots=True)
class Standing:
    """A site as this choice needs it: the day of its certain last visit wins over any share."""

    code: str
    district: str
    interval_days: int
    level_rank: int
    is_difficult: bool
    visited_days_ago: int | None = None


def last_visits(sites: Sequence[Standing], rng: random.Random) -> dict[str, int | None]:
    """Return how many days ago each site was visited last, none for never, so that the shares of its part are kept."""
    chosen: dict[str, int | None] = {site.code: site.visited_days_ago for site in sites}
    for part in SHARES:
        free = [site for site in sites if _part(site.district) == part and site.visited_days_ago is None]
        # The famous and the easy are looked at first.
        ordered = sorted(free, key=lambda site: 0.12 * site.level_rank + 0.35 * site.is_difficult + rng.random())
        for site, status in zip(ordered, _statuses(part, len(ordered)), strict=True):
            chosen[site.code] = _days_ago(status, site.interval_days, rng)
    return chosen


def _part(district: str) -> str:
    if district in OLD_TOWN:
        return "old_town"
    return "mountains" if district in MOUNTAINS else "plain"


def _statuses(part: str, count: int) -> list[Status]:
    """Return one status for each of the ordered sites, the best first."""
    current, soon, overdue, _ = SHARES[part]
    ends = [round(count * share) for share in (current, current + soon, current + soon + overdue)]
    order = (Status.CURRENT, Status.DUE_SOON, Status.OVERDUE)
    return [next((status for status, end in zip(order, ends, strict=True) if place < end), Status.NEVER)
            for place in range(count)]  # fmt: skip


def _days_ago(status: Status, interval_days: int, rng: random.Random) -> int | None:
    if status is Status.NEVER:
        return None
    if status is Status.CURRENT:
        return rng.randint(1, max(1, interval_days - soon_days(interval_days) - 1))
    if status is Status.DUE_SOON:
        return rng.randint(max(1, interval_days - soon_days(interval_days)), interval_days)
    return interval_days + rng.randint(1, LONGEST_LATE_DAYS)
