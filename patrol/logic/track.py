"""Cleans a recorded track: wrong times, jumps and pauses; and says what of it may count for hours, and why not.

A segment is an array of rows (longitude, latitude, Unix seconds, accuracy in m), WGS-84; NaN where a value is unknown.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.logic.geodesy import MEAN_RADIUS_M

Segment: TypeAlias = NDArray[np.float64]
LON, LAT, TIME, ACCURACY, SEGMENT = range(5)
KMH: Final = 3.6
# A hundred-thousandth of a degree is about a metre: what another program writes of the same track stays the same.
DEGREE_STEPS: Final = 1e5


@dataclass(frozen=True, slots=True)
class TrackRules:
    """Thresholds of the clean-up; a city's own stand in the outing policy.

    `spike_points`: so few points off the path are noise. `gap_s`: longer without a point is a pause. `step_m`: the
    smallest movement that counts as way. `still_s`: standing longer in one place is a stay.
    """

    max_speed_kmh: float = 120.0
    speed_window_s: float = 60.0
    spike_points: int = 3
    gap_s: float = 600.0
    step_m: float = 15.0
    still_s: float = 300.0
    least_s: float = 60.0
    most_without_time: float = 0.2
    most_disorder: float = 0.2


@dataclass(frozen=True, slots=True)
class CleanTrack:
    """A cleaned track. `parts` are without pause inside; `reasons` say why it is not usable for hours (none: it is).

    `removed` counts points by why they were left out: `no_place`, `no_time`, `same_time`, `backwards`, `jump`.
    """

    parts: tuple[Segment, ...]
    sha256: str
    removed: dict[str, int]
    reasons: tuple[str, ...]
    started_s: float | None
    ended_s: float | None
    length_m: float
    recorded_s: float
    paused_s: float
    still_s: float
    jumps: int

    @property
    def points(self) -> int:
        """How many points are left."""
        return sum(len(part) for part in self.parts)

    @property
    def is_usable_for_hours(self) -> bool:
        """Whether its times may support hours."""
        return not self.reasons


def clean(segments: Iterable[Segment], rules: TrackRules | None = None) -> CleanTrack:
    """Clean the segments of one track, whatever their order; a pause the person made is the edge of two segments."""
    rules = rules or TrackRules()
    rows, removed = _with_place(segments)
    timed = np.isfinite(rows[:, TIME])
    reasons = []
    if not len(rows):
        reasons.append("no_points")
    elif timed.mean() < 1 - rules.most_without_time:
        reasons.append("no_time")
    if not timed.any() or "no_time" in reasons:
        return _without_time(rows, removed, reasons, rules)
    removed["no_time"] = int((~timed).sum())
    rows, disorder = _in_order(rows[timed], removed)
    if disorder > rules.most_disorder:
        reasons.append("times_disordered")
    return _timed(rows, removed, reasons, rules)


def track_sha256(rows: Segment) -> str:
    """Hash positions (to a metre) and times (whole seconds since the first): the same for a copy on another day."""
    places = np.rint(rows[:, [LON, LAT]] * DEGREE_STEPS).astype("<i8")
    times = rows[:, TIME] - rows[0, TIME] if len(rows) else rows[:, TIME]
    seconds = np.where(np.isfinite(times), np.rint(np.nan_to_num(times)), -1).astype("<i8")
    return hashlib.sha256(np.column_stack([places, seconds]).tobytes()).hexdigest()


def distances_m(rows: Segment) -> NDArray[np.float64]:
    """Measure from each row to the next, in metres on the mean sphere; one value fewer than rows."""
    return _between(rows[:-1], rows[1:])


def _with_place(segments: Iterable[Segment]) -> tuple[Segment, dict[str, int]]:
    """Put all segments under one another, each row with its segment's number; leave out what is nowhere."""
    numbered = [np.column_stack([part, np.full(len(part), n)]) for n, part in enumerate(segments) if len(part)]
    rows = np.vstack(numbered) if numbered else np.empty((0, 5))
    lon, lat = rows[:, LON], rows[:, LAT]
    with np.errstate(invalid="ignore"):
        # (0, 0) is what devices write before they know where they are.
        is_there = (np.abs(lon) <= 180) & (np.abs(lat) <= 90) & ~((lon == 0) & (lat == 0))
    return rows[is_there], {"no_place": int((~is_there).sum())}


