"""A plan over many districts: independent jobs, one pass across borders, a worker that dies in the middle."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from typing import Any

import psycopg
import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db import IntegrityError, connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from core.errors import NotAllowed
from core.models import AuditEntry
from patrol.models import Assignment
from people.models import User
from planning.actions.publishing import publish_wide_plan
from planning.actions.wide import ask_for_wide_plan
from planning.errors import NothingToPlan, WideNotReady
from planning.models import Plan, PlanItem, WideMember, WidePlan
from sites.models import District
from tests.factories import make
from tests.journeys.product import ROOT
from tests.planning.cases import HOME, KM_EAST, day, now, person, run_jobs, site_at

DISTRICTS = 12
STARTS_WITHIN_S = 400
FINISHES_WITHIN_S = 400


def square(code: str, km: float) -> District:
    """Make a district ten kilometres wide that begins so many kilometres east of the home."""
    west, east = HOME[0] + km * KM_EAST, HOME[0] + (km + 10) * KM_EAST
    return District.objects.create(
        code=code,
        name_zh=code,
        name_en=code,
        geom=MultiPolygon(Polygon.from_bbox((west, HOME[1] - 0.05, east, HOME[1] + 0.05)), srid=4326),
    )


def home_at(km: float) -> str:
    return f"SRID=4326;POINT({HOME[0] + km * KM_EAST} {HOME[1]})"


def two_districts() -> None:
    """West: one site more than its only volunteer takes. East: a volunteer near the border with room left."""
    west, east = square("110191", 0), square("110192", 10)
    for km in (6, 7, 8):
        site_at(km, code=f"W{km}", district=west)
    site_at(12, code="E12", district=east)
    person("west@test.example", home=home_at(5), visits_per_month=2)
    person("east@test.example", home=home_at(11), visits_per_month=4)


def ask(planner: User, **fields: Any) -> WidePlan:
    values = {"area": "11", "do_by": day(7), "seconds_allowed": 5, "by": planner, "at": now()}
    return ask_for_wide_plan(**{**values, **fields})


def run_all() -> None:
    """Run the jobs as a worker would, also those that jobs queue."""
    run_jobs()
    ProcrastinateJob.objects.filter(task_name="planning.solve_plan").delete()
    run_jobs()


def test_each_volunteer_belongs_to_one_district_and_helps_across_the_border(planner: User) -> None:
    two_districts()
    wide = ask(planner)
    assert dict(wide.members.values_list("volunteer__name", "district_id")) == {"west": "110191", "east": "110192"}
    run_jobs()
    assert PlanItem.objects.count() == 3
    wide.refresh_from_db()
    assert wide.state == "borders"
    ProcrastinateJob.objects.filter(task_name="planning.solve_plan").delete()
    run_jobs()
    wide.refresh_from_db()
    assert (wide.state, wide.visits_across) == ("done", 1)
    found = dict(PlanItem.objects.values_list("site__code", "volunteer__name"))
    assert Counter(found.values()) == {"west": 2, "east": 2}
    assert set(found) == {"W6", "W7", "W8", "E12"}
    assert found["W8"] == "east"


def test_all_districts_are_published_at_once_or_none(planner: User, officer: User) -> None:
    two_districts()
    wide = ask(planner)
    with pytest.raises(WideNotReady):
        publish_wide_plan(wide_id=wide.pk, by=planner, at=now())
    run_all()
    with pytest.raises(NotAllowed):
        publish_wide_plan(wide_id=wide.pk, by=officer, at=now())
    assert publish_wide_plan(wide_id=wide.pk, by=planner, at=now(), accept_hours=72) == 2
    assert Assignment.objects.filter(status="open").count() == 4
    with pytest.raises(WideNotReady):
        publish_wide_plan(wide_id=wide.pk, by=planner, at=now())


def test_a_district_not_solved_stops_the_others_at_the_border_no_longer_than_itself(planner: User) -> None:
    two_districts()
    wide = ask(planner)
    Plan.objects.filter(wide=wide, district_id="110192").update(state="cancelled")
    run_all()
    wide.refresh_from_db()
    assert (wide.state, Plan.objects.get(district_id="110191").state) == ("done", "draft")


def test_nothing_to_plan_and_nobody_twice(planner: User) -> None:
    make.district()
    with pytest.raises(NothingToPlan):
        ask(planner)
    two_districts()
    wide = ask(planner)
    member = wide.members.first()
    assert member is not None
    with pytest.raises(IntegrityError, match="wide_member_once"), transaction.atomic():
        WideMember.objects.create(wide=wide, volunteer=member.volunteer, district_id="110192")
    with pytest.raises(IntegrityError, match="plan_one_per_district_of_wide"), transaction.atomic():
        Plan.objects.create(district_id="110192", wide=wide, do_by=day(3), made_by=planner, made_at=now())


def test_two_workers_of_which_one_is_killed_solve_every_district_once(committed_db: None) -> None:
    planner = make.user("planner@test.example")
    make.grant(planner, "planner", "11")
    for number in range(DISTRICTS):
        district = square(f"1102{number:02}", 20 * number)
        person(f"v{number}@test.example", home=home_at(20 * number + 5), visits_per_month=4)
        for km in (4, 5, 6):
            site_at(20 * number + km, code=f"D{number}-{km}", district=district)
    wide = ask(planner, seconds_allowed=5)
    environment = os.environ | {"DATABASE_URL": database_url(), "INSECURE_LOCAL": "1", "LOG_LEVEL": "WARNING"}
    # A lock on what a result replaces: both workers have solved a district and cannot write it yet.
    with psycopg.connect(database_url()) as brake:
        brake.execute("SELECT FROM planning_planomission FOR UPDATE")
        workers = [start_worker(environment) for _ in range(2)]
        try:
            until = time.monotonic() + STARTS_WITHIN_S
            while not in_hand_of_two():
                assert time.monotonic() < until, f"two workers did not begin: {states()}"
                time.sleep(0.1)
            os.kill(workers[0].pid, signal.SIGKILL)
            workers[0].wait(timeout=10)
            assert Plan.objects.filter(state="draft").count() == 0
        except BaseException:
            stop(workers)
            raise
    try:
        wait_until_done(wide)
    finally:
        stop(workers)
    plans = Plan.objects.filter(wide=wide)
    assert Counter(plans.values_list("state", flat=True)) == {"draft": DISTRICTS}
    solved = AuditEntry.objects.filter(verb="solve_plan").values_list("target_id", flat=True)
    assert Counter(map(str, solved)) == {str(key): 1 for key in plans.values_list("pk", flat=True)}
    assert AuditEntry.objects.filter(verb="keep_borders").count() == 1
    sites = list(PlanItem.objects.filter(plan__wide=wide).values_list("site_id", flat=True))
    assert (len(sites), len(set(sites))) == (3 * DISTRICTS, 3 * DISTRICTS)


def database_url() -> str:
    database = connection.settings_dict
    return (
        f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    )


def start_worker(environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "manage.py", "procrastinate", "worker", "--concurrency", "1"]
    return subprocess.Popen(command, cwd=ROOT, env=environment)


def stop(workers: "list[subprocess.Popen[bytes]]") -> None:
    """End the workers, also one that is dead already."""
    for worker in workers:
        with suppress(ProcessLookupError):
            worker.kill()
        worker.wait(timeout=10)


def in_hand_of_two() -> bool:
    """Return whether both workers are at a district just now."""
    doing = ProcrastinateJob.objects.filter(status="doing", task_name="planning.solve_plan")
    return doing.count() == 2 and Plan.objects.filter(state="solving").count() == 2


def states() -> tuple[Counter[str], Counter[str]]:
    """Return how many plans and jobs stand in each state, for whoever reads why the test failed."""
    jobs = ProcrastinateJob.objects.filter(task_name="planning.solve_plan")
    return Counter(Plan.objects.values_list("state", flat=True)), Counter(jobs.values_list("status", flat=True))


def wait_until_done(wide: WidePlan) -> None:
    """Wait for the worker that lives; every minute it takes up what a dead one left."""
    until = time.monotonic() + FINISHES_WITHIN_S
    while WidePlan.objects.get(pk=wide.pk).state != "done":
        left = Counter(Plan.objects.filter(wide=wide).values_list("state", flat=True))
        assert time.monotonic() < until, f"not finished: {left}"
        time.sleep(0.5)
