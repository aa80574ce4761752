from itertools import combinations

import numpy as np
import pytest

from planning.logic.posts.siting import Siting, choose_sites, served, standing

# Sites at 0, 1, 9, 10 and 20 km on a road.
SITES = np.array([0.0, 1.0, 9.0, 10.0, 20.0])


def metres(points: list[float]) -> np.ndarray:
    return 1_000 * np.abs(np.array(points)[:, None] - SITES[None, :])


def test_covering_takes_what_the_present_points_do_not_reach() -> None:
    siting = Siting(metres([0.5]), metres([0.0, 9.5, 20.0]), np.ones(5), 1, 2_000.0)
    chosen, choice = choose_sites(siting, seconds=5)
    assert (chosen, choice.objective, choice.bound) == ([1], 4.0, 4.0)


def test_median_shortens_the_mean_way() -> None:
    siting = Siting(np.empty((0, 5)), metres([0.0, 9.5, 20.0]), np.ones(5), 2, None)
    chosen, choice = choose_sites(siting, seconds=5)
    best = min(metres([0.0, 9.5, 20.0])[list(pair)].min(axis=0).mean() for pair in combinations(range(3), 2))
    assert (chosen, choice.objective, choice.bound) == ([0, 1], pytest.approx(best), pytest.approx(best))


def test_weights_decide() -> None:
    weights = np.array([1.0, 1.0, 1.0, 1.0, 10.0])
    siting = Siting(np.empty((0, 5)), metres([0.0, 9.5, 20.0]), weights, 1, 2_000.0)
    assert choose_sites(siting, seconds=5)[0] == [2]


def test_standing_is_the_share_within_and_the_mean_way() -> None:
    found = standing(metres([0.5, 9.5]), np.ones(5), within_m=600)
    assert (found.share, found.mean_m) == (0.8, pytest.approx((4 * 500 + 10_500) / 5))
    nowhere = standing(np.empty((0, 5)), np.ones(5), within_m=600)
    assert (nowhere.share, nowhere.mean_m) == (0.0, None)


def test_served_counts_nearest_and_within() -> None:
    assert served(metres([0.5, 9.5]), within_m=600) == [(2, 2), (3, 2)]