def _without_time(rows: Segment, removed: dict[str, int], reasons: list[str], rules: TrackRules) -> CleanTrack:
    # A few times among many points without one tell nothing.
    rows = rows.copy()
    rows[:, TIME] = np.nan
    parts = _split(rows, np.flatnonzero(np.diff(rows[:, SEGMENT])) + 1)
    return CleanTrack(
        parts=tuple(part[:, :SEGMENT] for part in parts),
        sha256=track_sha256(rows),
        removed=_counted(removed),
        reasons=tuple(reasons),
        started_s=None,
        ended_s=None,
        length_m=sum(_way(part, rules)[0] for part in parts),
        recorded_s=0.0,
        paused_s=0.0,
        still_s=0.0,
        jumps=0,
    )


def _in_order(rows: Segment, removed: dict[str, int]) -> tuple[Segment, float]:
    """Sort segments by their first time and keep the longest rise of times; return also the share that ran backwards."""
    firsts = {number: rows[rows[:, SEGMENT] == number][0, TIME] for number in np.unique(rows[:, SEGMENT])}
    order = np.argsort([firsts[number] for number in rows[:, SEGMENT]], kind="stable")
    rows = rows[order]
    kept = rows[_longest_rise(rows[:, TIME].tolist())]
    same = len(rows) - len(kept) - int((~np.isin(rows[:, TIME], kept[:, TIME])).sum())
    removed["same_time"] = same
    removed["backwards"] = len(rows) - len(kept) - same
    return kept, removed["backwards"] / len(rows)


def _longest_rise(values: Sequence[float]) -> list[int]:
    """Return the places of the longest strictly rising subsequence: one clock gone mad costs its own points only."""
    ends: list[float] = []
    places: list[int] = []
    before = [-1] * len(values)
    for place, value in enumerate(values):
        at = bisect_left(ends, value)
        before[place] = places[at - 1] if at else -1
        ends[at : at + 1] = [value]
        places[at : at + 1] = [place]
    chain = []
    place = places[-1] if places else -1
    while place >= 0:
        chain.append(place)
        place = before[place]
    return chain[::-1]


def _timed(rows: Segment, removed: dict[str, int], reasons: list[str], rules: TrackRules) -> CleanTrack:
    sha256 = track_sha256(rows)
    runs = _without_spikes(_split(rows, np.flatnonzero(_too_fast(rows, rules)) + 1), rules)
    removed["jump"] = len(rows) - sum(len(run) for run in runs)
    rows = np.vstack(runs)
    jumps = _real_jumps(rows, rules)
    if len(jumps) or removed["jump"] > rules.most_disorder * (len(rows) + removed["jump"]):
        reasons.append("impossible_jump")
    edges = set(jumps.tolist()) | set((np.flatnonzero(np.diff(rows[:, TIME]) > rules.gap_s) + 1).tolist())
    edges |= set((np.flatnonzero(np.diff(rows[:, SEGMENT])) + 1).tolist())
    parts = _split(rows, np.array(sorted(edges), dtype=int))
    recorded = sum(float(part[-1, TIME] - part[0, TIME]) for part in parts)
    if recorded < rules.least_s:
        reasons.append("too_short")
    ways = [_way(part, rules) for part in parts]
    return CleanTrack(
        parts=tuple(part[:, :SEGMENT] for part in parts),
        sha256=sha256,
        removed=_counted(removed),
        reasons=tuple(reasons),
        started_s=float(rows[0, TIME]),
        ended_s=float(rows[-1, TIME]),
        length_m=sum(length for length, _still in ways),
        recorded_s=recorded,
        paused_s=float(rows[-1, TIME] - rows[0, TIME]) - recorded,
        still_s=sum(still for _length, still in ways),
        jumps=len(jumps),
    )


