"""Great-circle distance and direction."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.logic.geodesy import bearing_deg, distance_m

places = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


def test_distance_of_one_degree_of_latitude() -> None:
    assert round(distance_m(116, 39, 116, 40)) == 111_195


def test_distance_beijing_to_shanghai_is_near_the_geodesic() -> None:
    # 1,066.9 km on the ellipsoid (Karney's geodesic between the same points).
    assert distance_m(116.3975, 39.9087, 121.4737, 31.2304) == pytest.approx(1_066_900, rel=0.0056)


@given(places, places)
def test_distance_is_the_same_both_ways_and_at_most_half_round(
    one: tuple[float, float], two: tuple[float, float]
) -> None:
    there = distance_m(*one, *two)
    assert there == pytest.approx(distance_m(*two, *one), abs=1e-6)
    assert 0 <= there <= 20_015_115


@pytest.mark.parametrize(("east", "north", "expected"), [(0, 1, 0), (1, 0, 90), (0, -1, 180), (-1, 0, 270)])
def test_bearing_of_the_four_winds(east: int, north: int, expected: int) -> None:
    assert bearing_deg(0, 0, east, north) == pytest.approx(expected)


@given(places, places)
def test_bearing_is_never_a_full_turn(one: tuple[float, float], two: tuple[float, float]) -> None:
    assert 0 <= bearing_deg(*one, *two) < 360
