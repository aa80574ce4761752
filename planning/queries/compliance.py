"""What was owed and done in an area and a period, as it was known at an instant."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from core.sql import rows_of
from planning.logic.compliance import Excuse, Figures, History, Pause, Period, State, added_up, figures_of, grouped
from planning.logic.required import Facts, Requirement
from planning.models import Duty, VisitRule
from planning.queries.coverage import STATEMENTS
from planning.queries.duties import of_areas
from planning.queries.obligations import SERIOUS, as_rule

# So many sites are computed before the progress is told.
PART: Final = 2_000


@dataclass(frozen=True, slots=True)
class Question:
    """Whose sites (a division code's beginning), which period, as known when; `level` "" stands for all."""

    area: str
    period: Period
    as_of: datetime
    level: str = ""

    @property
    def known_on(self) -> date:
        """The day in Asia/Shanghai up to which things are known."""
        return timezone.localdate(self.as_of)

    def parameters(self) -> dict[str, Any]:
        """Return what the statements ask for."""
        return {
            "pattern": f"{self.area}%",
            "level": self.level,
            "as_of": self.as_of,
            "known_on": self.known_on,
            "from_on": self.period.from_on,
            "to_on": self.period.to_on,
            "from_at": start_of(self.period.from_on),
            "to_at": start_of(self.period.to_on + timedelta(days=1)),
        }


@dataclass(frozen=True, slots=True)
class Line:
    """A site with its figures and what explains them."""

    site_id: UUID
    code: str
    name_zh: str
    name_en: str
    level: str
    district: str
    figures: Figures
    excuses: frozenset[Excuse]


@dataclass(frozen=True, slots=True)
class Proof:
    """Visits of a level and district by the strength of their evidence, and the service they were, in seconds."""

    level: str
    district: str
    band: str
    visits: int
    seconds: int


@dataclass(frozen=True)
class Compliance:
    """The answer: a line for each site, and the rows behind the other numbers as dictionaries."""

    question: Question
    lines: tuple[Line, ...]
    proofs: tuple[Proof, ...]
    cases: tuple[dict[str, Any], ...]
    findings: tuple[dict[str, Any], ...]
    pauses: tuple[dict[str, Any], ...]
    total: Figures = field(init=False)

    def __post_init__(self) -> None:
        """Add up once what every page asks for."""
        object.__setattr__(self, "total", added_up(line.figures for line in self.lines))

    def by_level(self) -> dict[str, Figures]:
        """Return the figures by protection level."""
        return grouped((line.level, line.figures) for line in self.lines)

    def by_district(self) -> dict[str, Figures]:
        """Return the figures by district."""
        return grouped((line.district, line.figures) for line in self.lines)

    def excused(self) -> dict[Excuse, Figures]:
        """Return the figures of the sites that something explains; a site may stand under several."""
        return grouped((excuse, line.figures) for line in self.lines for excuse in line.excuses)


def compliance(question: Question, *, tell: Callable[[int, int], None] | None = None) -> Compliance:
    """Compute what was owed and done; `tell` hears how many of all sites are done. Six statements, however many sites."""
    lines = _lines(question, tell)
    return Compliance(
        question=question,
        lines=lines,
        proofs=tuple(Proof(*row.values()) for row in rows("compliance_evidence", question)),
        cases=tuple(rows("compliance_cases", question)),
        findings=tuple(rows("compliance_findings", question)),
        pauses=tuple(rows("compliance_pauses", question)),
    )


def sites_asked(question: Question) -> int:
    """Return about how many sites a question is about: those of the area and level today."""
    here = Duty.objects.filter(of_areas([question.area]), is_active=True)
    return (here.filter(level_id=question.level) if question.level else here).count()


def rows(name: str, question: Question, **more: Any) -> list[dict[str, Any]]:
    """Run one of the statements of compliance for the question."""
    return rows_of(statement(name), {**question.parameters(), **more})


def statement(name: str) -> str:
    """Return a statement of compliance, whole: with the visits and the register it stands on."""
    text = STATEMENTS.text(name).replace("{visits}", STATEMENTS.text("compliance_visits"))
    text = text.replace("{known}", STATEMENTS.text("compliance_known"))
    return text.replace("{register}", STATEMENTS.text("compliance_register"))


def start_of(day: date) -> datetime:
    """Return the instant at which the day begins here."""
    return timezone.make_aware(datetime.combine(day, time.min))


def rules_in(period: Period) -> list[VisitRule]:
    """Return the visit rules that held on some day of the years of a period, by code."""
    first, last = date(period.years.start, 1, 1), date(period.years.stop - 1, 12, 31)
    return list(VisitRule.objects.filter(valid_from__lte=last).exclude(valid_to__lt=first).order_by("code"))


def _lines(question: Question, tell: Callable[[int, int], None] | None) -> tuple[Line, ...]:
    asked = Requirement(as_rule(one) for one in rules_in(question.period))
    sites = rows("compliance_sites", question)
    known = _Known(question)
    lines: list[Line] = []
    for start in range(0, len(sites), PART):
        for site in sites[start : start + PART]:
            history = known.history(site)
            figures = figures_of(history, question.period, known_on=question.known_on, asked=asked)
            if site["is_active"] or figures.required or figures.visits:
                lines.append(_line(site, figures))
        if tell is not None:
            tell(min(start + PART, len(sites)), len(sites))
    return tuple(lines)


def _line(site: dict[str, Any], figures: Figures) -> Line:
    excuses = {
        Excuse.SUSPENDED: figures.suspended_days > 0,
        Excuse.RETIRED: not site["is_active"],
        Excuse.CLOSED: site["open_to"] == "no",
        Excuse.DIFFICULT: site["is_difficult"],
        Excuse.HIDDEN: site["shown_as"] != "exact",
    }
    return Line(
        site["id"],
        site["code"],
        site["name_zh"],
        site["name_en"],
        site["level_id"],
        site["district_id"],
        figures,
        frozenset(excuse for excuse, holds in excuses.items() if holds),
    )


class _Known:
    """What was known of the sites of a question, read by a statement for each kind and handed out site by site."""

    def __init__(self, question: Question) -> None:
        # The dues of a year are counted from its first day, and met until its last.
        years = Period(date(question.period.years.start, 1, 1), date(question.period.years.stop - 1, 12, 31))
        self._first_on = years.from_on
        whole = Question(question.area, years, question.as_of, question.level)
        self._earlier = _by_site(rows("compliance_versions", whole))
        self._visited = {row["site_id"]: tuple(row["days"]) for row in rows("compliance_visited", whole)}
        self._cases = _by_site(one for one in rows("compliance_cases", whole) if one["severity"] >= SERIOUS)
        self._pauses = _by_site(rows("compliance_pauses", whole))

    def history(self, site: dict[str, Any]) -> History:
        """Return what was known of a site."""
        key = site["id"]
        sections = {name: site[name] for name in ("has_sections", "has_key_section")}
        states = [_state(row, sections, row["until"]) for row in self._earlier.get(key, ())]
        states.append(_state(site, sections, None))
        if (registered_on := timezone.localdate(site["created_at"])) > self._first_on:
            states.insert(0, State(registered_on, states[0].facts, is_active=False))
        return History(
            states=tuple(states),
            hazards=tuple((one["opened_on"], one["closed_on"]) for one in self._cases.get(key, ())),
            pauses=tuple(Pause(one["from_on"], one["to_on"]) for one in self._pauses.get(key, ())),
            visited_on=self._visited.get(key, ()),
        )


def _state(row: dict[str, Any], sections: dict[str, bool], until: date | None) -> State:
    facts = Facts(
        level=row["level_id"],
        condition=row["condition_id"] or "",
        category=row["category_id"],
        parent_category=row["parent_category"],
        district_code=row["district_id"],
        **sections,
    )
    return State(until, facts, row["is_active"])


def _by_site(found: Iterable[dict[str, Any]]) -> dict[UUID, Sequence[dict[str, Any]]]:
    kept: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in found:
        kept[row["site_id"]].append(row)
    return dict(kept)