def _too_fast(rows: Segment, rules: TrackRules) -> NDArray[np.bool_]:
    """Say of each step whether nobody travels so fast, even when both positions are as wrong as they may be."""
    slack = np.nan_to_num(rows[:, ACCURACY])
    distance = np.maximum(distances_m(rows) - slack[:-1] - slack[1:], 0)
    fast: NDArray[np.bool_] = distance > rules.max_speed_kmh / KMH * np.diff(rows[:, TIME])
    return fast


def _without_spikes(runs: Sequence[Segment], rules: TrackRules) -> list[Segment]:
    """Drop runs of few points that cannot be reached from what stands beside them."""
    kept: list[Segment] = []
    for run in runs:
        while kept and len(kept[-1]) <= rules.spike_points < len(run) and _is_apart(kept[-1], run, rules):
            kept.pop()
        if kept and len(run) <= rules.spike_points and _is_apart(kept[-1], run, rules):
            continue
        kept.append(run)
    return kept


def _is_apart(run: Segment, other: Segment, rules: TrackRules) -> bool:
    return bool(_too_fast(np.vstack([run[-1:], other[:1]]), rules)[0])


def _real_jumps(rows: Segment, rules: TrackRules) -> NDArray[np.int_]:
    """Return the rows that nobody could have come to: too fast also over a window, where noise has levelled out."""
    half = rules.speed_window_s / 2
    found = []
    for edge in np.flatnonzero(_too_fast(rows, rules)):
        first = max(int(np.searchsorted(rows[:, TIME], rows[edge, TIME] - half, side="right")) - 1, 0)
        last = min(int(np.searchsorted(rows[:, TIME], rows[edge + 1, TIME] + half)), len(rows) - 1)
        if _too_fast(rows[[first, last]], rules)[0]:
            found.append(edge + 1)
    return np.array(found, dtype=int)


def _way(part: Segment, rules: TrackRules) -> tuple[float, float]:
    """Return the metres gone and the seconds stood still: the trembling of a position at rest is no way."""
    length, still, anchor = 0.0, 0.0, 0
    while anchor < len(part) - 1:
        step = _first_beyond(part, anchor, rules.step_m)
        stood = float(part[step, TIME] - part[anchor, TIME])
        if np.isfinite(stood) and stood > rules.still_s:
            still += stood
        length += float(_between(part[anchor : anchor + 1], part[step : step + 1])[0])
        anchor = step
    return length, still


def _first_beyond(part: Segment, anchor: int, step_m: float) -> int:
    """Return the first row farther than `step_m` from the anchor, or the last row; looks ahead in growing strides."""
    begin, stride = anchor + 1, 8
    while begin < len(part):
        ahead = part[begin : begin + stride]
        hits = np.flatnonzero(_between(part[anchor : anchor + 1], ahead) > step_m)
        if len(hits):
            return begin + int(hits[0])
        begin, stride = begin + len(ahead), stride * 2
    return len(part) - 1


def _between(start: Segment, end: Segment) -> NDArray[np.float64]:
    lon, lat, other_lon, other_lat = (np.radians(part[:, axis]) for part in (start, end) for axis in (LON, LAT))
    chord = np.sin((other_lat - lat) / 2) ** 2 + np.cos(lat) * np.cos(other_lat) * np.sin((other_lon - lon) / 2) ** 2
    metres: NDArray[np.float64] = 2 * MEAN_RADIUS_M * np.arcsin(np.sqrt(np.minimum(chord, 1.0)))
    return metres


def _split(rows: Segment, edges: NDArray[np.int_]) -> list[Segment]:
    return [part for part in np.split(rows, edges) if len(part)]


def _counted(removed: dict[str, int]) -> dict[str, int]:
    return {why: count for why, count in removed.items() if count}
