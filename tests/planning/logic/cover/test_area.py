import pytest
import shapely

from planning.logic.cover import area_m2, seen_area
from tests.planning.logic.cover.walks import metres, walk

FIELD = shapely.Polygon(metres([(0, 0), (400, 0), (400, 300), (0, 300)]).coords)
ACROSS = metres([(-100, 150), (500, 150)])


def test_area_is_in_square_metres() -> None:
    assert area_m2(FIELD) == pytest.approx(120_000, rel=2e-3)


def test_walk_across_sees_a_band_of_twice_the_swath() -> None:
    seen = seen_area(FIELD, [walk(ACROSS)])
    assert area_m2(seen) == pytest.approx(400 * 60, rel=0.01)


def test_nothing_is_seen_without_a_track_and_beside_it() -> None:
    away = metres([(-100, 400), (500, 400)])
    assert seen_area(FIELD, []).is_empty
    assert seen_area(FIELD, [walk(away)]).is_empty


def test_several_walks_are_merged_and_a_copy_brings_nothing() -> None:
    one, other = walk(ACROSS), walk(metres([(-100, 180), (500, 180)]))
    assert area_m2(seen_area(FIELD, [one, other])) == pytest.approx(400 * 90, rel=0.01)
    assert area_m2(seen_area(FIELD, [one, one])) == pytest.approx(400 * 60, rel=0.01)


def test_inaccurate_walk_sees_less() -> None:
    assert area_m2(seen_area(FIELD, [walk(ACROSS, accuracy_m=30)])) == pytest.approx(400 * 30, rel=0.01)


def test_seen_part_lies_in_the_area() -> None:
    seen = seen_area(FIELD, [walk(metres([(0, 0), (400, 300)]), noise_m=5)])
    assert area_m2(seen.difference(FIELD.buffer(1e-9))) < 1
