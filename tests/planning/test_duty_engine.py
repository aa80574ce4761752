"""The duty on any day: the database's function says what the plain rules say, over random rules, sites, visits and days."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from patrol.models import Case, FindingKind, Visit
from people.models import User
from planning.actions.obligations import renew_duties
from planning.logic import duty as rules
from planning.models import AreaSuspension, Duty, DutyDay, Suspension, VisitRule
from planning.queries.duties import today
from planning.queries.obligations import as_rule, facts_of, obligation
from sites.actions.lines import cut_sections
from sites.models import Site
from tests.factories import make
from tests.planning.cases import visited
from tests.planning.outings import wall

pytestmark = pytest.mark.django_db
SINCE = date(2025, 1, 1)
CASES = 60


def owed(sites: list[Site], on: date) -> dict[Any, tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM planning_duty_on(%s::uuid[], %s)", [[one.pk for one in sites], on])
        return {row[0]: row[1:6] for row in cursor.fetchall()}


def test_function_in_sql_is_the_rule_in_python_over_random_cases(officer: User, volunteer: User) -> None:
    chance = random.Random(7)
    _random_rules(chance)
    sites = [_random_site(chance, officer, volunteer) for _ in range(CASES)]
    _random_areas(chance, officer)
    stored = [as_rule(one) for one in VisitRule.objects.all()]
    for on in [date(2026, 1, 31), date(2028, 2, 29), date(2027, 7, 1), today()]:
        assert owed(sites, on) == {one.pk: _expected(stored, one, on) for one in sites}
    kept = Duty.objects.filter(site__in=sites)
    assert {
        one.pk: (one.last_visited_on, one.interval_days, one.rule_id, one.due_on, one.suspended_until) for one in kept
    } == (owed(sites, today()))
    assert len({row[2] for row in owed(sites, today()).values()}) > 4


def test_day_in_the_past_knows_only_what_was_known_then(site: Site) -> None:
    visited(site, 10)
    visited(site, 100)
    assert owed([site], today() - timedelta(days=50))[site.pk][0] == today() - timedelta(days=100)
    assert owed([site], today() - timedelta(days=101))[site.pk][0] is None
    assert owed([site], today())[site.pk][0] == today() - timedelta(days=10)


def test_visit_shortly_before_midnight_in_shanghai_is_of_that_day(site: Site, volunteer: User) -> None:
    report = make.report(volunteer, site)
    at = datetime(2026, 3, 1, 15, 59, tzinfo=UTC)
    Visit.objects.create(report=report, site=site, volunteer=volunteer, visited_at=at)
    assert owed([site], date(2026, 2, 28))[site.pk][0] is None
    assert owed([site], date(2026, 3, 1))[site.pk][0] == date(2026, 3, 1)


def test_key_section_shortens_the_duty_when_it_is_cut(officer: User) -> None:
    VisitRule.objects.create(code="key", scope="section", value="key", interval_days=5, valid_from=SINCE)
    site = wall(officer)
    section, *_ = cut_sections(site=site, at_measures=[500], by=officer, at=make.NOW)
    assert Duty.objects.get(site=site).interval_days == 30
    section.is_key = True
    section.save()
    assert Duty.objects.get(site=site).rule_id == "key"


def test_suspension_is_followed_in_the_same_transaction_and_ends(site: Site, officer: User) -> None:
    until = today() + timedelta(days=9)
    pause = Suspension.objects.create(
        site=site, from_on=today(), to_on=until, reason="封闭修缮", by=officer, at=make.NOW
    )
    assert Duty.objects.get(site=site).suspended_until == until
    assert obligation(site, until).status == "suspended"
    assert obligation(site, until + timedelta(days=1)).status == "never"
    pause.lifted_on, pause.lifted_by = today(), officer
    pause.save()
    assert Duty.objects.get(site=site).suspended_until is None


def test_new_day_brings_rules_and_suspensions_that_begin(site: Site, officer: User) -> None:
    yesterday, now = today() - timedelta(days=1), datetime.now(UTC)
    visited(site, 0)
    rule = VisitRule.objects.create(code="new", scope="all", interval_days=3, valid_from=today())
    DutyDay.objects.create(day=yesterday, renewed_at=now)
    Duty.objects.filter(site=site).update(interval_days=30, rule_id="level-national")
    assert renew_duties(at=now) is True
    assert Duty.objects.get(site=site).rule_id == rule.code
    assert renew_duties(at=now) is False


def test_new_day_without_a_new_rule_looks_only_at_suspensions(site: Site, officer: User) -> None:
    now, other = datetime.now(UTC), make.site()
    DutyDay.objects.create(day=today() - timedelta(days=1), renewed_at=now)
    Suspension.objects.create(site=site, from_on=today(), to_on=today(), reason="雪", by=officer, at=now)
    Duty.objects.filter(site=site).update(suspended_until=None)
    Duty.objects.filter(site=other).update(interval_days=77)
    assert renew_duties(at=now) is True
    assert Duty.objects.get(site=site).suspended_until == today()
    assert Duty.objects.get(site=other).interval_days == 77


@pytest.mark.parametrize(
    ("values", "wall_name"),
    [
        ({}, "suspension_once_at_a_time"),
        ({"from_on": date(2026, 6, 5), "to_on": date(2026, 6, 4)}, "suspension_runs_forward"),
        ({"from_on": date(2027, 6, 1), "to_on": date(2027, 6, 2), "reason": ""}, "suspension_has_reason"),
        (
            {"from_on": date(2027, 6, 1), "to_on": date(2027, 6, 2), "lifted_on": date(2027, 6, 1)},
            "suspension_lifted_by_somebody",
        ),
    ],
)
def test_walls_around_suspensions(site: Site, officer: User, values: dict[str, Any], wall_name: str) -> None:
    fields = {
        "site": site,
        "from_on": date(2026, 6, 1),
        "to_on": date(2026, 6, 9),
        "reason": "雪",
        "by": officer,
        "at": make.NOW,
    }
    Suspension.objects.create(**fields)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Suspension.objects.create(**{**fields, **values})
    assert refused.value.__cause__.diag.constraint_name == wall_name  # type: ignore[union-attr]


def test_suspension_is_lifted_but_never_changed_or_deleted(site: Site, officer: User) -> None:
    pause = Suspension.objects.create(site=site, from_on=today(), to_on=today(), reason="雪", by=officer, at=make.NOW)
    with pytest.raises(IntegrityError, match="lifted, not changed"), transaction.atomic():
        Suspension.objects.update(reason="雨")
    with pytest.raises(IntegrityError, match="lifted, not changed"), transaction.atomic():
        pause.delete()


def test_season_is_two_days_of_the_year_or_none() -> None:
    with pytest.raises(IntegrityError, match="visit_rule_season_is_days"), transaction.atomic():
        VisitRule.objects.create(code="half", scope="all", interval_days=3, valid_from=SINCE, season_from=601)


def _random_rules(chance: random.Random) -> None:
    values = {"level": ["national", "county"], "condition": ["good", "poor"], "section": ["", "key"]}
    for number in range(24):
        scope = chance.choice(["level", "condition", "hazard", "section", "all"])
        season = chance.choice([(0, 0), (0, 0), (601, 831), (1115, 315)])
        VisitRule.objects.create(
            code=f"random-{number}",
            scope=scope,
            value=chance.choice(values.get(scope, [""])),
            interval_days=chance.randint(20, 60),
            interval_months=chance.choice([0, 0, 1, 2]),
            district_prefix=chance.choice(["", "11", "110101", "31"]),
            category=chance.choice(["", "0300", "0100"]),
            level=chance.choice(["", "", "county"]),
            condition=chance.choice(["", "", "poor"]),
            season_from=season[0],
            season_to=season[1],
            valid_from=chance.choice([SINCE, date(2026, 6, 1), date(2028, 1, 1)]),
            valid_to=chance.choice([None, None, date(2027, 12, 31), date(2028, 2, 29)]),
        )


def _random_site(chance: random.Random, officer: User, volunteer: User) -> Site:
    fields = {
        "level_id": chance.choice(["national", "county", "unlisted"]),
        "condition_id": chance.choice(["good", "poor", None]),
        "category_id": chance.choice(["0300", "0301", "0101"]),
    }
    site = wall(officer, **fields) if chance.random() < 0.2 else make.site(**fields)
    if site.line_versions.exists():
        first, *_ = cut_sections(site=site, at_measures=[500], by=officer, at=make.NOW)
        first.is_key = chance.random() < 0.5
        first.save()
    for _ in range(chance.randint(0, 3)):
        at = datetime(2025, 6, 1, tzinfo=UTC) + timedelta(hours=chance.randint(0, 24 * 1_100))
        report = make.report(volunteer, site)
        Visit.objects.create(report=report, site=site, volunteer=volunteer, visited_at=at)
    if chance.random() < 0.4:
        opened = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=chance.randint(0, 24 * 700))
        closed = opened + timedelta(hours=chance.randint(1, 9_000)) if chance.random() < 0.6 else None
        state = "dismissed" if closed else "reported"
        Case.objects.create(
            number=site.pk.hex[-20:], site=site, kind=FindingKind.objects.all()[0], severity=chance.randint(2, 4),
            opened_at=opened, closed_at=closed, state=state,
        )  # fmt: skip
    if chance.random() < 0.3:
        start = date(2026, 1, 1) + timedelta(days=chance.randint(0, 800))
        Suspension.objects.create(
            site=site,
            from_on=start,
            to_on=start + timedelta(days=chance.randint(0, 200)),
            reason="雪",
            by=officer,
            at=make.NOW,
        )
    return site


def _random_areas(chance: random.Random, officer: User) -> None:
    for area, level in [("", ""), ("11", "county"), ("110101", ""), ("31", ""), ("110102", "national")]:
        start = date(2026, 1, 1) + timedelta(days=chance.randint(0, 300))
        days = {"from_on": start, "to_on": start + timedelta(days=chance.randint(60, 800))}
        AreaSuspension.objects.create(area=area, level=level, **days, reason="台风", by=officer, at=make.NOW)


def _expected(stored: list[rules.VisitRule], site: Site, on: date) -> tuple[Any, ...]:
    days = [day for one in site.visits.all() if (day := _local(one.visited_at)) <= on or on >= today()]
    last = max(days, default=None)
    duty = rules.strictest(stored, **facts_of(site, on), on=on, last_visited_on=last)
    interval = duty.interval_days if duty else rules.FLOOR_DAYS
    pauses = [one.to_on for one in site.suspensions.all() if one.from_on <= on <= one.to_on]
    pauses += [
        one.to_on
        for one in AreaSuspension.objects.all()
        if site.district_id.startswith(one.area) and one.level in ("", site.level_id) and one.from_on <= on <= one.to_on
    ]
    return last, interval, duty.rule_id if duty else None, rules.due_on(last, interval), max(pauses, default=None)


def _local(at: datetime) -> date:
    return (at + timedelta(hours=8)).date()
