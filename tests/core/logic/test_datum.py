"""Datums: against published pairs, there and back again, and where no shift applies."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.logic.datum import Datum, UnreadableAngle, convert, is_shifted, parse_dms
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


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("35°23′14.3925″", 35.38733125),
        ("116°23'E", 116.38333333),
        ("北纬35度23分14.4秒", 35.38733333),
        ("东经116°23′29.5″", 116.39152778),
        ("35 23 14.4", 35.38733333),
        ("W3°43'29.11\"", -3.72475278),
        ("35°23'14''n", 35.38722222),
        ("S 0.3713", -0.3713),
        ("-3.72", -3.72),
        ("35°", 35.0),
    ],
)
def test_parse_dms_reads_what_registers_write(text: str, degrees: float) -> None:
    assert round(parse_dms(text), 8) == degrees


@pytest.mark.parametrize(
    "text",
    ["", "（无）", "abc", "nan", "181", "35°61′", "35°23′61″", "35.5°23′", "35°23.5′10″", "N35°S", "-35N", "1 2 3 4"],
)
def test_parse_dms_refuses_what_is_not_one_angle(text: str) -> None:
    with pytest.raises(UnreadableAngle):
        parse_dms(text)


@given(st.integers(0, 179), st.integers(0, 59), st.integers(0, 59_999))
def test_parse_dms_reads_back_every_angle(degrees: int, minutes: int, milliseconds: int) -> None:
    text = f"{degrees}°{minutes}′{milliseconds / 1000:.3f}″"
    assert abs(parse_dms(text) - (degrees + minutes / 60 + milliseconds / 3_600_000)) < 1e-9


def _error_m(given: list[float], source: Datum, expected: list[float], target: Datum) -> float:
    longitude, latitude = convert(given[0], given[1], source, target)
    return distance_m(longitude, latitude, expected[0], expected[1])
