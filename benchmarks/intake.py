"""Reports with photos from many clients against the real web server, durable, beside bare inserts and bare file writes.

    .venv/bin/python -m benchmarks.intake --seconds 8

Makes a cluster of its own (fsync on) and a media folder below the working folder, and throws both away. Each client is a
process of its own with one kept connection; every photo is 400 kB that nobody else has (beside a single one goes a small
second, for a report needs two). No worker runs: what it does
later (evidence, thumbnails) waits in the queue. Prints Markdown with what was aimed at and how far it was reached; the
exit code is 1 where a report failed.
"""

import argparse
import hashlib
import os
import signal
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import psycopg

from benchmarks._intake_client import Phone, Shot, report_of, shot
from benchmarks._throwaway import Product, running_door, running_product

PHOTO_BYTES = 400_000
CLIENTS = (8, 32)
DOOR = "bare door"
NOISE = hashlib.shake_256(b"noise").digest(PHOTO_BYTES - 27)


# ODK Central, measured on two cores with one attachment of 400 kB: submissions/s by clients.
CENTRAL = {8: 62, 32: 71}


@dataclass(frozen=True)
class Run:
    """What some clients did in some seconds."""

    name: str
    photos: int
    clients: int
    seconds: float
    took_s: list[float]
    failed: int
    web_s: float = 0
    database_s: float = 0

    @property
    def rate(self) -> float:
        """Reports (or what stands for one) a second."""
        return len(self.took_s) / self.seconds


