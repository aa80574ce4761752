"""A track is cleaned of what no walker did, and says what it is no proof of."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from patrol.logic.track import TrackRules, clean, distances_m

START = 1_780_000_000.0
# Ten metres northwards.
STEP = 10 / 111_195


def walk(
    points: int = 61, *, seconds: float = 10, at: float = START, lat: float = 39.9, accuracy: float = 5
) -> np.ndarray:
    """Walk north at a metre a second."""
    rows = [(116.4, lat + n * STEP, at + n * seconds, accuracy) for n in range(points)]
    return np.array(rows)


def test_an_honest_walk_is_usable() -> None:
    read = clean([walk()])
    assert (read.points, read.removed, read.reasons, read.is_usable_for_hours) == (61, {}, (), True)
    assert (round(read.length_m), read.recorded_s, read.paused_s, read.jumps) == (600, 600.0, 0.0, 0)
    assert (read.started_s, read.ended_s) == (START, START + 600)


def test_no_segment_at_all_is_no_track() -> None:
    read = clean([])
    assert (read.points, read.reasons, read.length_m) == (0, ("no_points",), 0)


def test_a_way_without_times_is_measured_but_not_usable() -> None:
    rows = walk()
    rows[:, 2] = np.nan
    read = clean([rows])
    assert (read.reasons, round(read.length_m), read.recorded_s, read.started_s) == (("no_time",), 600, 0.0, None)


def test_a_few_points_without_time_are_left_out() -> None:
    rows = walk()
    rows[5:8, 2] = np.nan
    read = clean([rows])
    assert (read.removed, read.reasons, read.points) == ({"no_time": 3}, (), 58)


def test_places_that_are_none_are_left_out() -> None:
    rows = walk()
    rows[0, :2], rows[1, 0], rows[2, 1] = (0, 0), np.nan, 91
    assert clean([rows]).removed == {"no_place": 3}


def test_a_jump_away_and_back_is_noise() -> None:
    rows = walk()
    rows[30, 0] += 0.05
    read = clean([rows])
    assert (read.removed, read.reasons, round(read.length_m)) == ({"jump": 1}, (), 600)


def test_a_first_fix_elsewhere_is_noise() -> None:
    rows = walk()
    rows[:2, 0] += 0.5
    assert (clean([rows]).removed, clean([rows]).reasons) == ({"jump": 2}, ())


def test_a_coarse_fix_is_no_jump() -> None:
    rows = walk()
    rows[30, 0] += 0.01
    rows[30, 3] = 1500
    assert clean([rows]).removed == {}


def test_being_elsewhere_at_once_is_impossible() -> None:
    read = clean([walk(30), walk(30, at=START + 310, lat=40.5)])
    assert (read.reasons, read.jumps, read.is_usable_for_hours) == (("impossible_jump",), 1, False)


def test_a_car_on_the_way_is_no_jump() -> None:
    there = np.array([(116.4, 39.9 + n * 0.002, START + 600 + n * 10, 5) for n in range(30)])
    read = clean([np.vstack([walk(60), there])])
    assert (read.reasons, read.jumps, read.removed) == ((), 0, {})


def test_a_pause_does_not_count() -> None:
    later = walk(31, at=START + 3600, lat=39.9 + 60 * STEP)
    read = clean([np.vstack([walk(), later])])
    assert (len(read.parts), read.recorded_s, read.paused_s, read.reasons) == (2, 900.0, 3000.0, ())


def test_pressing_pause_ends_a_segment_however_short() -> None:
    read = clean([walk(31), walk(31, at=START + 400, lat=39.9 + 30 * STEP)])
    assert (len(read.parts), read.recorded_s, read.paused_s) == (2, 600.0, 100.0)


def test_standing_still_is_a_stay_and_no_way() -> None:
    source = np.random.default_rng(1)
    trembling = np.array([(116.4, 39.9, START + n * 10, 5) for n in range(120)], dtype=float)
    trembling[:, :2] += source.normal(0, 2e-5, (120, 2))
    read = clean([np.vstack([trembling, walk(at=START + 1200)])])
    assert round(read.length_m, -1) == 600
    assert read.still_s >= 1100


def test_times_twice_and_backwards_are_left_out() -> None:
    rows = walk()
    rows[10, 2] = rows[9, 2]
    rows[20, 2] -= 3600
    assert clean([rows]).removed == {"same_time": 1, "backwards": 1}


def test_one_time_in_the_future_costs_only_itself() -> None:
    rows = walk()
    rows[10, 2] += 86_400 * 365
    read = clean([rows])
    assert (read.removed, read.points, read.recorded_s) == ({"backwards": 1}, 60, 600.0)


def test_times_in_disorder_are_not_believed() -> None:
    rows = walk()
    rows[:, 2] = np.random.default_rng(2).permutation(rows[:, 2])
    assert "times_disordered" in clean([rows]).reasons


def test_one_and_the_same_time_everywhere_is_too_short() -> None:
    rows = walk()
    rows[:, 2] = START
    read = clean([rows])
    assert (read.removed, read.reasons) == ({"same_time": 60}, ("too_short",))


def test_segments_in_any_order_are_one_track() -> None:
    first, second = walk(31), walk(31, at=START + 400, lat=39.9 + 30 * STEP)
    one, other = clean([first, second]), clean([second, first])
    assert (one.sha256, one.recorded_s, one.removed) == (other.sha256, other.recorded_s, other.removed)


def test_a_copy_on_another_day_has_the_same_hash() -> None:
    copy = walk(at=START + 86_400.25)
    copy[:, :2] += 1e-9
    assert clean([copy]).sha256 == clean([walk()]).sha256
    assert clean([walk(lat=39.901)]).sha256 != clean([walk()]).sha256
    assert clean([walk(seconds=11)]).sha256 != clean([walk()]).sha256


def test_rules_decide_what_is_too_fast() -> None:
    there = np.array([(116.4, 39.9 + n * 0.005, START + n * 10, 5) for n in range(60)])
    assert clean([there], TrackRules(max_speed_kmh=350)).reasons == ()
    assert "impossible_jump" in clean([there], TrackRules(max_speed_kmh=120)).reasons


@given(
    st.lists(
        st.tuples(
            st.floats(-200, 200) | st.just(float("nan")),
            st.floats(-100, 100),
            st.floats(0, 2e9) | st.just(float("nan")),
            st.floats(0, 1e5) | st.just(float("nan")),
        ),
        max_size=30,
    ),
    st.integers(0, 30),
)
def test_whatever_comes_times_rise_and_nothing_is_invented(rows: list[tuple[float, ...]], cut: int) -> None:
    given_rows = np.array(rows, dtype=float).reshape(-1, 4)
    read = clean([given_rows[:cut], given_rows[cut:]])
    assert read.points + sum(read.removed.values()) == len(rows)
    for part in read.parts:
        assert not (np.diff(part[:, 2]) <= 0).any()
    assert (read.recorded_s >= 0, read.paused_s >= 0, read.length_m >= 0) == (True, True, True)


def test_distance_of_a_degree_is_known() -> None:
    assert distances_m(np.array([(0.0, 0.0, 0, 0), (0.0, 1.0, 0, 0)]))[0] == pytest.approx(111_195, abs=1)
