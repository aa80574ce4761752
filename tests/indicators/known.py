"""A world so small that every number can be counted on the fingers: May and June 2026 in one district."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from patrol.models import Assignment, Finding, FindingKind
from people.models import Organisation, Skill, User
from service.actions.attendance import confirm_service, note_no_show, record_presence
from sites.models import Site
from tests.factories import make
from tests.planning.audited import accepted, noon, old_site
from tests.service import needed
from timebank.actions import award

JUNE, MAY = date(2026, 6, 1), date(2026, 5, 1)
NIGHT = date(2026, 6, 30)
AFTER = datetime(2026, 7, 10, 4, 0, tzinfo=UTC)
SKILL = "interpretation"


@dataclass(frozen=True)
class Known:
    """What the tests ask about."""

    team: Organisation
    federation: Organisation
    manager: User
    officer: User
    walker: User
    sites: tuple[Site, Site, Site]


def world(officer: User) -> Known:
    """Three sites, one visit that found a hazard, one shift with an hour on the list and an absence, six volunteers."""
    federation = make.organisation(code="federation", kind="federation", name_zh="联合会")
    team = make.organisation(code="team", parent=federation)
    manager = needed.manager(team)
    sites = (old_site("A"), old_site("B"), old_site("C"))
    walker = _visits(sites, officer, team)
    _shift(team, manager, officer)
    for _number in range(2):
        make.volunteer(organisation=team, visits_per_month=4)
    Assignment.objects.create(
        site=sites[2], volunteer=walker, origin="taken", made_by=walker, made_at=make.NOW, do_by=date(2026, 6, 20)
    )
    return Known(team, federation, manager, officer, walker, sites)


def _visits(sites: tuple[Site, Site, Site], officer: User, team: Organisation) -> User:
    # A in May with a hazard and an hour; B more than a year before the end of June.
    report = accepted(sites[0], date(2026, 5, 10), by=officer)
    accepted(sites[1], date(2025, 5, 1), by=officer)
    for made in (report, sites[1].reports.get()):
        profile = made.volunteer.volunteer
        profile.organisation = team
        profile.save()
    kind = FindingKind.objects.order_by("code")[0]
    Finding.objects.create(report=report, kind=kind, severity=3, note="裂缝", position=0)
    at = noon(date(2026, 5, 10))
    credit(report.volunteer, officer, f"report:{report.pk}", at - timedelta(hours=1), at + timedelta(days=1))
    return report.volunteer


def _shift(team: Organisation, manager: User, officer: User) -> None:
    need = needed.activity(manager, organisation=team, required=[SKILL])
    shift = needed.shift(need, quota=3)
    able = [make.volunteer(organisation=team, joined_on=date(2026, 4, 10)) for _number in range(2)]
    for person in able:
        person.volunteer.skills.add(Skill.objects.get(pk=SKILL))
    served, absent = (needed.place(shift, person) for person in able)
    after = shift.ends_at + timedelta(hours=1)
    record_presence(application=served, in_at=shift.starts_at, out_at=shift.ends_at, by=manager, at=after)
    confirm_service(application=served, by=officer, at=after + timedelta(hours=1))
    note_no_show(application=absent, by=manager, at=after)


def credit(person: User, officer: User, source: str, starts_at: datetime, at: datetime) -> None:
    """Credit an hour."""
    award(
        volunteer=person,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        source=source,
        title=("巡查", "Patrol"),
        url="",
        organisation_name="",
        by=officer,
        at=at,
    )
