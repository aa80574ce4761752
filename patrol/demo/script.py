"""The hand-written part of the demo: cases with their timelines, reports that wait in the inbox, and phrases."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from patrol.demo.history import PastVisit, looked_after

FOLDER = Path(__file__).parent
# Whose phone the demo is looked at with: the damage they found was repaired, and somebody else saw it a week later or more.
SHOWN: Final = "volunteer@example.org"
DAYS_TO_LOOK: Final = 7


@dataclass(frozen=True, slots=True)
class Step:
    """A line of a case's timeline, so many days ago; `is_visit` where a volunteer's visit stands behind it.

    `state` is also `work` (a piece of work) and `merged` (into the site's other case); `facts` are those of the line.
    """

    state: str
    days_ago: int
    note: str
    is_visit: bool
    answer: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseScript:
    """A case: the finding that opened it, and what was done."""

    site: str
    kind: str
    severity: int
    finding: str
    due_in_days: int | None
    last_days_ago: int | None
    steps: tuple[Step, ...]

    @property
    def is_closed(self) -> bool:
        """Whether nothing is left to do."""
        return self.steps[-1].state in ("closed", "dismissed", "merged")

    @property
    def visit_days(self) -> tuple[int, ...]:
        """The days on which volunteers were there, as far as the story needs them."""
        days = {step.days_ago for step in self.steps if step.is_visit}
        return tuple(sorted(days | ({self.last_days_ago} if self.last_days_ago is not None else set())))


@dataclass(frozen=True, slots=True)
class InboxScript:
    """A report that waits for review; `photos` is honest, old (taken the day before) or copied."""

    site: str
    volunteer: str | None
    days_ago: int
    clock: str
    last_days_ago: int
    condition: str
    note: str
    away_m: int
    accuracy_m: int
    photos: str
    findings: tuple[Mapping[str, Any], ...]


@cache
def case_scripts() -> tuple[CaseScript, ...]:
    """Return the cases; the first step of each is the visit that found the damage."""
    return tuple(_case(row) for row in _read("cases.json"))


@cache
def inbox_scripts() -> tuple[InboxScript, ...]:
    """Return the reports that wait for review."""
    return tuple(InboxScript(**{**row, "findings": tuple(row["findings"])}) for row in _read("inbox.json"))


@cache
def words() -> dict[str, dict[str, list[str]]]:
    """Return the phrases by use and code."""
    found: dict[str, dict[str, list[str]]] = _read("words.json")
    return found


def certain_visits() -> dict[str, tuple[int, ...]]:
    """Return, by site code, how many days ago the hand-written stories need a visit."""
    days: dict[str, set[int]] = defaultdict(set)
    for case in case_scripts():
        days[case.site].update(case.visit_days)
    for report in inbox_scripts():
        days[report.site].add(report.last_days_ago)
    return {code: tuple(sorted(found)) for code, found in days.items()}


def own_story(visits: Iterable[PastVisit]) -> tuple[PastVisit, PastVisit] | None:
    """Return at which visit the one who is shown the demo found damage, and which saw it repaired, if there are such."""
    scripted = certain_visits()
    return looked_after([one for one in visits if one.code not in scripted], SHOWN, days=DAYS_TO_LOOK)


def open_hazards() -> frozenset[str]:
    """Return the codes of the sites with an open severe case, which are to be visited more often."""
    waiting = {report.site for report in inbox_scripts() if any(one["severity"] >= 3 for one in report.findings)}
    return frozenset(waiting | {case.site for case in case_scripts() if not case.is_closed})


def _case(row: dict[str, Any]) -> CaseScript:
    steps = tuple(
        Step(
            one["state"],
            one["days_ago"],
            one["note"],
            is_visit=place == 0 or one.get("visit", False),
            answer=one.get("answer", ""),
            facts=one.get("facts", {}),
        )
        for place, one in enumerate(row["steps"])
    )
    plain = {key: row[key] for key in ("site", "kind", "severity", "finding", "due_in_days")}
    return CaseScript(**plain, last_days_ago=row.get("last_days_ago"), steps=steps)


def _read(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))
