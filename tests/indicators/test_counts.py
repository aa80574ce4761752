"""Every indicator's answer in a world that can be counted on the fingers; its rows add up to it; it can be counted again."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from indicators.actions import take_snapshots
from indicators.errors import DayNotOver
from indicators.logic.catalogue import ALL, BY_CODE
from indicators.logic.figures import Parts
from indicators.logic.months import month_of, shifted
from indicators.models import Figure, Snapshot
from indicators.queries.facts import Asked, all_rows, counts, fingerprint, page_of_rows, sums
from people.models import User
from sites.models import Site
from tests.factories import make
from tests.indicators import known
from tests.indicators.known import AFTER, JUNE, MAY, NIGHT, SKILL, Known
from tests.planning.audited import accepted, one_rule
from timebank.models import ServiceRecord


@pytest.fixture
def world(officer: User) -> Known:
    return known.world(officer)


@pytest.mark.parametrize(
    ("code", "month", "detail", "numerator", "denominator", "persons"),
    [
        # A within the year, B before it, C never.
        ("coverage", JUNE, "", 1, 3, 0),
        ("coverage", JUNE, "national", 1, 3, 0),
        # The end of April lies within a year of the visit of 1 May 2025, and before that of 10 May 2026.
        ("coverage", date(2026, 4, 1), "", 1, 3, 0),
        # Three places and a visit asked for; six volunteers declared four each, two of them have the skill.
        ("need", JUNE, "", 24, 4, 6),
        ("need", JUNE, SKILL, 8, 3, 2),
        ("fill_rate", JUNE, "", 2, 3, 0),
        ("fill_rate", JUNE, "federation", 2, 3, 0),
        # One served, one stayed away, one visit was never made.
        ("reliability", JUNE, "", 1, 3, 3),
        ("reliability", JUNE, "team", 1, 3, 3),
        ("active_share", JUNE, "", 1, 6, 6),
        ("active_share", MAY, "", 1, 6, 6),
        ("retention", JUNE, "2026-04", 1, 2, 2),
        ("retention", JUNE, "", 1, 6, 6),
        ("manual_hours", JUNE, "team", 7200, 7200, 1),
        ("manual_hours", MAY, "team", 0, 3600, 1),
        ("hazards", MAY, "", 1, 3600, 1),
    ],
)
def test_known_answers(
    code: str, month: date, detail: str, numerator: int, denominator: int, persons: int, world: Known
) -> None:
    found = {(one.month, one.scope, one.detail): one.parts for one in counts(BY_CODE[code], NIGHT)}
    for scope in ("", "11", "1101", "110101"):
        parts = found[month, scope, detail]
        assert (parts.numerator, parts.denominator, parts.persons) == (numerator, denominator, persons)


def test_forecast_counts_what_falls_due_against_what_is_declared(officer: User) -> None:
    one_rule(40)
    make.site(code="NEVER")
    make.volunteer(visits_per_month=3)
    today = timezone.localdate()
    first = shifted(month_of(today), 1)
    found = {
        (one.month, one.scope): one.parts
        for one in counts(BY_CODE["forecast"], today - timedelta(days=1))
        if not one.detail
    }
    days = (shifted(first, 6) - first).days
    months = [shifted(first, step) for step in range(6)]
    assert sum(found[month, "110101"].denominator for month in months) == len(range(0, days, 40))
    assert {found[month, "110101"].numerator for month in months} == {3}


@pytest.mark.parametrize("code", [one.code for one in ALL])
def test_rows_add_up_to_every_number(code: str, world: Known) -> None:
    indicator = BY_CODE[code]
    night = timezone.localdate() - timedelta(days=1) if indicator.is_ahead else NIGHT
    for one in counts(indicator, night):
        asked = Asked(one.month, one.scope, one.detail)
        parts = sums(indicator, night, asked)
        assert (parts.numerator, parts.denominator, parts.rows) == (
            one.parts.numerator,
            one.parts.denominator,
            one.parts.rows,
        )
        if one.scope == "110101":
            rows = page_of_rows(indicator, night, asked, first=0, count=1000)
            assert sum(row["numerator"] for row in rows) == one.parts.numerator
            assert [row for part in all_rows(indicator, night, asked, at_once=2) for row in part] == rows


def test_a_day_is_counted_once_and_the_same_again(world: Known) -> None:
    taken = take_snapshots(on=NIGHT, by=None, at=AFTER)
    assert {one.indicator for one in taken} == {one.code for one in ALL if not one.is_ahead}
    assert take_snapshots(on=NIGHT, by=None, at=AFTER) == []
    # What was recorded later changes nothing of that night: an acceptance, hours, and what is said of the register.
    late = AFTER + timedelta(days=1)
    accepted(world.sites[2], date(2026, 6, 15), by=world.officer, decided_at=late)
    known.credit(world.walker, world.officer, "report:late", late - timedelta(days=20), late)
    Site.objects.filter(pk=world.sites[1].pk).update(is_active=True)
    again = {one.code: fingerprint(counts(one, NIGHT)) for one in ALL if not one.is_ahead}
    # The late report's walker joined the volunteers of old: profiles have no recorded past.
    versioned = {"coverage", "fill_rate", "reliability", "manual_hours", "hazards"}
    assert {one.indicator: one.sha256 for one in taken if one.indicator in versioned} == {
        code: sha256 for code, sha256 in again.items() if code in versioned
    }
    assert sums(BY_CODE["coverage"], AFTER.date(), Asked(JUNE)) == Parts(1, 3, 0, 3)
    assert sums(BY_CODE["coverage"], late.date(), Asked(JUNE)) == Parts(2, 3, 0, 3)
    assert ServiceRecord.objects.count() == 3


def test_figures_are_those_counted(world: Known) -> None:
    take_snapshots(on=NIGHT, by=None, at=AFTER)
    kept = Figure.objects.get(snapshot__indicator="coverage", month=JUNE, scope="110101", detail="")
    assert (kept.numerator, kept.denominator, kept.rows) == (1, 3, 3)
    assert Figure.objects.filter(snapshot__indicator="coverage").count() == len(counts(BY_CODE["coverage"], NIGHT))


def test_a_day_that_is_not_over_is_refused(db: None) -> None:
    with pytest.raises(DayNotOver):
        take_snapshots(on=timezone.localdate(), by=None, at=timezone.now())
    with pytest.raises(IntegrityError, match="snapshot_of_a_day_that_is_over"), transaction.atomic():
        Snapshot.objects.create(
            on=NIGHT, indicator="coverage", version=1, definition="", sha256="", taken_at=AFTER - timedelta(days=20)
        )


def test_what_was_counted_stays(world: Known) -> None:
    take_snapshots(on=NIGHT, by=None, at=AFTER)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Figure.objects.update(numerator=0)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Figure.objects.all().delete()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Snapshot.objects.update(sha256="")
