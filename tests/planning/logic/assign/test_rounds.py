import itertools

import numpy as np
import pytest

from planning.logic.assign.instance import SCALE, Instance, prepare
from planning.logic.assign.linear import relax
from planning.logic.assign.rounds import Rounds
from tests.planning.logic.assign.cases import any_problem


@pytest.mark.parametrize("seed", range(6))
def test_best_round_is_the_best_of_all(seed: int) -> None:
    instance, rounds, profit = made(seed)
    for _ in range(2):  # the second time it knows a round to begin with
        found = rounds.best(profit)
        for who in range(len(instance.visits)):
            values = dict(all_rounds(instance, who, profit))
            assert found.values[who] == pytest.approx(max(values.values()))
            assert values[tuple(sorted(found.rounds[who].tolist()))] == pytest.approx(found.values[who])
            assert found.ceilings[who] >= found.values[who] - 1e-9
        profit = profit * 0.9 - 0.05


@pytest.mark.parametrize("seed", range(6))
def test_near_rounds_are_all_those_within_the_slack(seed: int) -> None:
    instance, rounds, profit = made(seed)
    near = list(rounds.near(profit, 0.8, 10_000))
    assert len(set(near)) == len(near)
    for who in range(len(instance.visits)):
        values = dict(all_rounds(instance, who, profit))
        wanted = {one for one, value in values.items() if one and value >= max(values.values()) - 0.8}
        mine = {one for one in near if instance.pair_volunteer[one[0]] == who}
        assert mine == wanted


def made(seed: int) -> tuple[Instance, Rounds, np.ndarray]:
    instance = prepare(any_problem(seed, sites=14, volunteers=4, fairness=0.4))
    relaxation = relax(instance, seconds=10)
    return (
        instance,
        Rounds(instance, relaxation.minute_price, relaxation.visit_price),
        instance.gain / SCALE - relaxation.toll,
    )


def all_rounds(instance: Instance, who: int, profit: np.ndarray) -> list[tuple[tuple[int, ...], float]]:
    """Every round of a volunteer that keeps visits and minutes, with its value at these profits."""
    mine = np.flatnonzero(instance.pair_volunteer == who).tolist()
    return [
        (one, float(profit[list(one)].sum()) - 0.4 * sum(range(count)))
        for count in range(int(instance.visits[who]) + 1)
        for one in itertools.combinations(mine, count)
        if instance.pair_minutes[list(one)].sum() <= instance.minutes[who]
    ]
