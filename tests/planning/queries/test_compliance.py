"""What was owed and done, as it was known: by visits, decisions, suspensions, cases and a register that changed since."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from patrol.actions.cases import open_case_for
from patrol.actions.review.second_look import overturn_report
from patrol.models import Finding, FindingKind
from people.models import User
from planning.logic.compliance import Excuse, Figures, quarter_of, year_of
from planning.models import Suspension, VisitRule
from planning.queries.compliance import compliance
from planning.queries.compliance_rows import Narrowed, lines_of, records_of
from sites.models import Site
from tests.factories import make
from tests.planning.audited import LATER, SECOND_QUARTER, accepted, noon, old_site, one_rule, question


@pytest.fixture
def relic(db: None) -> Site:
    one_rule()
    return old_site("RELIC", level_id="county")


def test_visits_in_and_after_their_windows(relic: Site, officer: User) -> None:
    # Every 30 days from 1 January: in the quarter due on 30 April, 30 May and 29 June.
    for day in (date(2026, 4, 20), date(2026, 6, 10), date(2026, 6, 20)):
        accepted(relic, day, by=officer)
    found = compliance(question())
    assert found.total == Figures(sites=1, required=3, in_time=2, late=1, visits=3, suspended_days=0)
    assert found.by_level() == {"county": found.total}
    assert found.by_district() == {"110101": found.total}


def test_what_was_decided_later_was_not_known(relic: Site, officer: User) -> None:
    accepted(relic, date(2026, 4, 20), by=officer, decided_at=datetime(2026, 7, 5, tzinfo=UTC))
    assert compliance(question(as_of=datetime(2026, 7, 1, tzinfo=UTC))).total.in_time == 0
    assert compliance(question()).total.in_time == 1


def test_what_was_taken_back_later_still_counted_then(relic: Site, officer: User) -> None:
    report = accepted(relic, date(2026, 4, 20), by=make.user())
    overturn_report(report=report, reason="照片是旧的", version=0, by=officer, at=datetime(2026, 7, 5, tzinfo=UTC))
    assert compliance(question(as_of=datetime(2026, 7, 1, tzinfo=UTC))).total.in_time == 1
    assert compliance(question(as_of=datetime(2026, 4, 20, tzinfo=UTC))).total.in_time == 0
    assert compliance(question()).total.in_time == 0


def test_only_what_has_fallen_due_is_owed(relic: Site) -> None:
    assert compliance(question(as_of=noon(date(2026, 5, 10)))).total.required == 1
    assert compliance(question(as_of=noon(date(2026, 3, 10)))).total.required == 0


def test_quarters_add_up_to_the_year(relic: Site, officer: User) -> None:
    accepted(relic, date(2026, 2, 3), by=officer)
    accepted(relic, date(2026, 8, 9), by=officer)
    at = datetime(2027, 1, 5, tzinfo=UTC)
    parts = [compliance(question(quarter_of(2026, number), at)).total for number in (1, 2, 3, 4)]
    whole = compliance(question(year_of(2026), at)).total
    assert sum(one.required for one in parts) == whole.required == 12
    assert sum(one.done for one in parts) == whole.done == 2


def test_suspension_lowers_what_is_owed_once_it_was_known(relic: Site, officer: User) -> None:
    at = noon(date(2026, 5, 1))
    values = {"from_on": date(2026, 5, 1), "to_on": date(2026, 6, 30), "reason": "修缮", "by": officer}
    Suspension.objects.create(site=relic, at=at, **values)
    found = compliance(question())
    # 120 days until April, none since: only the due of 30 April.
    assert (found.total.required, found.total.suspended_days) == (1, 61)
    assert [(one["code"], one["reason"]) for one in found.pauses] == [("RELIC", "修缮")]
    assert set(found.excused()) == {Excuse.SUSPENDED}
    assert compliance(question(as_of=at - timedelta(days=1))).pauses == ()


def test_suspension_lifted_later_still_stands_then(relic: Site, officer: User) -> None:
    values = {"from_on": date(2026, 5, 1), "to_on": date(2026, 6, 30), "reason": "修缮", "by": officer}
    Suspension.objects.create(
        site=relic, at=noon(date(2026, 5, 1)), lifted_on=date(2026, 5, 11), lifted_by=officer, **values
    )
    assert compliance(question(as_of=noon(date(2026, 5, 10)))).total.suspended_days == 10
    assert compliance(question()).total.suspended_days == 10
    assert compliance(question(as_of=noon(date(2026, 5, 10)))).pauses[0]["to_on"] == date(2026, 6, 30)
    assert compliance(question()).pauses[0]["to_on"] == date(2026, 5, 10)


def test_a_site_is_counted_where_it_lay_then(relic: Site) -> None:
    before = datetime.now(UTC)
    relic.district, relic.updated_at = make.district("120101"), datetime.now(UTC)
    relic.save()
    assert [line.code for line in compliance(question(as_of=before)).lines] == ["RELIC"]
    assert compliance(question(as_of=datetime.now(UTC))).lines == ()


def test_the_register_counts_as_it_stood(relic: Site) -> None:
    before = datetime.now(UTC)
    relic.level_id, relic.name_zh, relic.updated_at = "national", "新名", datetime.now(UTC)
    relic.save()
    then = compliance(question(as_of=before))
    now = compliance(question(as_of=datetime.now(UTC)))
    assert [(line.level, line.name_zh) for line in then.lines] == [("county", "钟楼")]
    assert [(line.level, line.name_zh) for line in now.lines] == [("national", "新名")]


def test_a_site_owes_from_its_registration(relic: Site) -> None:
    make.site(code="NEW", created_at=datetime(2026, 6, 15, tzinfo=UTC))
    required = {line.code: line.figures.required for line in compliance(question()).lines}
    # Sixteen days are no month.
    assert required == {"RELIC": 3, "NEW": 0}
    assert [line.code for line in compliance(question(as_of=noon(date(2026, 6, 1)))).lines] == ["RELIC"]


def test_an_open_hazard_asks_for_more_while_it_is_open(relic: Site, officer: User) -> None:
    one_rule(90)
    VisitRule.objects.create(code="hazard", scope="hazard", value="", interval_days=7, valid_from=date(2020, 1, 1))
    report = accepted(relic, date(2026, 4, 1), by=officer)
    kind = FindingKind.objects.order_by("code")[0]
    finding = Finding.objects.create(report=report, kind=kind, severity=3, note="裂缝", position=0)
    case = open_case_for(finding=finding, at=noon(date(2026, 4, 2)))
    found = compliance(question())
    # 91 days until 1 April are one and a ninetieth; 90 days from 2 April at one a week come on top: 12.9.
    assert found.total.required == 12
    assert [(one["number"], one["state"], one["severity"]) for one in found.cases] == [(case.number, "found", 3)]
    assert [one["severity"] for one in found.findings] == [3]
    assert compliance(question(as_of=noon(date(2026, 4, 1)))).cases == ()


def test_another_area_is_another_answer(relic: Site) -> None:
    make.district("110105", name_zh="朝阳区")
    old_site("FAR", district_id="110105")
    assert [line.code for line in compliance(question()).lines] == ["RELIC"]
    assert [line.code for line in compliance(question(area="11")).lines] == ["FAR", "RELIC"]
    assert compliance(question(area="32")).lines == ()


def test_evidence_counts_as_last_computed_then(relic: Site, officer: User) -> None:
    accepted(relic, date(2026, 4, 20), by=officer, band="strong")
    accepted(relic, date(2026, 5, 20), by=officer, band="weak")
    assert [(one.band, one.visits) for one in compliance(question()).proofs] == [("strong", 1), ("weak", 1)]
    assert [one.band for one in compliance(question(as_of=noon(date(2026, 5, 1)))).proofs] == ["strong"]


def test_rows_stand_behind_each_number(relic: Site, officer: User) -> None:
    accepted(old_site("BUSY", level_id="national"), date(2026, 4, 20), by=officer)
    found = compliance(question())
    assert [line.code for line in lines_of(found, Narrowed("missed"))] == ["RELIC", "BUSY"]
    assert [line.code for line in lines_of(found, Narrowed("in_time"))] == ["BUSY"]
    assert [line.code for line in lines_of(found, Narrowed("missed", level="national"))] == ["BUSY"]
    assert [one["code"] for one in records_of(found, Narrowed("visits"))] == ["BUSY"]
    assert records_of(found, Narrowed("weak")) == []


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_sites(count: int, db: None, officer: User) -> None:
    one_rule()
    for number in range(count):
        accepted(old_site(f"S{number}"), date(2026, 4, 20), by=officer)
    with CaptureQueriesContext(connection) as caught:
        compliance(question())
    assert len(caught) == 10


def test_progress_is_told(relic: Site) -> None:
    told: list[tuple[int, int]] = []
    tell: Callable[[int, int], None] = lambda done, sites: told.append((done, sites))  # noqa: E731
    compliance(question(), tell=tell)
    assert told == [(1, 1)]
    assert SECOND_QUARTER.to_on < LATER.date()
