"""Copies of tracks: as they are, thinned, moved; and honest walks on one path."""

import numpy as np
import pytest

from patrol.logic.checks.track_copy import Copied, track_copy
from patrol.logic.way_likeness import Floats, extent_of, marks_of, shared_points
from tests.patrol.logic.policy import FULL

RULES = FULL.track_copy
assert RULES is not None
DEGREE_M = 111_195.0


def walk(seed: int, noise_m: float = 4.0, points: int = 300) -> Floats:
    """Walk one path with a stay in its middle, with a receiver's own slow noise."""
    source = np.random.default_rng(seed)
    steps = np.linspace(0, 1, points)
    steps = np.where(steps < 0.4, steps, np.where(steps < 0.6, 0.4, steps - 0.2))
    drift = np.cumsum(source.normal(0, 0.5, (points, 2)), axis=0)
    noise = source.normal(0, noise_m, (points, 2)) + drift - drift.mean(axis=0)
    path = np.column_stack([steps * 1500, 200 * np.sin(steps * 5)]) + noise
    return np.round(np.array([116.4, 40.0]) + path / DEGREE_M, 7)


def found(own: Floats, *others: Floats) -> tuple[str, str]:
    share, report = max((shared_points(own, other, RULES.tolerance_m), str(n)) for n, other in enumerate(others))
    witness = track_copy(Copied(len(own), share, report), RULES)
    return witness.outcome.value, witness.code.removeprefix("track_copy.")


def test_track_copy_of_honest_walks_on_one_path() -> None:
    walks = [walk(seed) for seed in range(12)]
    assert found(walks[0], *walks[1:]) == ("pass", "own")
    assert max(shared_points(walks[0], other, RULES.tolerance_m) for other in walks[1:]) < 0.3


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("the same", lambda points: points),
        ("thinned", lambda points: points[::3]),
        ("thinned at random", lambda points: points[np.sort(np.random.default_rng(9).permutation(300)[:80])]),
        ("its end only", lambda points: points[150:]),
        ("moved", lambda points: points + np.array([0.02, -0.01])),
        ("moved and thinned", lambda points: points[::2] + np.array([0.02, 0.0])),
        ("rounded", lambda points: np.round(points, 6)),
    ],
)
def test_track_copy_finds_a_copy(name: str, change: object) -> None:
    assert callable(change)
    assert found(change(walk(1)), walk(2), walk(1)) == ("fail", "copy"), name


def test_track_copy_of_half_a_track_goes_to_a_person() -> None:
    joined = np.vstack([walk(1)[:180], walk(2)[180:]])
    assert found(joined, walk(1)) == ("unsure", "parts")


def test_track_copy_names_the_report_it_was_copied_from() -> None:
    witness = track_copy(Copied(300, 0.9996, "first"), RULES)
    assert (witness.params["report"], witness.params["percent"]) == ("first", 100)


def test_track_copy_without_a_track() -> None:
    assert track_copy(None, RULES).outcome == "absent"
    assert track_copy(Copied(19, 1.0, "first"), RULES).outcome == "absent"


def test_extent_is_the_same_wherever_a_way_is_moved_to() -> None:
    box = np.array([[116.4, 40.0], [116.41, 40.0], [116.41, 40.02]])
    assert extent_of(box) == pytest.approx((851.8, 2223.9), abs=1)
    assert extent_of(box + np.array([0.3, 0.0])) == pytest.approx(extent_of(box), abs=0.01)


def test_marks_of_a_part_are_marks_of_the_whole() -> None:
    own, part = marks_of(walk(1, points=100)), marks_of(walk(1, points=100)[::2])
    assert len(own) > 10
    assert set(part) <= set(own)
    assert len(set(own) & set(marks_of(walk(2, points=100)))) <= 2


def test_marks_are_no_more_than_the_index_should_hold() -> None:
    assert len(marks_of(walk(1, points=3000))) == 64
