"""The duty kept by the database says what the rules say."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.db import connection

from planning.logic import duty as rules
from planning.models import Duty, VisitRule
from planning.queries.duties import today
from sites.models import Site
from tests.factories import make
from tests.planning.cases import hazard, visited

DAY = date(2026, 6, 15)
SINCE = date(2026, 1, 1)
DAYS = (None, *(DAY + timedelta(days=days) for days in (-400, -1, 0, 1, 7, 8)))


@pytest.mark.django_db
def test_status_in_sql_is_the_status_in_python() -> None:
    cases = list(product(DAYS, DAYS, DAYS))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT planning_status(a, b, c, %s) FROM unnest(%s::date[], %s::date[], %s::date[]) AS x (a, b, c)",
            [DAY, *([case[column] for case in cases] for column in range(3))],
        )
        found = [row[0] for row in cursor.fetchall()]
    assert found == [
        rules.status(last_visited_on=last, due_on=due, suspended_until=until, today=DAY) for last, due, until in cases
    ]
    assert set(found) == {"current", "due_soon", "overdue", "never", "suspended"}


@pytest.mark.django_db
def test_duty_in_sql_is_the_strictest_rule_in_python() -> None:
    VisitRule.objects.create(
        code="here", scope="level", value="county", interval_days=20, district_prefix="1101", valid_from=SINCE
    )
    VisitRule.objects.create(
        code="gone", scope="level", value="county", interval_days=1, valid_from=SINCE, valid_to=date(2026, 1, 2)
    )
    VisitRule.objects.create(
        code="not-yet", scope="level", value="county", interval_days=2, valid_from=today() + timedelta(days=1)
    )
    VisitRule.objects.create(
        code="caves", scope="condition", value="good", interval_days=15, category="0400", valid_from=SINCE
    )
    far = make.district("120101")
    for level, condition, category, place, is_open in product(
        ("national", "county", "unlisted"),
        ("good", "poor", None),
        ("0300", "0400", "0401"),
        (make.district(), far),
        (False, True),
    ):
        site = make.site(level_id=level, condition_id=condition, category_id=category, district=place)
        if is_open:
            hazard(site)
    duties = Duty.objects.select_related("site__category").prefetch_related("site__cases")
    found = {duty.site_id: (duty.interval_days, duty.rule_id) for duty in duties}
    assert found == {duty.site_id: _expected(duty.site) for duty in duties}
    assert {rule for _, rule in found.values()} >= {"here", "caves", "hazard", "level-national"}


def test_visit_makes_the_site_current_in_the_same_transaction(site: Site) -> None:
    visited(site, 0)
    assert _duty(site) == (today(), 30, today() + timedelta(days=30))


def test_older_visit_changes_nothing(site: Site) -> None:
    visited(site, 3)
    visited(site, 40)
    assert _duty(site)[0] == today() - timedelta(days=3)


def test_site_without_a_visit_has_no_due_day(site: Site) -> None:
    assert _duty(site) == (None, 30, None)


def test_serious_case_shortens_the_interval_until_it_is_closed(site: Site) -> None:
    visited(site, 0)
    case = hazard(site, severity=3)
    assert _duty(site)[1] == 7
    case.state, case.closed_at = "dismissed", make.NOW
    case.save()
    assert _duty(site)[1] == 30


def test_light_case_leaves_the_interval(site: Site) -> None:
    hazard(site, severity=2)
    assert _duty(site)[1] == 30


def test_condition_seen_anew_changes_the_duty(site: Site) -> None:
    site.level_id, site.condition_id = "unlisted", "poor"
    site.save()
    assert _duty(site)[1] == 30
    site.condition_id = "good"
    site.save()
    assert _duty(site)[1] == 90


def test_rule_added_or_taken_away_changes_every_duty(site: Site) -> None:
    rule = VisitRule.objects.create(code="strict", scope="level", value="national", interval_days=3, valid_from=SINCE)
    assert _duty(site)[1] == 3
    rule.delete()
    assert _duty(site)[1] == 30


def test_site_without_a_rule_is_owed_a_visit_a_year(site: Site) -> None:
    VisitRule.objects.all().delete()
    duty = Duty.objects.get(site=site)
    assert (duty.interval_days, duty.rule_id) == (rules.FLOOR_DAYS, None)


def _duty(site: Site) -> tuple[date | None, int, date | None]:
    duty = Duty.objects.get(site=site)
    return duty.last_visited_on, duty.interval_days, duty.due_on


def _expected(site: Site) -> tuple[int, str | None]:
    known = [
        rules.VisitRule(
            id=rule.code,
            scope=rules.Scope(rule.scope),
            value=rule.value,
            interval_days=rule.interval_days,
            valid_from=rule.valid_from,
            valid_to=rule.valid_to,
            district=rule.district_prefix,
            category=rule.category,
        )
        for rule in VisitRule.objects.all()
    ]
    duty = rules.strictest(
        known,
        level=site.level_id,
        condition=site.condition_id or "",
        category=site.category_id,
        parent_category=site.category.parent_id or "",
        district_code=site.district_id,
        has_open_hazard=any(case.closed_at is None and case.severity >= 3 for case in site.cases.all()),
        on=today(),
    )
    return (duty.interval_days, duty.rule_id) if duty else (rules.FLOOR_DAYS, None)
