"""Which cases and findings of a site look like one damage, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from patrol.logic.case_likeness import Compared, Likeness, likeness_of
from patrol.logic.case_policy import CaseRules, case_rules_from
from patrol.models import Case, CaseApart, CaseFinding, CasePolicy, Finding
from patrol.queries.evidence import STATEMENTS

# Older findings that opened no case are no news.
LOOSE_FOR: Final = timedelta(days=180)
MOST_SHOWN: Final = 6


@dataclass(frozen=True, slots=True)
class Twin:
    """An open case, or a finding in none, that may be the same damage."""

    likeness: Likeness
    case: Case | None = None
    finding: Finding | None = None


def case_rules_on(day: date) -> CaseRules:
    """Return the rules of cases valid on that day; the first ones for days before any."""
    policies = CasePolicy.objects.order_by("valid_from")
    return case_rules_from((policies.filter(valid_from__lte=day).last() or policies[0]).values)


def same_case(finding: Finding, rules: CaseRules) -> tuple[Case, Likeness] | None:
    """Return the open case that a new finding belongs to beyond doubt, with what they have in common; else none."""
    report = finding.report
    rows = _compared([finding.pk], report.site_id, None, rules, since=report.received_at)
    sure = {key: found for key, (_loose, found) in rows.items() if found.is_same and not _loose}
    if not sure:
        return None
    best = max(sure, key=lambda key: (sure[key].points, str(key)))
    case = Case.objects.select_for_update(of=("self",)).get(pk=best)
    return None if case.closed_at is not None else (case, sure[best])


def twins_of(case: Case, rules: CaseRules, *, at: datetime) -> list[Twin]:
    """Return what may be the same damage as an open case, the likest first, at most six; what was said to be apart is not."""
    mine = list(CaseFinding.objects.filter(case=case).values_list("finding", flat=True))
    if case.closed_at is not None or not mine:
        return []
    rows = _compared(mine, case.site_id, case.pk, rules, since=at - LOOSE_FOR)
    apart = _apart_from(case)
    like = {key: one for key, one in rows.items() if one[1].is_suggested and key not in apart}
    shown = sorted(like, key=lambda key: -like[key][1].points)[:MOST_SHOWN]
    cases = Case.objects.select_related("kind").in_bulk([key for key in shown if not like[key][0]])
    loose = Finding.objects.select_related("kind", "report__volunteer").in_bulk([key for key in shown if like[key][0]])
    return [Twin(like[key][1], cases.get(key), loose.get(key)) for key in shown]


def _compared(
    mine: Iterable[UUID], site: UUID, case: UUID | None, rules: CaseRules, *, since: datetime
) -> dict[UUID, tuple[bool, Likeness]]:
    """Return, by id of the case or loose finding, whether it is a finding and the likeness."""
    asked = {"mine": [str(one) for one in mine], "site": site, "case": case, "since": since}
    return {
        row["case_id"] or row["finding_id"]: (row["case_id"] is None, likeness_of(_seen(row), rules.likeness))
        for row in STATEMENTS.rows("placed_findings", asked)
    }


def _seen(row: dict[str, Any]) -> Compared:
    return Compared(**{name: row[name] for name in Compared.__dataclass_fields__})


def _apart_from(case: Case) -> set[UUID]:
    pairs = CaseApart.objects.filter(Q(first=case) | Q(second=case)).values_list("first", "second")
    return {one for pair in pairs for one in pair}
