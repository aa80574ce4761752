import numpy as np
import pytest

from planning.logic.ways import Pace, by_road, geodesic_m, straight

# Qianmen, the Drum Tower, the Summer Palace.
LON, LAT = [116.3915, 116.3894, 116.2700], [39.8990, 39.9407, 39.9990]
FOOT = Pace(speed_kmh=4.5, detour=1.3)


def test_geodesics_are_those_of_the_ellipsoid() -> None:
    table = geodesic_m(LON, LAT)
    assert table.shape == (3, 3)
    # By GeographicLib, WGS-84.
    assert table[0, 1] == pytest.approx(4633.7, abs=0.5)
    assert (table == table.T).all()
    assert np.diag(table).tolist() == [0.0, 0.0, 0.0]


def test_straight_ways_are_lengthened_and_walked_at_the_pace() -> None:
    ways = straight(LON, LAT, FOOT)
    assert ways.metres[0, 1] == pytest.approx(1.3 * geodesic_m(LON, LAT)[0, 1])
    assert ways.minutes[0, 1] == pytest.approx(ways.metres[0, 1] / 75.0)
    assert ways.unknown == 0


def test_roads_take_the_place_of_straight_ways() -> None:
    crow = geodesic_m(LON, LAT)
    ways = by_road(LON, LAT, FOOT, crow * 1.5, crow * 1.2)
    assert ways.metres[0, 1] == pytest.approx(crow[0, 1] * 1.5)
    assert ways.minutes[2, 1] == pytest.approx(crow[2, 1] * 1.2 / 60)
    assert ways.unknown == 0


def test_ways_the_service_does_not_know_stay_straight_and_are_counted() -> None:
    crow = geodesic_m(LON, LAT)
    metres, seconds = crow * 1.5, crow.copy()
    metres[0, 2] = seconds[1, 0] = np.nan
    ways = by_road(LON, LAT, FOOT, metres, seconds)
    assert ways.unknown == 2
    assert ways.metres[0, 2] == pytest.approx(crow[0, 2] * 1.3)
    assert ways.minutes[1, 0] == pytest.approx(crow[1, 0] * 1.3 / 75.0)
    assert ways.metres[2, 0] == pytest.approx(crow[2, 0] * 1.5)


def test_road_shorter_than_the_straight_line_is_believed_by_half_a_kilometre_only() -> None:
    crow = geodesic_m(LON, LAT)
    metres = crow * 0.5
    ways = by_road(LON, LAT, FOOT, metres, crow)
    # All three are kilometres apart: half the way cannot be.
    assert ways.unknown == 6
    assert by_road(LON, LAT, FOOT, crow - 400 * (crow > 0), crow).unknown == 0
