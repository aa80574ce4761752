"""Coverage of a nation: what one accepted report, one district page and a full recomputation cost.

Run by `benchmarks.planning`. Works in a database of its own (`<name>_bench_coverage` beside the one in use), made and filled at the
first run or with `--fresh`; five million reports need about 8 GB. The peer is a plain geopandas and shapely computation of the
same on a sample of districts (`pip install geopandas`, for this benchmark alone); where it is not installed its rows are left out.
"""

import argparse
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

TIMES = 30
SAMPLE_DISTRICTS = 40
SITES_A_DISTRICT = 276
FILL = Path(__file__).parent / "sql" / "planning_fill.sql"


def nation(options: argparse.Namespace) -> bool:
    """Prepare, measure, print; return whether the peer finds the same numbers."""
    name = prepare(options)
    print(
        f"\n### Coverage: {count('sites_site'):,} sites, {count('people_volunteer'):,} volunteers, {count('patrol_visit'):,} accepted"
        f" reports, {count('sites_district'):,} districts; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n"
    )
    print("| what | median | 95 % | goal |\n|---|---:|---:|---:|")
    recomputed()
    one_report()
    pages()
    is_same = peer()
    if options.drop:
        drop(name)
    return is_same


def prepare(options: argparse.Namespace, what: str = "coverage") -> str:
    """Point the product at the benchmark's own database and fill it where it is not; return its name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "patrol.settings")
    os.environ.setdefault("INSECURE_LOCAL", "1")
    from django.conf import settings

    database = settings.DATABASES["default"]
    database["NAME"] = name = f"{database['NAME']}_bench_{what}"
    with server() as connection:
        if options.fresh:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        is_new = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None
        if is_new:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("seed_vocabulary", verbosity=0)
    if count("sites_site") < options.sites:
        fill(options)
    return name


def fill(options: argparse.Namespace, statements: Path = FILL) -> None:
    """Make the nation, or more of it, with set-based SQL."""
    from django.db import connection

    asked = {name: getattr(options, name) for name in ("sites", "volunteers", "reports")}
    asked["districts"] = max(SAMPLE_DISTRICTS, options.sites // SITES_A_DISTRICT)
    started = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for statement in statements.read_text(encoding="utf-8").split(";\n"):
            if statement.strip():
                cursor.execute(statement, asked)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE")
    print(f"filled in {time.monotonic() - started:.0f} s", file=sys.stderr)


def recomputed() -> None:
    """Compute all duties, all reaches and the grid anew."""
    from planning.actions.grid import refresh_grid
    from planning.actions.reach import refresh_reach
    from planning.models import ReachChange

    ask("TRUNCATE planning_duty CASCADE")
    line("duties of the nation, from nothing", [timed(lambda: ask("SELECT planning_refresh_duty(NULL)"))], "")
    line("duties of the nation, nothing changed", [timed(lambda: ask("SELECT planning_refresh_duty(NULL)"))], "")
    print(f"| memory of that server process, at most | {backend_mb():,.0f} MB | | |")
    ask("ANALYZE planning_duty")
    ask("TRUNCATE planning_sitereach")
    for told in ("reach of the nation, from nothing", "reach of the nation, nothing changed"):
        ReachChange.objects.create()
        line(told, [timed(refresh_reach)], "")
    print(
        f"| memory of the worker, at most | {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB | | |"
    )
    ask("ANALYZE planning_sitereach")
    line("grid of low zooms", [timed(lambda: refresh_grid(at=datetime.now(UTC)))], "")


def one_report() -> None:
    """Accept reports one by one, as an officer does; each commits."""
    from core.ids import new_id
    from patrol.actions.review import accept_report
    from patrol.models import Report, Review
    from people.models import Role, RoleGrant, User
    from sites.models import Site

    officer, _new = User.objects.get_or_create(email="bench-officer@example.org", defaults={"name": "officer"})
    RoleGrant.objects.get_or_create(
        user=officer, role=Role.OFFICER, area="", defaults={"granted_at": datetime.now(UTC)}
    )
    people = list(User.objects.filter(email__startswith="bench-", volunteer__isnull=False)[:TIMES])
    sites = list(Site.objects.order_by("pk")[:TIMES])
    now = datetime.now(UTC)
    reports = []
    for number, (site, person) in enumerate(zip(sites, people, strict=True)):
        start = now - timedelta(hours=5, minutes=number)
        made = Report.objects.create(
            id=new_id(), content_sha256=new_id().hex, site=site, volunteer=person, arrived_at=start,
            finished_at=start + timedelta(minutes=30), received_at=now, condition_id="fair", payload={},
        )  # fmt: skip
        Review.objects.create(report=made)
        reports.append(made)
    taken = [timed(partial(accept_report, report=one, version=0, by=officer, at=now)) for one in reports]
    line("one accepted report (visit, condition, duty, hours, notices)", taken, "< 50 ms")
    keys = [str(one.site_id) for one in reports]
    line(
        "of it the duty",
        [timed(partial(ask, "SELECT planning_refresh_duty(ARRAY[%s]::uuid[])", [one])) for one in keys],
        "",
    )


def pages() -> None:
    """Open the pages of a district, and of the nation."""
    from django.test import Client
    from django.test.utils import setup_test_environment

    from people.models import Role, RoleGrant, User

    setup_test_environment()
    planner, _new = User.objects.get_or_create(email="bench-planner@example.org", defaults={"name": "planner"})
    RoleGrant.objects.get_or_create(
        user=planner, role=Role.PLANNER, area="", defaults={"granted_at": datetime.now(UTC)}
    )
    local, _new = User.objects.get_or_create(email="bench-local@example.org", defaults={"name": "local"})
    RoleGrant.objects.get_or_create(
        user=local, role=Role.PLANNER, area="900003", defaults={"granted_at": datetime.now(UTC)}
    )
    for who, person, query, times in (
        ("district", local, "", TIMES),
        ("one district of the nation", planner, "?district=900003", 5),
    ):
        client = Client()
        client.force_login(person)
        for page in ("", "extent/", "reach/", "forecast/"):
            address = f"/planning/coverage/{page}{query}"
            client.get(address)
            goal = "< 300 ms" if who == "district" else ""
            line(f"page `{address}` for a planner of the {'district' if who == 'district' else 'nation'}",
                 [timed(partial(opened, client, address)) for _ in range(times)], goal)  # fmt: skip
    nationwide(planner)


def nationwide(planner: Any) -> None:
    """Open the pages that tell of the whole nation, and suspend areas of all sizes; a suspension is rolled back."""
    from django.db import transaction
    from django.test import Client

    from planning.actions.area_suspensions import follow_suspension, suspend_area
    from planning.queries.duties import today

    client = Client()
    client.force_login(planner)
    for address in (
        "/planning/coverage/",
        "/planning/coverage/?page=40",
        "/planning/coverage/?area=9001",
        "/planning/",
    ):
        client.get(address)
        line(f"page `{address}` of the whole nation", [timed(partial(opened, client, address)) for _ in range(5)], "")
    for area, told in (("900003", "a district"), ("90010", "ten districts"), ("90", "all, by a worker")):
        with transaction.atomic():
            started = time.perf_counter()
            one = suspend_area(
                area=area, from_on=today(), to_on=today(), reason="bench", by=planner, at=datetime.now(UTC)
            )
            if not one.is_followed:
                follow_suspension(suspension_id=one.pk)
            line(f"suspend {told}", [1000 * (time.perf_counter() - started)], "")
            transaction.set_rollback(True)


def peer() -> bool:
    """Compute a sample plainly with geopandas and compare: sites waiting by district, volunteers in reach."""
    try:
        import geopandas
    except ImportError:
        print("\ngeopandas is not installed: no peer.")
        return True
    codes = [
        one
        for (one,) in ask(
            "SELECT code FROM sites_district WHERE code LIKE '9%%' ORDER BY code LIMIT %s", [SAMPLE_DISTRICTS]
        )
    ]
    started = time.monotonic()
    waiting, reached, seconds, sites = plainly(geopandas, codes)
    ours: dict[str, int] = {}
    took = timed(lambda: ours.update(dict(ask(WAITING, [codes]))))
    stored = dict(
        ask(
            "SELECT site_id::text, volunteers FROM planning_sitereach r JOIN sites_site s ON s.id = r.site_id WHERE s.district_id = ANY (%s)",
            [codes],
        )
    )
    is_same = (waiting == ours, reached == stored)
    print(
        f"\nSample of {len(codes)} districts, {sites:,} sites: geopandas {1000 * seconds[0]:,.0f} ms for the waiting by district"
        f" (read {seconds[1]:.1f} s), ours {took:,.0f} ms live; volunteers in reach {1000 * seconds[2]:,.0f} ms, ours stored."
        f" Identical: waiting {is_same[0]}, reach {is_same[1]} ({time.monotonic() - started:.0f} s in all)."
    )
    return all(is_same)


WAITING = """
    SELECT site.district_id, count(*) FILTER (WHERE planning_status(last_visited_on, due_on, suspended_until, planning_today())
        IN ('overdue', 'never'))::int
    FROM planning_duty duty JOIN sites_site site ON site.id = duty.site_id
    WHERE site.is_active AND site.district_id = ANY (%s) GROUP BY 1
