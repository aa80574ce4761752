"""Copies of tracks: as they are, thinned, moved; and honest walks on one path."""

import numpy as np
import pytest

from patrol.logic.checks.track_copy import Floats, Way, shared_points, track_copy
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
    witness = track_copy(Way("own", own), [Way(str(n), other) for n, other in enumerate(others)], RULES)
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
    witness = track_copy(Way("own", walk(1)), [Way("other", walk(2)), Way("first", walk(1))], RULES)
    assert (witness.params["report"], witness.params["percent"]) == ("first", 100)


def test_track_copy_without_a_track() -> None:
    assert track_copy(None, [], RULES).outcome == "absent"
    assert track_copy(Way("own", walk(1)[:19]), [Way("first", walk(1))], RULES).outcome == "absent"
