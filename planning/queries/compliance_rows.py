"""The rows behind each number of the compliance view."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from planning.logic.compliance import Excuse
from planning.queries.compliance import Compliance, Line, rows

SITE_PARTS: Final[dict[str, Callable[[Line], bool]]] = {
    "sites": lambda _line: True,
    "required": lambda line: line.figures.required > 0,
    "done": lambda line: line.figures.done > 0,
    "in_time": lambda line: line.figures.in_time > 0,
    "late": lambda line: line.figures.late > 0,
    "missed": lambda line: line.figures.missed > 0,
    **{excuse.value: lambda line, excuse=excuse: excuse in line.excuses for excuse in Excuse},  # type: ignore[misc]
}
CASE_PARTS: Final = ("cases", "cases_opened", "cases_closed", "cases_open")
FINDING_PARTS: Final = ("findings", "hazards")
BAND_PARTS: Final = ("strong", "fair", "weak", "none")
VISIT_PARTS: Final = ("visits", *BAND_PARTS)
PARTS: Final = (*SITE_PARTS, *CASE_PARTS, *FINDING_PARTS, "pauses", *VISIT_PARTS)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which rows: the part of the figures, and of it a level or district ("" for all)."""

    part: str
    level: str = ""
    district: str = ""


def lines_of(found: Compliance, wanted: Narrowed) -> list[Line]:
    """Return the sites of a part, those with most missed visits first."""
    fits = SITE_PARTS[wanted.part]
    chosen = [
        line
        for line in found.lines
        if fits(line) and wanted.level in ("", line.level) and wanted.district in ("", line.district)
    ]
    return sorted(chosen, key=lambda line: (-line.figures.missed, line.code))


def records_of(found: Compliance, wanted: Narrowed) -> list[dict[str, Any]]:
    """Return the cases, findings, suspensions or visits of a part, as the statements gave them."""
    if wanted.part in CASE_PARTS:
        chosen = [one for one in found.cases if _is_case_of(one, found, wanted.part)]
    elif wanted.part in FINDING_PARTS:
        chosen = [one for one in found.findings if wanted.part == "findings" or one["severity"] >= 3]
    elif wanted.part == "pauses":
        chosen = list(found.pauses)
    else:
        visits = rows("compliance_visits", found.question)
        chosen = [one for one in visits if wanted.part in ("visits", one["band"])]
        chosen.sort(key=lambda one: (one["visited_on"], one["code"]), reverse=True)
    return [
        one for one in chosen if wanted.level in ("", one["level_id"]) and wanted.district in ("", one["district_id"])
    ]


def _is_case_of(one: dict[str, Any], found: Compliance, part: str) -> bool:
    period = found.question.period
    if part == "cases_opened":
        return one["opened_on"] in period
    if part == "cases_closed":
        return one["closed_on"] in period
    is_open = one["closed_on"] is None or one["closed_on"] > min(period.to_on, found.question.known_on)
    return part == "cases" or is_open