"""


def plainly(geopandas: Any, codes: list[str]) -> tuple[dict[str, int], dict[str, int], tuple[float, float, float], int]:
    """Return waiting sites by district and volunteers in reach by site, from raw tables, with seconds and the number of sites."""
    import numpy as np
    import pandas as pd
    import shapely

    from planning.queries.duties import today

    started = time.monotonic()
    districts = geopandas.GeoDataFrame(
        [(code, shapely.from_wkb(bytes(wkb))) for code, wkb in ask("SELECT code, ST_AsBinary(geom) FROM sites_district WHERE code = ANY (%s)", [codes])],
        columns=["code", "geometry"], crs=4326,
    )  # fmt: skip
    rows = ask(
        """SELECT s.id::text, ST_X(s.geom), ST_Y(s.geom), s.level_id, s.condition_id,
                  (SELECT (max(visited_at) AT TIME ZONE 'Asia/Shanghai')::date FROM patrol_visit v WHERE v.site_id = s.id)
           FROM sites_site s WHERE s.district_id = ANY (%s)""", [codes],
    )  # fmt: skip
    sites = geopandas.GeoDataFrame(
        rows_to := pd.DataFrame(rows, columns=["id", "lon", "lat", "level", "condition", "last"]),
        geometry=geopandas.points_from_xy(rows_to.lon, rows_to.lat), crs=4326,
    )  # fmt: skip
    rules = dict(
        ask("SELECT scope || value, interval_days FROM planning_visitrule WHERE valid_to IS NULL AND scope <> 'hazard'")
    )
    homes = np.array(ask("SELECT ST_X(home), ST_Y(home), range_km FROM people_volunteer"), dtype=float)
    read = time.monotonic() - started
    started = time.monotonic()
    joined = sites.sjoin(districts, predicate="within")
    days = pd.concat([("level" + joined.level).map(rules), ("condition" + joined.condition).map(rules)], axis=1).min(
        axis=1
    )
    due = pd.to_datetime(joined["last"]) + pd.to_timedelta(days.fillna(365), unit="D")
    late = due.isna() | (due < pd.Timestamp(today()))
    waiting = {code: int(number) for code, number in late.groupby(joined.code).sum().items()}
    joining = time.monotonic() - started
    started = time.monotonic()
    reached = {}
    lon, lat, ranges = np.radians(homes[:, 0]), np.radians(homes[:, 1]), homes[:, 2] * 1_000
    for key, x, y in zip(sites.id, np.radians(sites.lon), np.radians(sites.lat), strict=True):
        half = np.sin((lat - y) / 2) ** 2 + np.cos(y) * np.cos(lat) * np.sin((lon - x) / 2) ** 2
        reached[key] = int((2 * 6_371_008.8 * np.arcsin(np.sqrt(half)) <= ranges).sum())
    return waiting, reached, (joining, read, time.monotonic() - started), len(sites)


def line(what: str, taken: list[float], goal: str) -> None:
    """Print one row; milliseconds."""
    last = sorted(taken)[max(0, round(0.95 * len(taken)) - 1)]
    print(
        f"| {what} | {statistics.median(taken):,.0f} ms | {f'{last:,.0f} ms' if len(taken) > 1 else ''} | {goal} |",
        flush=True,
    )


def timed(work: Callable[[], Any]) -> float:
    """Return the milliseconds a piece of work takes."""
    started = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - started)


def ask(statement: str, values: Any = ()) -> list[tuple[Any, ...]]:
    """Run a statement; return its rows, if any."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def count(table: str) -> int:
    """Count the rows of a table."""
    return int(ask(f"SELECT count(*) FROM {table}")[0][0])  # noqa: S608 - our own names


def backend_mb() -> float:
    """Return the most memory this connection's server process held, where it runs on this machine."""
    status = Path(f"/proc/{ask('SELECT pg_backend_pid()')[0][0]}/status")
    found = [one for one in status.read_text().splitlines() if one.startswith("VmHWM")] if status.exists() else []
    return int(found[0].split()[1]) / 1024 if found else float("nan")


def server() -> psycopg.Connection[tuple[Any, ...]]:
    """Return a connection to the server, outside any database of ours."""
    from django.conf import settings

    given = settings.DATABASES["default"]
    return psycopg.connect(
        host=given["HOST"], port=given["PORT"], user=given["USER"], password=given["PASSWORD"], dbname="postgres", autocommit=True
    )  # fmt: skip


def drop(name: str) -> None:
    """Drop the benchmark's database."""
    from django.db import connections

    connections.close_all()
    with server() as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def opened(client: Any, address: str) -> None:
    """Open a page; anything but the page ends the run."""
    answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}.")
