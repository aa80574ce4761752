"""Known answers: lines and walks whose covered metres can be said by hand."""

import numpy as np
import pytest
import shapely

from planning.logic.cover import NoLength, cover_line, track
from tests.planning.logic.cover.walks import MORNING, cut_out, metres, reversed_track, walk

WALL = metres([(0, 0), (2_000, 0)])
# An end reaches ahead by the swath less the assumed accuracy of 10 m, a little less for the other arms' sake.
AHEAD = 20.0


def near(found: float, wanted: float, tolerance: float = 1.5) -> bool:
    return abs(found - wanted) <= tolerance


def test_walk_along_a_stretch_covers_it_and_what_is_surely_seen_ahead() -> None:
    found = cover_line(WALL, [walk(WALL, 200, 700)])
    (start, end), *rest = found.stretches
    assert (near(start, 200 - AHEAD), near(end, 700 + AHEAD), rest) == (True, True, [])
    assert (found.unknown_m, found.rejected) == (0.0, {})


def test_walk_along_all_covers_exactly_all() -> None:
    found = cover_line(WALL, [walk(WALL)])
    assert found.covered_m == found.length_m
    assert near(found.length_m, 2_000, 0.5)


@pytest.mark.parametrize(("off_m", "wanted"), [(0, True), (15, True), (29, True), (31, False), (60, False)])
def test_walk_beside_covers_within_the_swath(off_m: float, wanted: bool) -> None:  # noqa: FBT001
    beside = metres([(500, off_m), (1_500, off_m)])
    found = cover_line(WALL, [walk(beside)])
    assert near(found.covered_m, 1_000, 45) if wanted else found.covered_m == 0.0


def test_single_fix_covers_what_is_surely_within_the_swath() -> None:
    lon, lat = metres([(1_000, 0), (1_000, 1)]).coords[0]
    assert near(cover_line(WALL, [track([lon], [lat], [MORNING])]).covered_m, 2 * AHEAD)
    assert near(cover_line(WALL, [track([lon], [lat], [MORNING], [28])]).covered_m, 2 * 2)


def test_crossing_at_a_right_angle_covers_twice_the_swath_and_no_more() -> None:
    across = metres([(1_000, -400), (1_000, 400)])
    assert near(cover_line(WALL, [walk(across)]).covered_m, 60, 3)


def test_silence_is_unknown_not_covered() -> None:
    silent = cut_out(walk(WALL), 400, 1_000)
    found = cover_line(WALL, [silent])
    assert near(found.unknown_m, 750 - 2 * AHEAD, 8)
    assert near(found.covered_m, 2_000 - 750 + 2 * AHEAD, 8)
    assert near(found.covered_m + found.unknown_m, found.length_m, 0.01)


def test_short_silence_is_bridged() -> None:
    found = cover_line(WALL, [cut_out(walk(WALL), 400, 430)])
    assert (found.covered_m, found.unknown_m) == (found.length_m, 0.0)


def test_recorder_that_writes_only_after_a_move_is_believed() -> None:
    moves = walk(WALL, every_s=600, mps=40 / 600)
    assert cover_line(WALL, [moves]).covered_m == cover_line(WALL, []).length_m


def test_another_outing_says_nothing_about_what_lies_between() -> None:
    one, other = walk(WALL, 0, 500), walk(WALL, 1_500, 2_000, at_s=MORNING + 86_400)
    both = track(*(np.concatenate([getattr(one, name), getattr(other, name)]) for name in ("lon", "lat", "at_s")))
    found = cover_line(WALL, [both])
    assert (near(found.covered_m, 1_040, 3), found.unknown_m) == (True, 0.0)


def test_jump_is_thrown_out_and_covers_nothing() -> None:
    far = metres([(0, 0), (20_000, 0)])
    walked = walk(far, 0, 1_000)
    walked.lon[50], walked.lat[50] = far.coords[1]
    found = cover_line(far, [walked])
    assert found.rejected == {"jump": 1}
    assert near(found.covered_m, 1_000 + AHEAD, 3)


def test_copy_is_thrown_out_whatever_its_times_say() -> None:
    first = walk(WALL, 0, 1_000, noise_m=4)
    later = track(first.lon[::-1], first.lat[::-1], first.at_s + 86_400)
    found = cover_line(WALL, [first, later])
    assert found.rejected == {"copy": len(first)}
    assert found.stretches == cover_line(WALL, [first]).stretches


def test_second_honest_walk_is_no_copy() -> None:
    two = [walk(WALL, 0, 1_000, noise_m=4), walk(WALL, 0, 1_000, noise_m=4, seed=9)]
    assert cover_line(WALL, two).rejected == {}


def test_fixes_without_time_count_only_when_asked_for() -> None:
    planned = walk(WALL, at_s=np.nan)
    strict, lenient = cover_line(WALL, [planned]), cover_line(WALL, [planned], takes_untimed=True)
    assert (strict.covered_m, strict.rejected) == (0.0, {"no_time": len(planned)})
    assert (lenient.covered_m, lenient.rejected) == (lenient.length_m, {})


