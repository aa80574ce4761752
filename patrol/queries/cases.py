"""Cases in lists: as a board, as a table, filtered; who reported them; where a merged one leads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from patrol.logic.case_chain import ENDED, OPEN
from patrol.models import Case, CaseFinding
from patrol.queries.evidence import STATEMENTS
from patrol.queries.inbox import all_cases
from people.models import User
from people.permissions import Person

CARDS: Final = 8


@dataclass(frozen=True, slots=True)
class CaseFilters:
    """What a list of cases is narrowed to; empty means everything. `state` is one state, `open` or `ended`."""

    state: str = ""
    severity: int | None = None
    priority: str = ""
    is_overdue: bool = False
    district: str = ""
    handler: str = ""
    kind: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the board: a state, how many cases stand there, the first of them."""

    state: str
    count: int
    late: int
    cases: list[Case]


def listed_cases(viewer: Person, filters: CaseFilters, *, at: datetime) -> QuerySet[Case]:
    """Return the cases of the viewer's areas that fit: open ones by due time before ended ones, the latest first."""
    cases = _narrowed(viewer, filters, at)
    return cases.order_by(
        F("closed_at").desc(nulls_first=True), F("due_at").asc(nulls_last=True), "-severity", "number"
    )


def board_of(viewer: Person, filters: CaseFilters, *, at: datetime) -> list[Column]:
    """Return the open cases that fit by state, the first eight of each by due time; two statements for any number."""
    cases = _narrowed(viewer, filters, at).filter(closed_at=None)
    late = Count("pk", filter=Q(due_at__lt=at))
    totals = cases.order_by().values_list("state").annotate(total=Count("pk"), late=late)
    counts = {state: (total, late) for state, total, late in totals}
    place = Window(
        RowNumber(),
        partition_by=F("state"),
        order_by=[F("due_at").asc(nulls_last=True), F("severity").desc(), F("number")],
    )
    keys = cases.order_by().annotate(place=place).filter(place__lte=CARDS).values("pk")
    first = all_cases(viewer).filter(pk__in=keys).defer("site__geom", "site__district__geom")
    shown = list(first.order_by(F("due_at").asc(nulls_last=True), "-severity", "number"))
    return [Column(state, *counts.get(state, (0, 0)), [one for one in shown if one.state == state]) for state in OPEN]


def reporters_of(case: Case) -> QuerySet[User]:
    """Return the people whose findings the case holds now."""
    return User.objects.filter(pk__in=CaseFinding.objects.filter(case=case).values("finding__report__volunteer"))


def own_cases(person: User) -> QuerySet[Case]:
    """Return the cases that hold a finding of the person, the newest first."""
    mine = CaseFinding.objects.filter(finding__report__volunteer=person).values("case")
    return (
        Case.objects.filter(pk__in=mine)
        .select_related("site__district", "kind")
        .defer("site__geom", "site__district__geom")
        .order_by("-opened_at", "-number")
    )


def family_of(case: Case) -> list[UUID]:
    """Return the ids of the case and of all merged into it."""
    return [row["id"] for row in STATEMENTS.rows("case_family", {"case": case.pk})]


def led_to(case: Case) -> UUID:
    """Return the id of the case that a merged one leads to in the end."""
    found: UUID = STATEMENTS.value("case_led_to", {"case": case.pk})
    return found


def _narrowed(viewer: Person, filters: CaseFilters, at: datetime) -> QuerySet[Case]:
    cases = all_cases(viewer).filter(_state(filters.state))
    exact: Mapping[str, object] = {
        "severity": filters.severity,
        "priority": filters.priority,
        "site__district": filters.district,
        "kind": filters.kind,
    }
    cases = cases.filter(**{key: value for key, value in exact.items() if value not in ("", None)})
    if filters.is_overdue:
        cases = cases.filter(closed_at=None, due_at__lt=at)
    if filters.handler:
        cases = cases.filter(_handler(viewer, filters.handler))
    if filters.text:
        named = Q(site__name_zh__icontains=filters.text) | Q(site__name_en__icontains=filters.text)
        cases = cases.filter(named | Q(number__icontains=filters.text) | Q(site__code=filters.text))
    return cases


def _state(state: str) -> Q:
    if state == "open":
        return Q(closed_at=None)
    if state == "ended":
        return Q(closed_at__isnull=False)
    return Q(state=state) if state in (*OPEN, *ENDED) else Q()


def _handler(viewer: Person, handler: str) -> Q:
    if handler == "none":
        return Q(handler=None)
    return Q(handler=viewer.pk if handler == "me" else handler)
