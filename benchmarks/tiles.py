"""Tiles of the status map with many sites, beside the plain SQL on the live tables in the same run.

    .venv/bin/python -m benchmarks.tiles --sites 100000

Works in a database of its own (`<name>_bench` beside the one in use), made and filled at the first run. Prints Markdown. The exit code is 1
where a tile is larger than 500 kB.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from django.test import Client

LARGEST_BYTES = 500_000
ZOOMS = range(4, 17)
# All tiles of these zooms are asked for; deeper ones only where most sites lie.
WHOLE_ZOOMS, DEEP_TILES = range(4, 13), 60
TILES_A_ZOOM, TIMES = 4, 5
PAGE = 1_000
# What a map draws without any of our care: every site of the tile with its status, live.
PLAIN = """
    SELECT coalesce(ST_AsMVT(feature, 'sites', 4096, 'mvt'), '')::bytea FROM (
        SELECT s.code, s.name_zh, s.level_id, s.category_id,
               planning_status(d.last_visited_on, d.due_on, d.suspended_until, %(on)s::date) AS status,
               ST_AsMVTGeom(ST_Transform(ST_PointOnSurface(s.geom), 3857), ST_TileEnvelope(%(z)s, %(x)s, %(y)s)) AS mvt
        FROM sites_site s JOIN planning_duty d ON d.site_id = s.id
        WHERE s.is_active AND s.geom && ST_Transform(ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4326)
    ) AS feature WHERE mvt IS NOT NULL
"""
TILES = """
    SELECT floor((ST_X(c) + 180) / 360 * 2 ^ %(z)s)::int AS x,
           floor((1 - ln(tan(radians(ST_Y(c))) + 1 / cos(radians(ST_Y(c)))) / pi()) / 2 * 2 ^ %(z)s)::int AS y, count(*)
    FROM (SELECT ST_Centroid(geom) AS c FROM sites_site) AS site GROUP BY 1, 2 ORDER BY 3 DESC
"""


@dataclass(frozen=True)
class Row:
    """One zoom: milliseconds and bytes of the product and of the plain SQL, medians over its fullest tiles."""

    zoom: int
    tiles: int
    ours_ms: float
    plain_ms: float
    ours_bytes: int
    plain_bytes: int


def main() -> int:
    """Prepare, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sites", type=int, default=100_000, help="how many synthetic sites (default: 100000)")
    parser.add_argument("--fresh", action="store_true", help="make the database anew")
    parser.add_argument("--drop", action="store_true", help="drop the database afterwards")
    options = parser.parse_args()
    database = prepare(options.sites, is_fresh=options.fresh)
    try:
        return report()
    finally:
        if options.drop:
            drop(database)


def prepare(count: int, *, is_fresh: bool) -> str:
    """Point the product at the benchmark's own database and fill it where it is not; return its name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "patrol.settings")
    os.environ.setdefault("INSECURE_LOCAL", "1")
    from django.conf import settings

    database = settings.DATABASES["default"]
    database["NAME"] = name = f"{database['NAME']}_bench"
    with server() as connection:
        if is_fresh:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    if rows("SELECT count(*) FROM sites_site WHERE code LIKE 'SCALE-%%'")[0][0] != count:
        call_command("seed_demo", stdout=sys.stderr)
        call_command("load_scale_sites", count=count, stdout=sys.stderr)
    return name


def drop(name: str) -> None:
    """Drop the benchmark's database."""
    from django.db import connections

    connections.close_all()
    peer().close()
    with server() as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def server(database: str = "postgres") -> psycopg.Connection[tuple[Any, ...]]:
    """Return a connection to the server, by default outside any database of ours."""
    from django.conf import settings

    given = settings.DATABASES["default"]
    return psycopg.connect(
        host=given["HOST"],
        port=given["PORT"],
        user=given["USER"],
        password=given["PASSWORD"],
        dbname=database,
        autocommit=True,
        prepare_threshold=None,  # each question planned for its own tile, as the product's are
    )


def report() -> int:
    """Print the tables; return 1 where a tile is too large."""
    total = rows("SELECT count(*) FROM sites_site")[0][0]
    print(
        f"\n{total:,} sites, {os.cpu_count()} cores; medians of {TIMES} runs over the {TILES_A_ZOOM} fullest tiles of a zoom\n"
    )
    print("| zoom | tiles | product | plain SQL | ratio | product | plain SQL |\n|---:|---:|---:|---:|---:|---:|---:|")
    for zoom in ZOOMS:
        row = measure(zoom)
        sizes = f"{row.ours_bytes / 1000:,.0f} kB | {row.plain_bytes / 1000:,.0f} kB"
        print(
            f"| {zoom} | {row.tiles:,} | {row.ours_ms:.0f} ms | {row.plain_ms:.0f} ms"
            f" | {row.plain_ms / row.ours_ms:.1f} | {sizes} |",
            flush=True,
        )
    asked, largest, where = largest_tile()
    print(f"\nLargest of {asked:,} tiles: {largest / 1000:,.0f} kB at {where}")
    pages()
    return 1 if largest > LARGEST_BYTES else 0


