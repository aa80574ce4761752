"""How well the evidence tells forged reports from honest ones, and how fast look-alikes are found among a million photos.

    .venv/bin/python -m benchmarks.evidence --reports 3000 --photos 1000000

Works in a database of its own (`<name>_evidence` beside the one in use), emptied at every run. Prints Markdown. Weights
are proposed from the world of `--tune`; the world of `--seed` is never tuned on.
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

POLICY = date(2026, 12, 1)
ALLOWED = 0.01
FORGED = ("forged", "sold")
ASKED = 100


def main() -> int:
    """Measure the search, then judge two worlds."""
    options = _options()
    os.environ["DATABASE_URL"] = _own_database()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "patrol.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("seed_vocabulary", verbosity=0)
    with tempfile.TemporaryDirectory() as folder:
        settings.MEDIA_ROOT = Path(folder)
        if options.reports:
            _judge_two_worlds(options, Path(folder))
    if options.photos:
        _search(options.photos)
    return 0


def _judge_two_worlds(options: argparse.Namespace, media: Path) -> None:
    from patrol.logic.calibration import proposed_weights

    tuned = _judged_world(options.tune, options.reports, media)
    _report("the world for tuning", options.tune, tuned)
    judged = [one for one, label, _ in tuned if label != "lazy"]
    weights = proposed_weights(judged, clean_from=90, false_alarms=ALLOWED)
    print(f"\nWeights proposed from it: {weights}\n")
    asked = _judged_world(options.seed, options.reports, media)
    _report("the world asked, never tuned on", options.seed, asked)
    if weights:
        _report(
            "the same, by the weights proposed", options.seed, [(_again(one, weights), *rest) for one, *rest in asked]
        )


def _judged_world(seed: int, count: int, media: Path) -> list[tuple[Any, str, str]]:
    """Make a world, have the engine judge it, and return (judged, label, way) for each report."""
    from benchmarks.evidence_plans import Maker
    from benchmarks.evidence_store import store
    from patrol.actions.scoring import keep_tracks_beside
    from patrol.logic.calibration import Judged, takes_of
    from patrol.logic.hearing import weigh
    from patrol.logic.policy import policy_from
    from patrol.models import Report
    from patrol.queries.arrivals import photos_with_standing
    from patrol.queries.evidence import policy_on
    from patrol.queries.seen import seen_of

    plans = store(Maker(seed).world(count), seed, media)
    policy = policy_from(policy_on(POLICY).values)
    found, started = [], time.perf_counter()
    for report in Report.objects.filter(pk__in=plans).select_related("site").order_by("received_at"):
        photos = list(photos_with_standing(report.photos.all()))
        keep_tracks_beside(report=report, policy=policy)
        evidence = weigh(seen_of(report, photos, policy), policy)
        plan = plans[report.pk]
        takes = takes_of(witness.as_json() for witness in evidence.witnesses)
        judged = Judged(takes, evidence.score, evidence.needs_person, plan.label in FORGED)
        found.append((judged, plan.label, plan.way))
    took = (time.perf_counter() - started) / len(found) * 1000
    print(f"\nWorld {seed}: {len(found):,} reports, {took:.0f} ms each to gather and weigh.")
    return found


def _again(judged: Any, weights: dict[str, float]) -> Any:
    from dataclasses import replace

    taken = sum(weights[name] * takes for name, takes in judged.takes.items() if name in weights)
    score = max(0, round(100 - taken))
    return replace(judged, score=score, is_flagged=score < 90)


def _report(what: str, seed: int, found: list[tuple[Any, str, str]]) -> None:
    from patrol.logic.calibration import alarm_as_ruled, alarm_at, brier, figures_of

    judged = [one for one, label, _ in found if label != "lazy"]
    ruled, best = alarm_as_ruled(judged), alarm_at(judged, ALLOWED)
    labels = Counter(label for _, label, _ in found)
    print(f"\n### Seed {seed}: {what}\n\n{dict(labels)}; Brier {brier(judged):.3f}\n")
    print("| rule | forged to a person | honest disturbed |\n|---|---|---|")
    print(f"| as ruled | {ruled.detected:.1%} | {ruled.false_alarms:.2%} |")
    print(f"| score below {best.below}, ≤ {ALLOWED:.0%} false alarms | {best.detected:.1%} | {best.false_alarms:.2%} |")
    _by_way(found)
    print("\n| witness | heard | doubted | precision | recall | false alarms |\n|---|---|---|---|---|---|")
    for one in figures_of(judged):
        shares = " | ".join(
            "–" if share is None else f"{share:.1%}" for share in (one.precision, one.recall, one.false_alarms)
        )
        print(f"| {one.name} | {one.heard:,} | {one.doubted:,} | {shares} |")


def _by_way(found: list[tuple[Any, str, str]]) -> None:
    ways: dict[str, list[bool]] = defaultdict(list)
    for one, _, way in found:
        ways[way].append(one.is_flagged)
    print("\n| way | reports | to a person |\n|---|---|---|")
    for way, flags in sorted(ways.items()):
        print(f"| {way} | {len(flags):,} | {sum(flags) / len(flags):.1%} |")


def _search(count: int) -> None:
    """Fill the table of photos with hashes as pictures give them, ask for near ones, and compare with brute force."""
    from django.db import connection

    from patrol.logic.phash_bands import band_keys
    from patrol.queries.evidence import STATEMENTS

    hashes = _hashes(count)
    report = _fill(hashes)
    source = random.Random(5)  # noqa: S311 - the same questions every time
    print(
        f"\n| look-alikes among {count:,} photos, within | median ms | 95 % ms | found as by brute force |\n|---|---|---|---|"
    )
    for distance in (8, 14):
        took, right = [], 0
        for _ in range(ASKED):
            asked = _turned(int(source.choice(hashes)), source.sample(range(63), source.randrange(distance + 4)))
            keys = {f"band_{band}": values for band, values in enumerate(band_keys(asked, distance))}
            parameters = {"phash": asked, "distance": distance, "report": report, "most": 1000, **keys}
            started = time.perf_counter()
            rows = STATEMENTS.rows("similar_photos", parameters)
            took.append((time.perf_counter() - started) * 1000)
            apart = np.bitwise_count((hashes ^ np.int64(asked)).view(np.uint64))
            right += len(rows) == int((apart <= distance).sum())
        ninety_fifth = statistics.quantiles(took, n=20)[-1]
        print(f"| {distance} bits | {statistics.median(took):.1f} | {ninety_fifth:.1f} | {right} of {ASKED} |")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(pg_relation_size(indexrelid)) / 1e6 FROM pg_index WHERE indexrelid::regclass::text LIKE 'photofile_phash_band%'"
        )
        print(f"\nThe four indexes take {cursor.fetchone()[0]:.0f} MB.")


def _hashes(count: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Make hashes of pictures whose waves grow weaker with frequency, as nature's do."""
    source = np.random.default_rng(1)
    fall = np.maximum(np.add.outer(np.arange(8), np.arange(8)).ravel(), 1) ** 1.2
    parts = []
    for start in range(0, count, 100_000):
        waves = source.normal(size=(min(100_000, count - start), 64)) / fall
        waves[:, 0] = np.abs(waves[:, 0]) * 30
        above = waves > np.median(waves[:, 1:], axis=1)[:, None]
        parts.append((above * (np.uint64(1) << np.arange(64, dtype=np.uint64))).sum(axis=1, dtype=np.uint64))
    return np.concatenate(parts).view(np.int64)


