"""Makers for compliance and statements: sites registered long ago, accepted visits with their evidence, a settled clock."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from patrol.models import Evidence, Report, Review, Visit
from people.models import User
from planning.actions.statements import ask_for_statement, begin_statement, keep_statement
from planning.logic.compliance import Period, quarter_of
from planning.models import Statement, VisitRule
from planning.queries.compliance import Question, compliance
from sites.models import Site
from tests.factories import make

SECOND_QUARTER = quarter_of(2026, 2)
# The quarter is over, and somebody looks back.
LATER = datetime(2026, 7, 10, 4, 0, tzinfo=UTC)


def one_rule(interval_days: int = 30) -> None:
    """Let one rule hold for all sites, so that a test can count on its fingers."""
    VisitRule.objects.all().delete()
    VisitRule.objects.create(
        code="all", scope="all", value="", interval_days=interval_days, valid_from=date(2020, 1, 1), source="某办法"
    )


def old_site(code: str, **fields: Any) -> Site:
    """Make a site that was registered before the year."""
    long_ago = datetime(2025, 1, 1, tzinfo=UTC)
    return make.site(code=code, **{"created_at": long_ago, "updated_at": long_ago, **fields})


def noon(day: date) -> datetime:
    return datetime.combine(day, time(4), UTC)


def accepted(site: Site, day: date, *, by: User, decided_at: datetime | None = None, band: str = "strong") -> Report:
    """Make a report of that day, accepted the next day or at `decided_at`, with its evidence and visit."""
    at = noon(day)
    report = make.report(
        make.volunteer(), site, arrived_at=at - timedelta(hours=1), finished_at=at, received_at=at, fix_at=at
    )
    decided = decided_at or at + timedelta(days=1)
    Review.objects.filter(pk=report.pk).update(state="accepted", decided_by=by, decided_at=decided)
    Visit.objects.create(report=report, site=site, volunteer=report.volunteer, visited_at=at)
    Evidence.objects.create(
        report=report, computed_at=at, policy_from=day, score=90, band=band, needs_person=False, witnesses=[]
    )
    return report


def question(period: Period = SECOND_QUARTER, as_of: datetime = LATER, area: str = "110101") -> Question:
    return Question(area, period, as_of)


def handed_in(by: User, *, as_of: datetime = LATER, at: datetime = LATER, **fields: Any) -> Statement:
    """Hand in the statement of the second quarter, as the worker would."""
    work = ask_for_statement(area="110101", period=SECOND_QUARTER, as_of=as_of, by=by, at=at, **fields)
    making = begin_statement(work_id=work.pk)
    assert making is not None
    return keep_statement(making=making, found=compliance(making.question), at=at)
