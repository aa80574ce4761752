"""Counts of sites by status, added up by protection level, by district and in all."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from planning.logic.duty import Status


@dataclass(frozen=True, slots=True)
class StatusCounts:
    """How many sites of one group (a level, a district) stand in each status."""

    key: str
    current: int = 0
    due_soon: int = 0
    overdue: int = 0
    never: int = 0
    suspended: int = 0

    @property
    def total(self) -> int:
        """All sites of the group, the suspended too."""
        return self.on_duty + self.suspended

    @property
    def on_duty(self) -> int:
        """The sites that must be visited: all but the suspended."""
        return self.current + self.due_soon + self.overdue + self.never

    @property
    def overdue_share(self) -> float:
        """The part of the sites on duty whose visit is late, 0 to 1; 0 for a group without duty."""
        return self.overdue / self.on_duty if self.on_duty else 0.0

    @property
    def unmet_share(self) -> float:
        """The part of the sites on duty that are late or were never visited, 0 to 1; 0 for a group without duty."""
        return (self.overdue + self.never) / self.on_duty if self.on_duty else 0.0

    def count(self, status: Status) -> int:
        """Return the number of sites in one status."""
        return self.by_status()[status]

    def share(self, status: Status) -> float:
        """Return the part of all sites of the group in one status, 0 to 1; 0 for an empty group."""
        return self.count(status) / self.total if self.total else 0.0

    def by_status(self) -> dict[Status, int]:
        """Return the counts by status, in the order of the legend."""
        return {
            Status.CURRENT: self.current,
            Status.DUE_SOON: self.due_soon,
            Status.OVERDUE: self.overdue,
            Status.NEVER: self.never,
            Status.SUSPENDED: self.suspended,
        }


def grouped(rows: Iterable[tuple[str, Status, int]]) -> tuple[StatusCounts, ...]:
    """Add up (key, status, count) rows by key, in order of the keys."""
    counts: dict[str, dict[Status, int]] = defaultdict(lambda: defaultdict(int))
    for key, status, count in rows:
        counts[key][status] += count
    return tuple(_status_counts(key, found) for key, found in sorted(counts.items()))


def overall(groups: Iterable[StatusCounts], key: str = "") -> StatusCounts:
    """Add up groups that do not overlap into one."""
    rows = ((key, status, count) for group in groups for status, count in group.by_status().items())
    return next(iter(grouped(rows)), StatusCounts(key))


def worst_first(groups: Iterable[StatusCounts]) -> list[StatusCounts]:
    """Order groups by the part not met, then by how many sites that is, then by key."""
    return sorted(
        groups,
        key=lambda group: (
            -group.unmet_share,
            -(group.overdue + group.never),
            group.key,
        ),
    )


def _status_counts(key: str, counts: Mapping[Status, int]) -> StatusCounts:
    return StatusCounts(key, **{status.value: counts.get(status, 0) for status in Status})
