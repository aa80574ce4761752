"""Datums: against published pairs, there and back again, and where no shift applies."""

import json

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from core.logic.datum import Datum, convert, convert_geometries, convert_many, is_shifted
from core.logic.geodesy import distance_m
from tests.conftest import SHARED

TIANANMEN = (116.391349, 39.907375)
ELSEWHERE = {
    "Hong Kong": (114.17, 22.30),
    "Sheung Shui": (114.128, 22.502),
    "Macau": (113.543, 22.19),
    "Taipa": (113.56, 22.156),
    "Taipei": (121.56, 25.04),
    "Kinmen": (118.32, 24.43),
    "Hanoi": (105.83, 21.03),
    "Vladivostok": (131.89, 43.12),
    "Seoul": (126.98, 37.57),
    "Ulaanbaatar": (106.9, 47.9),
    "Tokyo": (139.69, 35.69),
    "London": (-0.13, 51.51),
}
BORDER_TOWNS = {
    "Luohu": (114.12, 22.545),
    "Gongbei": (113.548, 22.222),
    "Gulangyu": (118.067, 24.447),
    "Dandong": (124.39, 40.13),
    "Heihe": (127.5, 50.245),
    "Hekou": (103.95, 22.51),
    "Ruili": (97.85, 24.01),
    "Manzhouli": (117.44, 49.58),
    "Kashgar": (75.99, 39.47),
    "Huaniao lighthouse": (122.67, 30.86),
    "Yongxing": (112.34, 16.83),
    "Sanya": (109.51, 18.25),
}
inland = st.tuples(st.floats(100, 117), st.floats(28, 40))
shifting = st.sampled_from([Datum.GCJ02, Datum.BD09])


def test_gcj02_agrees_with_the_published_example() -> None:
    # wandergis/coordtransform, README: 116.404, 39.915 from WGS-84 to GCJ-02.
    shifted = convert(116.404, 39.915, Datum.WGS84, Datum.GCJ02)
    assert shifted == pytest.approx((116.41024449916938, 39.91640428150164), abs=1e-12)


def test_bd09_agrees_with_the_published_example() -> None:
    # wandergis/coordtransform, README: 116.404, 39.915 from GCJ-02 to BD-09.
    shifted = convert(116.404, 39.915, Datum.GCJ02, Datum.BD09)
    assert shifted == pytest.approx((116.41036949371029, 39.92133699351021), abs=1e-9)


def test_cgcs2000_is_taken_as_wgs84() -> None:
    assert convert(*TIANANMEN, Datum.CGCS2000, Datum.WGS84) == TIANANMEN
    assert convert(*TIANANMEN, Datum.WGS84, Datum.CGCS2000) == TIANANMEN


@given(inland, shifting)
def test_convert_there_and_back_keeps_nine_digits(place: tuple[float, float], datum: Datum) -> None:
    back = convert(*convert(*place, Datum.WGS84, datum), datum, Datum.WGS84)
    assert max(abs(back[0] - place[0]), abs(back[1] - place[1])) <= 1e-9


@given(inland)
def test_convert_by_way_of_wgs84_agrees_with_the_direct_way(place: tuple[float, float]) -> None:
    gcj02 = convert(*place, Datum.WGS84, Datum.GCJ02)
    bd09 = convert(*gcj02, Datum.GCJ02, Datum.BD09)
    assert distance_m(*bd09, *convert(*place, Datum.WGS84, Datum.BD09)) < 0.001


@given(st.floats(-180, 180), st.floats(-90, 90), st.sampled_from(Datum), st.sampled_from(Datum))
def test_convert_of_any_place_stays_within_three_kilometres(
    longitude: float, latitude: float, source: Datum, target: Datum
) -> None:
    assert distance_m(longitude, latitude, *convert(longitude, latitude, source, target)) < 3000


@pytest.mark.parametrize("datum", Datum)
@pytest.mark.parametrize("pole", [(116.0, 90.0), (0.0, -90.0), (39.9, 116.4), (180.0, 0.0)])
def test_convert_far_away_or_swapped_changes_nothing(pole: tuple[float, float], datum: Datum) -> None:
    assert convert(*pole, datum, Datum.WGS84) == pole
    assert convert(*pole, Datum.WGS84, datum) == pole


@pytest.mark.parametrize("name", ELSEWHERE)
def test_convert_outside_the_mainland_changes_nothing(name: str) -> None:
    assert convert(*ELSEWHERE[name], Datum.WGS84, Datum.GCJ02) == ELSEWHERE[name]
    assert convert(*ELSEWHERE[name], Datum.GCJ02, Datum.WGS84) == ELSEWHERE[name]


@pytest.mark.parametrize("name", BORDER_TOWNS)
def test_is_shifted_at_the_edge_of_the_mainland(name: str) -> None:
    assert is_shifted(*BORDER_TOWNS[name])


@pytest.mark.real_data
def test_convert_agrees_with_published_pairs_to_a_metre() -> None:
    names = {Datum.WGS84: "WGS84", Datum.GCJ02: "GCJ02", Datum.BD09: "BD09"}
    cities = json.loads((SHARED / "coords" / "china_cities_half.json").read_text(encoding="utf-8"))
    off_m = [
        _error_m(pairs[names[source]], source, pairs[names[target]], target)
        for pairs in (city["coords"] for city in cities)
        for source in names
        for target in names
    ]
    assert len(off_m) == 332 * 9
    assert max(off_m) <= 1.0


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
def test_arrays_come_back_to_a_millimetre_and_nan_stays(datum: Datum) -> None:
    random = np.random.default_rng(3)
    x, y = random.uniform(60, 150, 20_000), random.uniform(0, 60, 20_000)
    x[7] = y[7] = np.nan
    there = convert_many(x, y, Datum.WGS84, datum)
    back = convert_many(*there, datum, Datum.WGS84)
    # Within the shift of the extent's edge a pair may have two origins; those rows are few, and none is off elsewhere.
    off = np.hypot(back[0] - x, back[1] - y)
    assert np.isnan(there[0][7])
    assert np.nanquantile(off, 0.995) < 1e-9


def test_geometries_move_by_their_vertices() -> None:
    line = shapely.LineString([TIANANMEN, (116.40, 39.91)])
    (moved, nothing) = convert_geometries(np.array([line, None]), Datum.WGS84, Datum.GCJ02)
    assert moved.coords[0] == convert(*TIANANMEN, Datum.WGS84, Datum.GCJ02)
    assert nothing is None


def _error_m(given: list[float], source: Datum, expected: list[float], target: Datum) -> float:
    longitude, latitude = convert(given[0], given[1], source, target)
    return distance_m(longitude, latitude, expected[0], expected[1])