def measure(zoom: int) -> Row:
    """Measure the fullest tiles of a zoom both ways."""
    known = tiles(zoom)
    fullest = known[:TILES_A_ZOOM]
    ours = [timed(partial(ask, zoom, x, y)) for x, y in fullest]
    plain = [timed(partial(ask_plainly, zoom, x, y)) for x, y in fullest]
    return Row(
        zoom,
        len(known),
        statistics.median(ms for ms, _ in ours),
        statistics.median(ms for ms, _ in plain),
        max(len(body) for _, body in ours),
        max(len(body) for _, body in plain),
    )


def largest_tile() -> tuple[int, int, str]:
    """Ask for all tiles that hold a site down to a zoom, and for the fullest below; return how many, the most bytes, where."""
    asked = [(zoom, x, y) for zoom in WHOLE_ZOOMS for x, y in tiles(zoom)]
    asked += [(zoom, x, y) for zoom in range(WHOLE_ZOOMS.stop, ZOOMS.stop) for x, y in tiles(zoom)[:DEEP_TILES]]
    sizes = {}
    for number, place in enumerate(asked):
        sizes[place] = len(ask(*place))
        if sys.stderr.isatty() and number % 50 == 0:
            print(f"\r{number} of {len(asked)} tiles", end="", file=sys.stderr)
    zoom, x, y = worst = max(sizes, key=lambda place: sizes[place])
    return len(asked), sizes[worst], f"{zoom}/{x}/{y}"


def pages() -> None:
    """Compare a page of GeoJSON through drf-gis with the same sites written by PostGIS."""
    from django.contrib.auth.models import AnonymousUser
    from rest_framework.renderers import JSONRenderer

    from sites.api import public_columns
    from sites.queries import visible_sites
    from sites.queries.exports import feature_collection, feature_texts
    from sites.serializers import DECIMALS, SiteFeature

    first = visible_sites(AnonymousUser()).order_by("code")[:PAGE]
    gis, _ = timed(lambda: JSONRenderer().render(SiteFeature(first.all(), many=True).data))
    stream, _ = timed(
        lambda: "".join(feature_collection(feature_texts(first.all(), public_columns(), decimals=DECIMALS))).encode()
    )
    print(
        f"\n{PAGE:,} features of GeoJSON: drf-gis {gis:.0f} ms, written by PostGIS {stream:.0f} ms, ratio {gis / stream:.1f}"
    )


def tiles(zoom: int) -> list[tuple[int, int]]:
    """Return the tiles that hold sites, the fullest first."""
    return [(x, y) for x, y, _ in rows(TILES, {"z": zoom})]


def ask(zoom: int, x: int, y: int) -> bytes:
    """Ask the product for a tile as a stranger does, through all of its middleware."""
    answer = stranger().get(f"/maps/tiles/sites/{zoom}/{x}/{y}.mvt")
    if answer.status_code != 200:
        raise RuntimeError(f"tile {zoom}/{x}/{y} answered {answer.status_code}")
    return answer.content


@cache
def stranger() -> "Client":
    """Return a client that is not signed in; its middleware is loaded once, as in a web process."""
    from django.test import Client

    return Client(SERVER_NAME="127.0.0.1")


def ask_plainly(zoom: int, x: int, y: int) -> bytes:
    """Draw the tile by the plain SQL."""
    found = peer().execute(PLAIN, {"z": zoom, "x": x, "y": y, "on": today()}).fetchone()
    return bytes(found[0]) if found else b""


@cache
def peer() -> psycopg.Connection[tuple[Any, ...]]:
    """Return a connection to the same database with the server's own settings: parallel workers and compiler as it likes."""
    from django.conf import settings

    return server(settings.DATABASES["default"]["NAME"])


def timed(work: Callable[[], bytes]) -> tuple[float, bytes]:
    """Run the work once to warm up, then time it; return the median in milliseconds and what it gave."""
    given = work()
    return statistics.median(_milliseconds(work) for _ in range(TIMES)), given


def _milliseconds(work: Callable[[], bytes]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def rows(statement: str, values: Any = None) -> list[Any]:
    """Run a statement in the benchmark's database."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def today() -> date:
    """Return the product's day."""
    from planning.queries.duties import today as day

    return day()


if __name__ == "__main__":
    sys.exit(main())
