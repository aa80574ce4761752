"""Measures along lines, and how they carry over to a line surveyed anew."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from sites.logic.measure import anchors_between, carry, cut, is_rising, length_m, measures_of, point_at

# Two kilometres northwards, then one eastwards.
WALL = shapely.LineString([(116.0, 40.0), (116.0, 40.018013), (116.01171, 40.018013)])
KILOMETRES = [(0.0, 0.0), (1000.0, 1100.0), (2000.0, 2100.0)]
SHARES = st.floats(0, 1)


def test_lengths_are_the_ellipsoids() -> None:
    assert length_m(WALL) == pytest.approx(3000, abs=0.5)


def test_place_and_measure_are_each_others_way_back() -> None:
    for measure in (0.0, 750.0, 2000.0, 2600.0):
        place = point_at(WALL, measure)
        found, off = measures_of(WALL, np.array([place.x]), np.array([place.y]))
        assert (found[0], off[0]) == (pytest.approx(measure, abs=0.5), pytest.approx(0, abs=0.01))


def test_place_beside_the_line_says_how_far() -> None:
    found, off = measures_of(WALL, np.array([116.000234]), np.array([40.009]))
    assert (found[0], off[0]) == (pytest.approx(999.4, abs=1), pytest.approx(20, abs=0.1))


@given(SHARES, SHARES)
def test_cut_is_as_long_as_asked(one: float, other: float) -> None:
    start, end = sorted((one * 3000, other * 3000))
    if end - start > 1:
        assert length_m(cut(WALL, start, end)) == pytest.approx(end - start, abs=0.6)


def test_cut_keeps_the_vertices_between() -> None:
    assert shapely.get_num_coordinates(cut(WALL, 1500, 2500)) == 3


def test_same_line_carries_everything_over() -> None:
    anchors = anchors_between(WALL, WALL)
    [(start, end)] = carry([(250.0, 2750.0)], anchors)
    assert is_rising(anchors)
    assert (start, end) == (pytest.approx(250, abs=1), pytest.approx(2750, abs=1))


def test_line_surveyed_longer_at_its_start_shifts_the_measures() -> None:
    longer = shapely.LineString([(116.0, 39.991), *WALL.coords])
    [(start, _end)] = carry([(500.0, 700.0)], anchors_between(WALL, longer))
    assert start == pytest.approx(500 + 999.3, abs=2)


def test_line_elsewhere_carries_nothing() -> None:
    away = shapely.transform(WALL, lambda xy: xy + 0.01)
    assert carry([(0.0, 3000.0)], anchors_between(WALL, away)) == []


def test_tower_of_the_same_number_goes_before_the_nearest_place() -> None:
    anchors = anchors_between(WALL, WALL, [(1000.0, 1040.0)])
    assert (1000.0, 1040.0) in anchors
    assert is_rising(anchors)


@given(st.lists(st.tuples(SHARES, SHARES), max_size=5))
def test_nothing_is_carried_beyond_what_is_anchored(pairs: list[tuple[float, float]]) -> None:
    intervals = [(min(pair) * 3000, max(pair) * 3000) for pair in pairs]
    carried = carry(intervals, KILOMETRES)
    assert all(0 <= start < end <= 2100 or start == end for start, end in carried)
    assert sum(end - start for start, end in carried) <= 1.1 * sum(end - start for start, end in intervals) + 1e-6


@pytest.mark.parametrize(
    ("interval", "carried"),
    [((0, 1000), [(0, 1100)]), ((500, 1500), [(550, 1600)]), ((1900, 2600), [(2000, 2100)]), ((2100, 2600), [])],
)
def test_between_anchors_measures_go_in_proportion(
    interval: tuple[float, float], carried: list[tuple[float, float]]
) -> None:
    assert carry([interval], KILOMETRES) == carried