def main() -> int:
    """Measure in rounds, so that a busy moment of the machine meets all alike; print the best of each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=8, help="how long each run lasts (default: 8)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is run (default: 3)")
    parser.add_argument("--clients", type=int, nargs="*", default=CLIENTS, help="how many at once (default: 8 32)")
    parser.add_argument("--folder", type=Path, default=Path(), help="where the disk to measure is (default: here)")
    options = parser.parse_args()
    # Stopped from outside, the cluster is taken away all the same.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix=".bench-intake-", dir=options.folder.resolve()) as folder:
        Path(folder).chmod(0o755)
        with running_product(Path(folder) / "product", max(options.clients)) as (product, world):
            runs = [run for _ in range(options.rounds) for run in _round(product, world, options)]
    best = _best(runs)
    print(_table(best))
    print()
    print(_goals(best))
    return 1 if any(run.failed for run in runs) else 0


def _round(product: Product, world: dict[str, Any], options: argparse.Namespace) -> list[Run]:
    runs, seconds = [], options.seconds
    for clients in options.clients:
        runs.append(_bare("bare inserts", 0, clients, seconds, partial(_inserter, product.database_url)))
        for photos in (1, 3):
            write = partial(_writer, product.home / "bare", photos)
            runs.append(_bare("bare fsynced files", photos, clients, seconds, write))
            runs.append(_door(photos, clients, seconds, product, world))
            ways = ("one request", "report first")
            runs += [_intake(name, photos, clients, seconds, product, world) for name in ways]
    return runs


def _door(photos: int, clients: int, seconds: float, product: Product, world: dict[str, Any]) -> Run:
    """Let the same clients send the same bytes to a door that only reads, hashes and syncs: what any web server can reach."""
    with running_door(product) as port:
        return replace(
            _intake(DOOR, photos, clients, seconds, replace(product, port=port), world), web_s=0, database_s=0
        )


def _intake(name: str, photos: int, clients: int, seconds: float, product: Product, world: dict[str, Any]) -> Run:
    """Let clients, each a process, send reports until the time is over."""
    send = partial(_send, name, photos, product.port, world["report"], time.time() + 1.5, seconds)
    before = product.cpu_seconds()
    with ProcessPoolExecutor(clients) as pool:
        found = list(pool.map(send, world["sessions"][:clients]))
    took = [one for times, _ in found for one in times]
    web, database = (after - earlier for after, earlier in zip(product.cpu_seconds(), before, strict=True))
    return Run(name, photos, clients, seconds, took, sum(failed for _, failed in found), web, database)


def _send(
    name: str, photos: int, port: int, template: dict[str, Any], start_at: float, seconds: float, session: str
) -> tuple[list[float], int]:
    phone, took, failed = Phone(port, session), [], 0
    shots = _shots(photos)
    time.sleep(max(0, start_at - time.time()))
    until = start_at + seconds
    while time.time() < until:
        begun = time.perf_counter()
        is_sent = _report(name, phone, template, shots)
        if time.time() < until:
            took.append(time.perf_counter() - begun)
            failed += not is_sent
        # The hash of the next photos is the phone's work, done when they were taken.
        shots = _shots(photos)
    return took, failed


def _shots(photos: int) -> list[Shot]:
    """Make the photos of a report; it needs two, so beside a single one goes a second of 2 kB."""
    return [shot(NOISE) for _ in range(photos)] + [shot(NOISE[:2000])] * (photos == 1)


def _report(name: str, phone: Phone, template: dict[str, Any], shots: list[Shot]) -> bool:
    key = uuid.uuid4()
    said = report_of(template, shots)
    if name in ("one request", DOOR):
        status, receipt = phone.send_form(key, said, shots)
        return status in (200, 201) and receipt["is_complete"] is True
    statuses = [phone.send_report(key, said)[0], *(phone.send_piece(key, one)[0] for one in shots)]
    # 200 where the server had it and its answer was lost with the connection.
    return set(statuses) <= {200, 201}


def _bare(name: str, photos: int, clients: int, seconds: float, prepare: Callable[[int], Callable[[], None]]) -> Run:
    """Do the least that keeps a report, in threads: what the disk and the database can give at all."""

    def repeat(number: int) -> list[float]:
        once = prepare(number)
        took = []
        while time.time() < until:
            begun = time.perf_counter()
            once()
            took.append(time.perf_counter() - begun)
        return took

    until = time.time() + seconds
    with ThreadPoolExecutor(clients) as pool:
        took = [one for times in pool.map(repeat, range(clients)) for one in times]
    return Run(name, photos, clients, seconds, took, 0)


def _inserter(url: str, number: int) -> Callable[[], None]:
    """Commit one row of the size of a report."""
    connection = psycopg.connect(url, autocommit=True)
    connection.execute("CREATE TABLE IF NOT EXISTS bare (id uuid PRIMARY KEY, payload text)") if number == 0 else None
    while connection.execute("SELECT to_regclass('bare')").fetchone() == (None,):
        time.sleep(0.01)
    text = "x" * 2000

    def insert() -> None:
        connection.execute("INSERT INTO bare VALUES (%s, %s)", [uuid.uuid4(), text])

    return insert


def _writer(folder: Path, photos: int, number: int) -> Callable[[], None]:
    """Write the photos of a report, each to a file of its own, and wait for the disk."""
    own = folder / str(number)
    own.mkdir(parents=True, exist_ok=True)

    def write() -> None:
        for _ in range(photos):
            handle = os.open(own / uuid.uuid4().hex, os.O_WRONLY | os.O_CREAT)
            os.write(handle, NOISE)
            os.fsync(handle)
            os.close(handle)

    return write


def _best(runs: list[Run]) -> list[Run]:
    found: dict[tuple[str, int, int], Run] = {}
    for run in runs:
        key = (run.name, run.photos, run.clients)
        if key not in found or run.rate > found[key].rate:
            found[key] = run
    return list(found.values())


def _table(runs: list[Run]) -> str:
    lines = [
        "| clients | photos | what | reports/s | p50 ms | p95 ms | failed | web's CPU ms | database's | of bare files | of bare inserts |",
        "|--:|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for run in sorted(runs, key=lambda one: (one.clients, one.photos, one.name)):
        marks = [f"{quantile * 1000:.0f}" for quantile in _quantiles(run.took_s)]
        others = [_share(run, runs, "bare fsynced files", run.photos), _share(run, runs, "bare inserts", 0)]
        cpu = [f"{used / max(len(run.took_s), 1) * 1000:.1f}" if used else "" for used in (run.web_s, run.database_s)]
        cells = [run.clients, run.photos or "", run.name, f"{run.rate:.0f}", *marks, run.failed, *cpu, *others]
        lines.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    return "\n".join(lines)


def _goals(runs: list[Run]) -> str:
    """Say how far each goal was reached by the better of the two ways."""
    lines = ["| clients | photos | goal | reports/s aimed at | reached | share |", "|--:|--:|---|--:|--:|--:|"]
    for clients in sorted({run.clients for run in runs}):
        for photos, goal, wanted in _wanted(runs, clients):
            sent = [run.rate for run in runs if (run.clients, run.photos) == (clients, photos) and run.web_s]
            reached = max(sent, default=0.0)
            cells = [clients, photos, goal, f"{wanted:.0f}", f"{reached:.0f}", f"{reached / wanted:.2f}"]
            lines.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    return "\n".join(lines)


def _wanted(runs: list[Run], clients: int) -> list[tuple[int, str, float]]:
    bare = next(one for one in runs if (one.name, one.photos, one.clients) == ("bare fsynced files", 3, clients))
    goals = [(3, "half of the bare fsynced files", bare.rate / 2)]
    if clients in CENTRAL:
        goals.append((1, "twice ODK Central with one", 2.0 * CENTRAL[clients]))
        goals.append((3, "ahead of ODK Central with one", float(CENTRAL[clients])))
    door = next(one for one in runs if (one.name, one.photos, one.clients) == (DOOR, 3, clients))
    return [*goals, (3, "half of the bare door", door.rate / 2)]


def _share(run: Run, runs: list[Run], name: str, photos: int) -> str:
    if run.name.startswith("bare"):
        return ""
    base = next(one for one in runs if (one.name, one.photos, one.clients) == (name, photos, run.clients))
    return f"{run.rate / base.rate:.2f}" if base.rate else ""


def _quantiles(took_s: list[float]) -> tuple[float, float]:
    if len(took_s) < 2:
        return 0.0, 0.0
    return statistics.median(took_s), statistics.quantiles(took_s, n=20)[-1]


if __name__ == "__main__":
    sys.exit(main())
