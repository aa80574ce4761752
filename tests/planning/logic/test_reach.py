import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.logic.reach import (
    EARTH_RADIUS_M,
    Places,
    count_within,
    great_circle_m,
    is_out_of_reach,
    nearest,
    pairs_within,
    places,
)

TIANANMEN = places(116.3975, 39.9087)
BADALING = places(116.0167, 40.3560)
NOBODY = places([], [])
POINT = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


def some(points: list[tuple[float, float]]) -> Places:
    return places([lon for lon, _ in points], [lat for _, lat in points])


def every_distance(sites: Places, volunteers: Places) -> np.ndarray:
    return great_circle_m(Places(sites.lon[:, None], sites.lat[:, None]), volunteers)


def test_great_circle_of_a_quarter_is_a_quarter() -> None:
    assert great_circle_m(places(0, 0), places(0, 90))[0] == pytest.approx(math.pi / 2 * EARTH_RADIUS_M)


def test_great_circle_is_near_the_geodesic() -> None:
    # A degree of the meridian at 18 N, the farthest the sphere is off in China: the meridian arc of WGS-84, integrated.
    assert great_circle_m(places(110, 17.5), places(110, 18.5))[0] == pytest.approx(110_680.41, rel=0.005)


def test_great_circle_over_the_date_line_is_short() -> None:
    assert great_circle_m(places(179.9, 0), places(-179.9, 0))[0] == pytest.approx(
        math.radians(0.2) * EARTH_RADIUS_M, rel=1e-9
    )


@pytest.mark.parametrize(("lon", "lat"), [([181], [0]), ([0], [91]), ([math.nan], [0]), ([0, 1], [0])])
def test_places_refuse_what_is_no_position(lon: list[float], lat: list[float]) -> None:
    with pytest.raises(ValueError, match="longitude"):
        places(lon, lat)


@given(st.lists(POINT, min_size=1, max_size=8), st.lists(POINT, min_size=1, max_size=8))
def test_nearest_is_the_smallest_of_all_distances(
    homes: list[tuple[float, float]], points: list[tuple[float, float]]
) -> None:
    metres, who = nearest(some(points), some(homes), k=2)
    every = every_distance(some(points), some(homes))
    assert metres[:, 0] == pytest.approx(every.min(axis=1), abs=0.2)  # chords of neighbours on the other side round
    assert [every[i, j] for i, j in enumerate(who[:, 0])] == pytest.approx(metres[:, 0].tolist())


def test_nearest_fills_up_with_nobody() -> None:
    metres, who = nearest(TIANANMEN, BADALING, k=2)
    assert (metres[0, 1], who.tolist()) == (math.inf, [[0, -1]])


def test_nearest_without_volunteers_is_nobody() -> None:
    metres, who = nearest(TIANANMEN, NOBODY)
    assert (metres.tolist(), who.tolist()) == ([[math.inf]], [[-1]])


@given(st.lists(POINT, max_size=8), st.lists(st.tuples(POINT, st.floats(0, 2e7)), max_size=8))
def test_pairs_within_are_all_pairs_within(
    points: list[tuple[float, float]], homes: list[tuple[tuple[float, float], float]]
) -> None:
    sites, volunteers = some(points), some([where for where, _ in homes])
    ranges = np.array([metres for _, metres in homes])
    pairs = pairs_within(sites, volunteers, ranges)
    is_within = every_distance(sites, volunteers) <= ranges
    assert np.column_stack((pairs.site, pairs.volunteer)).tolist() == np.argwhere(is_within).tolist()
    assert count_within(sites, volunteers, ranges).tolist() == is_within.sum(axis=1).tolist()
    assert is_out_of_reach(sites, volunteers, ranges).tolist() == (~is_within.any(axis=1)).tolist()


def test_is_out_of_reach_by_each_own_range() -> None:
    sites = places([116.3975, 116.0167], [39.9087, 40.3560])
    assert is_out_of_reach(sites, TIANANMEN, 5_000).tolist() == [False, True]
    assert is_out_of_reach(sites, TIANANMEN, 60_000).tolist() == [False, False]


def test_is_out_of_reach_without_volunteers_is_all() -> None:
    assert is_out_of_reach(BADALING, NOBODY, []).tolist() == [True]