def _fill(hashes: np.ndarray[Any, np.dtype[np.int64]]) -> Any:
    """Copy the hashes in as photos of one old report, and return a newer report that asks."""
    from django.db import connection

    from benchmarks.evidence_plans import Maker
    from benchmarks.evidence_store import store

    with tempfile.TemporaryDirectory() as folder:
        old, new = list(store(Maker(99).world(8), 99, Path(folder)))[:2]
    with connection.cursor() as cursor:
        # A million photos of one report: nothing asked here looks at their places in it.
        cursor.execute("ALTER TABLE patrol_photo DROP CONSTRAINT photo_position_once")
        cursor.execute("SET session_replication_role = replica")
        with cursor.copy(
            "COPY patrol_photofile (sha256, file, size, content_type, received_at, phash, facts, thumbnail, display, error) FROM STDIN"
        ) as copy:
            for number, value in enumerate(hashes.tolist()):
                copy.write_row(
                    (
                        f"{number:064x}",
                        f"photos/00/00/{number:064x}.jpg",
                        1,
                        "image/jpeg",
                        "2026-01-01",
                        value,
                        "{}",
                        "",
                        "",
                        "",
                    )
                )
        cursor.execute(
            "INSERT INTO patrol_photo (id, report_id, file_id, role, position) SELECT gen_random_uuid(), %s, sha256, 'near', 5 FROM patrol_photofile WHERE size = 1 AND file LIKE 'photos/00/00/%%'",
            [old],
        )
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM ANALYZE patrol_photofile")
        cursor.execute("VACUUM ANALYZE patrol_photo")
    return new


def _turned(value: int, bits: list[int]) -> int:
    return value ^ sum(1 << bit for bit in bits)


def _own_database() -> str:
    """Make the database anew, beside the one DATABASE_URL names, and return its address."""
    address = os.environ["DATABASE_URL"]
    name = f"{conninfo_to_dict(address)['dbname']}_evidence"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return f"{address.rpartition('/')[0]}/{name}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=3000, help="reports of each world; 0 leaves them out")
    parser.add_argument("--photos", type=int, default=1_000_000, help="photos to search; 0 leaves it out")
    parser.add_argument("--tune", type=int, default=1, help="seed of the world the weights are proposed from")
    parser.add_argument("--seed", type=int, default=2026, help="seed of the world that is asked")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
