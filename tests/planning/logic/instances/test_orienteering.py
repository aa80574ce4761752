import itertools
from functools import cache

import numpy as np
import pytest

from planning.logic.instances import orienteering
from planning.logic.instances.words import Malformed
from tests.planning.logic.instances.cases import length

HEAD = "n 4\nm 1\ntmax 10\n"
POINTS = "0 0 0\n3 4 7\n-3 4 8\n0 0 0\n"


def test_solve_visits_what_a_whole_length_just_allows() -> None:
    # Out and back to one point is exactly 10; both points would be 16.
    answer = orienteering.solve(orienteering.read(HEAD + POINTS)[0], seconds=1)
    assert (answer.sense, answer.objective, answer.bound, answer.solution) == ("max", 8, 8, [[0, 2, 3]])


def test_solve_does_not_round_a_length() -> None:
    barely = (HEAD + POINTS).replace("tmax 10", "tmax 9.999999")
    assert orienteering.solve(orienteering.read(barely)[0], seconds=0.5).objective == 0


def test_solve_with_the_end_out_of_reach_goes_nowhere() -> None:
    answer = orienteering.solve(orienteering.read("n 3\nm 2\ntmax 1\n0 0 0\n0 1 5\n9 9 0\n")[0], seconds=0.5)
    assert (answer.objective, answer.bound, answer.solution) == (0, 0, [])


def test_solve_takes_scores_with_decimals() -> None:
    answer = orienteering.solve(orienteering.read(HEAD + POINTS.replace(" 8\n", " 8.25\n"))[0], seconds=1)
    assert (answer.objective, answer.bound) == (8.25, 8.25)


@pytest.mark.parametrize("seed", range(6))
def test_solve_finds_the_best_of_all(seed: int) -> None:
    teams = orienteering.read(any_file(seed))[0]
    answer = orienteering.solve(teams, seconds=1.2)
    assert answer.objective == answer.bound == best_by_trying_all(teams)
    assert_is_solution(teams, answer.solution, answer.objective)


def test_solve_of_a_larger_problem_is_true_and_bounded() -> None:
    teams = orienteering.read(any_file(3, points=60, tmax=35))[0]
    answer = orienteering.solve(teams, seconds=2)
    assert_is_solution(teams, answer.solution, answer.objective)
    assert 0 < answer.objective <= answer.bound <= teams.scores.sum()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Line 1 must be `n` and a number."),
        ("n 4\ntmax 10\nm 1\n" + POINTS, "Line 2 must be `m` and a number."),
        (HEAD.replace("m 1", "m 0") + POINTS, "m is 0, outside 1 to any."),
        (HEAD.replace("n 4", "n 5") + POINTS, "The file ends before an x."),
        (HEAD.replace("n 4", "n 3") + POINTS, "There are 3 words after the end, the first '0'."),
        (HEAD.replace("n 4", "n 1") + POINTS, "n must lie between 2 and 2000."),
        (HEAD.replace("10", "-1") + POINTS, "tmax is -1, which is not allowed."),
        (HEAD + POINTS.replace("7", "-7"), "A score is negative."),
        (HEAD + POINTS.replace("7", "x"), "a score is 'x', not a number (word 6)."),
    ],
)
def test_read_refuses_what_is_no_problem(text: str, sentence: str) -> None:
    with pytest.raises(Malformed) as refusal:
        orienteering.read(text)
    assert str(refusal.value) == sentence


def any_file(seed: int, *, points: int = 9, tmax: float = 0) -> str:
    random = np.random.default_rng(seed)
    rows = [f"{x}\t{y}\t{s}" for x, y, s in random.integers(0, 20, (points, 3)).tolist()]
    rows[-1] = rows[0] if seed % 2 else rows[-1]
    return f"n {points}\nm 2\ntmax {tmax or (22, 30)[seed % 2]}\n" + "\n".join(rows)


def assert_is_solution(teams: orienteering.Teams, paths: list[list[int]], objective: float) -> None:
    last = len(teams.xy) - 1
    assert len(paths) <= teams.teams
    assert {(path[0], path[-1]) for path in paths} <= {(0, last)}
    inner = [stop for path in paths for stop in path[1:-1]]
    assert (len(set(inner)), {0, last} & set(inner)) == (len(inner), set())
    for path in paths:
        legs = itertools.pairwise(path)
        assert sum(length(teams.xy[a], teams.xy[b]) for a, b in legs) <= teams.longest + 1e-9
    assert sum(teams.scores[stop] for stop in inner) == objective


def best_by_trying_all(teams: orienteering.Teams) -> float:
    """The most score, by every set of points for the first team and every one of the others for the second."""
    inner = frozenset(range(1, len(teams.xy) - 1))
    shortest = cache(lambda at, left: _shortest(teams, at, left, shortest))
    sets = [frozenset(one for one in inner if bits >> one & 1) for bits in range(0, 2 ** len(teams.xy), 2)]
    allowed = {one for one in set(sets) if one <= inner and shortest(0, one) <= teams.longest + 1e-9}
    score = {one: sum(teams.scores[stop] for stop in one) for one in allowed}
    return max(score[one] + score[other] for one in allowed for other in allowed if not one & other)


def _shortest(teams: orienteering.Teams, at: int, left: frozenset[int], again: object) -> float:
    if not left:
        return length(teams.xy[at], teams.xy[-1])
    return min(length(teams.xy[at], teams.xy[one]) + again(one, left - {one}) for one in left)
