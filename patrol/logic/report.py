"""A report as plain values, and the one list of what is missing before it can be sent, here and on the phone."""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

Rule = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fix:
    """A position by the phone: degrees WGS-84, the radius in metres it claims, and when it was taken."""

    longitude: float
    latitude: float
    accuracy_m: float | None
    taken_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReportPhoto:
    """A photo's place in a report: its bytes by SHA-256, what it shows (far, near, finding), and its shutter."""

    sha256: str
    role: str
    taken_at: datetime | None = None
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class ReportFinding:
    """Damage or danger seen: the code of its kind, severity 0 to 4, and a note."""

    kind: str | None
    severity: int | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class SubmittedReport:
    """One inspection as the phone sends it, or as far as it is filled in; codes are those of the vocabulary."""

    id: str
    site: str
    arrived_at: datetime | None = None
    finished_at: datetime | None = None
    fix: Fix | None = None
    condition: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[ReportFinding, ...] = ()
    photos: tuple[ReportPhoto, ...] = ()
    note: str = ""
    kind: str = "full"


@dataclass(frozen=True, slots=True)
class Missing:
    """Something a report still lacks: a code to word it by, and the path of the field that wants filling."""

    code: str
    path: str


def missing_parts(report: SubmittedReport, core_questions: Sequence[str]) -> list[Missing]:
    """List what the report lacks, in the order of the form; empty when it can be sent.

    `core_questions` are the codes of the checklist that every visit to this site must answer.
    """
    values = _plain(report)
    found: list[Missing] = []
    for rule in report_rules():
        if report.kind not in rule.get("for", (report.kind,)):
            continue
        if {missing.code for missing in found}.isdisjoint(rule.get("after", ())):
            found += [Missing(rule["code"], path) for path in _CHECKS[rule["kind"]](rule, values, core_questions)]
    return found


def _plain(value: Any) -> Any:
    """Return a report, or what it holds, as a dictionary of its fields."""
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    names = getattr(value, "__slots__", None)
    return value if names is None else {name: _plain(getattr(value, name)) for name in names}


@cache
def report_rules() -> tuple[Rule, ...]:
    """Give the table of rules, as the phone gets it; each kind of rule is described in the file."""
    table = json.loads(Path(__file__).with_name("report_rules.json").read_text(encoding="utf-8"))
    return tuple(table["rules"])


def _absent(rule: Rule, values: Rule, _: Sequence[str]) -> Iterable[str]:
    return [] if _is_present(_at(values, rule["of"])) else [rule["of"]]


def _not_positive(rule: Rule, values: Rule, _: Sequence[str]) -> Iterable[str]:
    number = _at(values, rule["of"])
    is_positive = isinstance(number, int | float) and math.isfinite(number) and number > 0
    return [] if is_positive else [rule["of"]]


def _unanswered(rule: Rule, values: Rule, core_questions: Sequence[str]) -> Iterable[str]:
    answers = cast("Mapping[str, object]", _at(values, rule["of"]))
    return [f"{rule['of']}.{code}" for code in core_questions if not _is_present(answers.get(code))]


def _too_few(rule: Rule, values: Rule, _: Sequence[str]) -> Iterable[str]:
    wanted = rule.get("where", {}).items()
    items = [item for item in _items(rule, values) if all(item[key] == value for key, value in wanted)]
    count = len({item[rule["distinct"]] for item in items}) if "distinct" in rule else len(items)
    return [] if count >= rule["at_least"] else [rule["of"]]


def _incomplete(rule: Rule, values: Rule, _: Sequence[str]) -> Iterable[str]:
    return [
        f"{rule['of']}.{index}.{rule['field']}"
        for index, item in enumerate(_items(rule, values))
        if _is_asked(rule, item) and not _is_present(item[rule["field"]])
    ]


def _is_asked(rule: Rule, item: Mapping[str, Any]) -> bool:
    if "when" not in rule:
        return True
    value = item[rule["when"]["field"]]
    return value is not None and value >= rule["when"]["at_least"]


def _items(rule: Rule, values: Rule) -> Sequence[Mapping[str, Any]]:
    return cast("Sequence[Mapping[str, Any]]", _at(values, rule["of"]))


def _at(values: Rule, path: str) -> object:
    found: Any = values
    for name in path.split("."):
        found = found[name]
    return found


def _is_present(value: object) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None


_CHECKS = {
    "present": _absent,
    "positive": _not_positive,
    "answered": _unanswered,
    "count": _too_few,
    "each": _incomplete,
}
