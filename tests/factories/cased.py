"""Small makers of cases on their way."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.gis.geos import Point

from patrol.actions.cases import advance_case, open_case_for
from patrol.actions.reinspection import ask_reinspection
from patrol.actions.review import accept_report
from patrol.models import Case, Finding, Report
from people.models import User
from sites.models import Site
from tests.factories import make

NOW = make.NOW


def found(
    person: User, place: Site, *, severity: int = 3, kind: str = "crack", east_m: float = 0, **fields: Any
) -> Finding:
    """Make a finding reported so many metres east of the usual fix."""
    fix = Point(116.3894 + east_m / 85_400, 39.9407, srid=4326)
    report = make.report(person, place, **{"fix": fix, **fields})
    return Finding.objects.create(report=report, kind_id=kind, severity=severity, note="北墙裂缝", position=0)


def opened(place: Site | None = None, person: User | None = None, **fields: Any) -> Case:
    """Open a case of a finding by somebody."""
    finding = found(person or make.volunteer(), place or make.site(), **fields)
    return open_case_for(finding=finding, at=NOW)


def step(case: Case, to: str, officer: User, *, days: float = 0, **said: Any) -> Case:
    """Take a step, as the case stands now."""
    case.refresh_from_db()
    at = NOW + timedelta(days=days)
    return advance_case(case=case, to=to, note="", version=case.version, by=officer, at=at, **said)


def asked(case: Case, officer: User, volunteer: User, *, days: float = 1) -> None:
    """Ask a volunteer to look again within a week."""
    case.refresh_from_db()
    at = NOW + timedelta(days=days)
    do_by = at.date() + timedelta(days=7)
    ask_reinspection(case=case, volunteer=volunteer, do_by=do_by, version=case.version, by=officer, at=at)


def looked(case: Case, volunteer: User, officer: User | None, *, days: float = 2) -> Report:
    """Let a volunteer report from the site; with an officer, the report is accepted."""
    at: datetime = NOW + timedelta(days=days)
    report = make.report(
        volunteer, case.site, arrived_at=at - timedelta(hours=1), finished_at=at, received_at=at, fix_at=at
    )
    if officer is not None:
        accept_report(report=report, version=0, by=officer, at=at)
    return report


def closed(case: Case, officer: User) -> Case:
    """Take a case to its end: asked, looked at by another, closed on the third day."""
    other = make.volunteer()
    asked(case, officer, other)
    looked(case, other, officer)
    return step(case, "closed", officer, days=3, public_answer="谢谢您，裂缝已修好。")
