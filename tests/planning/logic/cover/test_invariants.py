"""What no wall and no walk may break."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.logic.cover import Track, cover_line, track
from planning.logic.intervals import total
from tests.planning.logic.cover.walks import metres, reversed_track, walk

corner = st.tuples(st.integers(-400, 400), st.integers(-400, 400))
walls = st.one_of(
    st.lists(corner, min_size=2, max_size=6, unique=True),
    st.lists(corner, min_size=2, max_size=6, unique=True).map(sorted),
).map(metres)
# Walls whose arms lie apart: where two are equally near, the direction decides which one a fix belongs to.
open_walls = st.lists(st.integers(-60, 60), min_size=2, max_size=6).map(
    lambda ys: metres([(160 * i, y) for i, y in enumerate(ys)])
)
swaths = st.sampled_from([8.0, 20.0, 30.0, 55.0])
few = settings(max_examples=25, deadline=None)


@st.composite
def walks(draw: Any) -> Track:
    found = walk(
        draw(walls),
        noise_m=draw(st.sampled_from([0.0, 4.0, 12.0])),
        every_s=draw(st.sampled_from([2.0, 10.0, 40.0])),
        seed=draw(st.integers(0, 99)),
    )
    accuracy = np.random.default_rng(draw(st.integers(0, 99))).choice([np.nan, 4.0, 22.0, 45.0, 90.0], len(found))
    return Track(found.lon, found.lat, found.at_s, accuracy)


@few
@given(walls, st.lists(walks(), max_size=3), swaths)
def test_merged_is_at_least_each_and_at_most_the_sum(wall: Any, tracks: list[Track], swath: float) -> None:
    found = cover_line(wall, tracks, swath_m=swath)
    alone = [cover_line(wall, [one], swath_m=swath).covered_m for one in tracks]
    assert found.covered_m <= sum(alone) + 1e-6
    # A copy that claims better accuracies than its original brings nothing.
    assert "copy" in found.rejected or found.covered_m >= max(alone, default=0.0) - 1e-6
    assert found.covered_m + found.unknown_m <= found.length_m + 1e-6
    assert total([*found.stretches, *found.unknown]) == pytest.approx(found.covered_m + found.unknown_m)
    assert list(found.stretches) == sorted(found.stretches)


@few
@given(walls, walks())
def test_wider_swath_never_takes_a_metre_away(wall: Any, walked: Track) -> None:
    covers = [cover_line(wall, [walked], swath_m=swath) for swath in (5, 10, 20, 30, 31, 60, 200)]
    for narrow, wide in pairwise(covers):
        assert total([*narrow.stretches, *wide.stretches]) == pytest.approx(wide.covered_m, abs=0.05)


@few
@given(open_walls, walks(), swaths)
def test_other_way_round_is_the_same_track(wall: Any, walked: Track, swath: float) -> None:
    there, back = (cover_line(wall, [one], swath_m=swath) for one in (walked, reversed_track(walked)))
    assert there.covered_m == pytest.approx(back.covered_m, abs=2.0)
    assert there.rejected == back.rejected


@few
@given(open_walls, walks(), swaths)
def test_other_way_round_is_the_same_line(wall: Any, walked: Track, swath: float) -> None:
    there, back = (cover_line(one, [walked], swath_m=swath) for one in (wall, shapely.reverse(wall)))
    assert there.covered_m == pytest.approx(back.covered_m, abs=2.0)
    mirrored = [(back.length_m - end, back.length_m - start) for start, end in back.stretches]
    assert total([*there.stretches, *mirrored]) == pytest.approx(there.covered_m, abs=4.0)


@few
@given(walls, walks(), swaths)
def test_more_vertices_change_nothing(wall: Any, walked: Track, swath: float) -> None:
    plain, dense = (cover_line(one, [walked], swath_m=swath) for one in (wall, shapely.segmentize(wall, 0.0001)))
    assert plain.covered_m == pytest.approx(dense.covered_m, abs=0.5)


@few
@given(open_walls, walls, swaths)
def test_more_fixes_of_the_same_walk_change_nothing(wall: Any, way: Any, swath: float) -> None:
    sparse = walk(way, every_s=20)
    dense = _dense(sparse, 4)
    one, other = (cover_line(wall, [walked], swath_m=swath) for walked in (sparse, dense))
    assert one.covered_m == pytest.approx(other.covered_m, abs=2.0)


def _dense(found: Track, times: int) -> Track:
    at = np.linspace(0, len(found) - 1, (len(found) - 1) * times + 1)
    whole = np.arange(len(found))
    return track(*(np.interp(at, whole, one) for one in (found.lon, found.lat, found.at_s)))
