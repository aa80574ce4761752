"""Makers for planning: visits so many days ago, hazards, sites east of the volunteers' home, solved plans."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.gis.geos import Point
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from core.ids import new_id
from patrol.models import Assignment, Case, FindingKind, Visit
from people.models import User
from planning.actions.plans import ask_for_plan
from planning.models import AreaSuspension, Plan
from planning.queries.duties import today
from sites.models import Site
from tests.factories import make

HOME = (116.39, 39.90)
WHOLE_WEEK = [{"weekday": day, "start": "08:00", "end": "18:00"} for day in range(7)]
# One kilometre eastward at 39.9° N, in degrees.
KM_EAST = 0.01172


def now() -> datetime:
    return timezone.now()


def visited(site: Site, days_ago: int) -> Visit:
    """Record an accepted visit so many days ago."""
    person = make.volunteer()
    report = make.report(person, site)
    at = now() - timedelta(days=days_ago)
    return Visit.objects.create(report=report, site=site, volunteer=person, visited_at=at)


def hazard(site: Site, severity: int = 3) -> Case:
    """Open a case."""
    kind = FindingKind.objects.order_by("code").first()
    return Case.objects.create(number=new_id().hex[-20:], site=site, kind=kind, severity=severity, opened_at=now())


def site_at(km: float, **fields: Any) -> Site:
    """Make a site so many kilometres east of the home at Qianmen."""
    values = {"geom": Point(HOME[0] + km * KM_EAST, HOME[1], srid=4326), "visit_minutes": 30, **fields}
    return make.site(**values)


def person(email: str = "", **fields: Any) -> User:
    """Make a volunteer at Qianmen with 10 km of range, 4 visits a month and ten hours a day."""
    return make.volunteer(email, **{"range_km": 10, "visits_per_month": 4, "free_time": WHOLE_WEEK, **fields})


def area_to_come(by: User) -> AreaSuspension:
    """Suspend a district in a time so far off that nothing follows."""
    days = {"from_on": date(2998, 1, 1), "to_on": date(2998, 1, 2)}
    return AreaSuspension.objects.create(area="110101", reason="台风", by=by, at=now(), **days)


def asked(site: Site, who: User, by: User, **fields: Any) -> Assignment:
    """Make an open assignment."""
    values = {"origin": "planned", "made_by": by, "made_at": now(), "do_by": day(7), **fields}
    return Assignment.objects.create(site=site, volunteer=who, **values)


def day(ahead: int) -> date:
    return today() + timedelta(days=ahead)


def ask(planner: User, **fields: Any) -> Plan:
    """Ask for a plan of Dongcheng within a week."""
    values = {"district": make.district(), "do_by": day(7), "seconds_allowed": 5, "by": planner, "at": now()}
    return ask_for_plan(**{**values, **fields})


def run_jobs() -> list[str]:
    """Run the queued jobs as a worker would, oldest first; return their names."""
    jobs = list(ProcrastinateJob.objects.filter(status="todo").order_by("id"))
    for job in jobs:
        app.tasks[job.task_name].func(**job.args)
    return [job.task_name for job in jobs]


def solved(planner: User, **fields: Any) -> Plan:
    """Ask for a plan and let the worker solve it."""
    plan = ask(planner, **fields)
    app.tasks["planning.solve_plan"].func(plan_id=str(plan.pk))
    plan.refresh_from_db()
    return plan
