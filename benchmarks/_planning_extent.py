"""What tracks prove: known answers on invented lines, what must hold of every line, and trails with noisy walks."""

import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

import shapely

from planning.logic.cover import cover_line
from sites.logic.measure import length_m
from tests.planning.logic.cover.walks import metres, reversed_track, trail, walk

TRAILS: Final = Path(__file__).resolve().parents[2] / "shared" / "data" / "tracks" / "hk_osm"
BENT: Final = metres([(0, 0), (2_000, 0), (2_000, 1_500), (500, 2_500), (500, 4_000)])


def known_answers() -> bool:
    """Print what is known beforehand beside what is measured on an invented line; return whether all holds."""
    whole = length_m(BENT)
    first, second = walk(BENT, 500, 2_500), walk(BENT, 2_000, 4_000)
    one, other, both = (cover_line(BENT, some) for some in ([first], [second], [first, second]))
    # Who ends somewhere has seen as far ahead as the swath reaches.
    slack = 2 * 30.0 + 1.0
    dense = BENT.segmentize(BENT.length / 400)
    facts = [
        ("2,000 m of it walked", f"{one.covered_m:,.1f} m", abs(one.covered_m - 2_000) <= slack),
        ("walked twice is no more", f"{cover_line(BENT, [first, first]).covered_m:,.1f} m", abs(cover_line(BENT, [first, first]).covered_m - one.covered_m) < 0.01),
        ("two walks that overlap, merged ≤ sum", f"{both.covered_m:,.1f} ≤ {one.covered_m + other.covered_m:,.1f} m", both.covered_m <= one.covered_m + other.covered_m),
        ("the whole of it", f"{cover_line(BENT, [walk(BENT)]).covered_m:,.1f} of {whole:,.1f} m", abs(cover_line(BENT, [walk(BENT)]).covered_m - whole) < 1.0),
        ("walked backwards", f"{cover_line(BENT, [reversed_track(first)]).covered_m - one.covered_m:+.2f} m", abs(cover_line(BENT, [reversed_track(first)]).covered_m - one.covered_m) < 0.5),
        ("the line drawn with 400 vertices", f"{cover_line(dense, [first]).covered_m - one.covered_m:+.2f} m", abs(cover_line(dense, [first]).covered_m - one.covered_m) < 0.5),
        ("monotone in the swath (10, 30, 60 m)", " ≤ ".join(f"{metres_seen:,.0f}" for metres_seen in _swaths(first)), _swaths(first) == sorted(_swaths(first))),
        ("100 m beside the line", f"{cover_line(BENT, [_beside(100.0)]).covered_m:,.1f} m", cover_line(BENT, [_beside(100.0)]).covered_m == 0),
    ]  # fmt: skip
    print(f"\n### Extent: an invented line of {whole:,.0f} m\n\n| what is known | measured | holds |\n|---|---:|---|")
    for what, measured, holds in facts:
        print(f"| {what} | {measured} | {'yes' if holds else '**no**'} |")
    return all(holds for _what, _measured, holds in facts)


def trails() -> None:
    """Measure noisy walks along known parts of real trails, and print how far off the covered metres are."""
    if not TRAILS.is_dir():
        print("\nThe shared data are not beside this checkout: no trails.")
        return
    print("\n### Extent: trails as sections, noisy walks from 20 to 60 % of each, mean of five seeds\n")
    print("| trail | length | noise | truth | covered | error | time |\n|---|---:|---:|---:|---:|---:|---:|")
    for path in sorted(TRAILS.glob("*-track.gpx")):
        whole = trail(path)
        for noise in (0.0, 5.0, 10.0):
            print(_trail_row(path.stem.removesuffix("-track"), whole, noise), flush=True)
    print("\nThe error holds what is surely seen ahead of both ends.")


def _trail_row(name: str, whole: shapely.LineString, noise: float) -> str:
    start, end = 0.2 * length_m(whole), 0.6 * length_m(whole)
    walked = [walk(whole, start, end, noise_m=noise, accuracy_m=max(5.0, noise), seed=seed) for seed in range(5)]
    took = statistics.median(_timed(partial(cover_line, whole, [one])) for one in walked)
    seen = statistics.mean(cover_line(whole, [one]).covered_m for one in walked)
    error = seen - (end - start)
    return (
        f"| {name} | {length_m(whole) / 1000:.1f} km | {noise:.0f} m | {end - start:,.0f} m | {seen:,.0f} m"
        f" | {error:+.0f} m ({100 * error / (end - start):+.2f} %) | {took:.0f} ms |"
    )


def _swaths(track: Any) -> list[float]:
    return [cover_line(BENT, [track], swath_m=swath).covered_m for swath in (10.0, 30.0, 60.0)]


def _beside(off_m: float) -> Any:
    return walk(metres([(0, -off_m), (2_000, -off_m)]), 200, 1_800)


def _timed(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - started)