def test_inaccurate_fixes_are_thrown_out() -> None:
    blurred = walk(WALL, accuracy_m=200)
    found = cover_line(WALL, [blurred])
    assert (found.covered_m, found.rejected) == (0.0, {"inaccurate": len(blurred)})


def test_accuracy_narrows_the_swath() -> None:
    beside = metres([(500, 20), (1_500, 20)])
    assert near(cover_line(WALL, [walk(beside, accuracy_m=5)]).covered_m, 1_000, 40)
    assert cover_line(WALL, [walk(beside, accuracy_m=30)]).covered_m == 0.0


def test_unreadable_positions_are_thrown_out() -> None:
    walked = walk(WALL)
    walked.lon[3], walked.lat[4], walked.lon[5], walked.lat[5] = np.nan, 95.0, 0.0, 0.0
    found = cover_line(WALL, [walked])
    assert (found.covered_m, found.rejected) == (found.length_m, {"no_position": 3})


def test_wall_that_doubles_back_is_covered_only_on_the_arm_that_was_walked() -> None:
    hairpin = metres([(0, 0), (1_000, 0), (1_000, 20), (0, 20)])
    found = cover_line(hairpin, [walk(hairpin, 0, 900, noise_m=3)])
    assert near(found.covered_m, 920, 12)
    assert found.stretches[-1][1] < 1_020


def test_noise_that_leaps_to_the_other_arm_covers_nothing_there() -> None:
    hairpin = metres([(0, 0), (1_000, 0), (1_000, 24), (0, 24)])
    walked = walk(hairpin, 0, 800)
    walked.lat[80:84] += 15 / 111_040
    assert near(cover_line(hairpin, [walked]).covered_m, 820, 5)


def test_ring_is_covered_across_its_seam() -> None:
    ring = metres([(0, 0), (400, 0), (400, 400), (0, 400), (0, 0)])
    around_the_seam = metres([(0, 200), (0, 0), (200, 0)])
    found = cover_line(ring, [walk(around_the_seam)])
    assert len(found.stretches) == 2
    assert near(found.covered_m, 440, 6)


def test_silence_across_the_seam_of_a_ring_is_unknown_the_short_way_round() -> None:
    ring = metres([(0, 0), (400, 0), (400, 400), (0, 400), (0, 0)])
    silent = cut_out(walk(metres([(0, 300), (0, 0), (300, 0)])), 60, 420)
    found = cover_line(ring, [silent])
    assert near(found.unknown_m, 450 - 2 * AHEAD, 12)


def test_parts_are_measured_one_after_the_other() -> None:
    parts = shapely.MultiLineString([metres([(0, 0), (500, 0)]), metres([(5_000, 0), (5_500, 0)])])
    found = cover_line(parts, [walk(metres([(5_000, 0), (5_300, 0)]))])
    (start, end), *_ = found.stretches
    assert (near(found.length_m, 1_000), near(start, 500), near(end, 800 + AHEAD)) == (True, True, True)


@pytest.mark.parametrize("west", [113.0, 119.99, 179.995], ids=["inside", "zone border", "date line"])
def test_zones_and_the_date_line_change_nothing(west: float) -> None:
    lon = (np.array([west, west + 0.01, west + 0.02]) + 180) % 360 - 180
    line = shapely.LineString(np.column_stack((lon, [40.0, 40.0, 40.0])))
    middle = track(lon[:2], [40.0, 40.0], [MORNING, MORNING + 60])
    at_ends = cover_line(line, [middle])
    assert near(at_ends.length_m, 1_707.7, 0.5)
    assert near(at_ends.covered_m, 3 * AHEAD, 2)


def test_long_edge_follows_its_latitude() -> None:
    edge = shapely.LineString([(112.0, 40.0), (113.2, 40.0)])
    found = cover_line(edge, [walk(shapely.segmentize(edge, 0.001), mps=5)])
    assert found.covered_m == found.length_m


def test_reversed_walk_covers_the_same() -> None:
    walked = walk(WALL, 300, 1_400, noise_m=5)
    one, other = cover_line(WALL, [walked]), cover_line(WALL, [reversed_track(walked)])
    assert near(one.covered_m, other.covered_m, 1e-6)


@pytest.mark.parametrize("shape", [shapely.Point(116, 40), shapely.LineString(), shapely.LineString([(1, 1), (1, 1)])])
def test_shape_without_length_is_refused(shape: shapely.Geometry) -> None:
    with pytest.raises(NoLength):
        cover_line(shape, [])


@pytest.mark.parametrize("swath_m", [0, -1, 201, float("nan")])
def test_swath_out_of_range_is_refused(swath_m: float) -> None:
    with pytest.raises(ValueError, match="swath"):
        cover_line(WALL, [], swath_m=swath_m)
