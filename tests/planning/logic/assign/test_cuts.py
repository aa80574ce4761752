from itertools import combinations

import numpy as np
import pytest

from planning.logic.assign.cuts import Cut, Fined, Fines, Known, broken
from planning.logic.assign.fined import best_fined
from planning.logic.assign.instance import Instance, prepare
from planning.logic.assign.several import best_several
from tests.planning.logic.assign.cases import all_plans, any_problem
from tests.planning.logic.assign.test_rounds import all_rounds, made


def all_cuts(instance: Instance) -> list[Cut]:
    """Every cut over the sites that need one visitor."""
    single = np.flatnonzero(instance.need == 1).tolist()
    people = range(len(instance.visits))
    threes = [Cut(three) for three in combinations(single, 3)]
    return threes + [Cut(two, owner) for two in combinations(single, 2) for owner in people]


@pytest.mark.parametrize(("seed", "people"), [(0, 1), (2, 1), (1, 2), (5, 2)])
def test_no_plan_breaks_any_cut(seed: int, people: int) -> None:
    problem = any_problem(seed, people_at_difficult=people)
    cuts = all_cuts(prepare(problem))
    plans = all_plans(problem)
    assert cuts
    assert any(sum(map(bool, crews)) > 2 for crews in plans)
    for crews in plans:
        rounds = [
            (number, {site for site, crew in enumerate(crews) if who in crew})
            for number, who in enumerate(problem.volunteers)
        ]
        for cut in cuts:
            assert sum(cut.concerns(who, sites) for who, sites in rounds if sites) <= 1


def test_broken_finds_three_halves_around_three_sites() -> None:
    sites = [{1, 2}, {2, 3}, {1, 3}, {4}, {5, 6}]
    parts = np.array([0.5, 0.5, 0.5, 0.5, 1.0])
    assert broken(sites, np.arange(5), parts, ()) == [Cut((1, 2, 3))]
    assert broken(sites, np.arange(5), parts, {Cut((1, 2, 3))}) == []


def test_broken_counts_a_round_of_all_three_once() -> None:
    sites = [{1, 2, 3}, {1, 2, 3}]
    assert broken(sites, np.arange(2), np.array([0.5, 0.5]), ()) == []


def test_broken_finds_two_sites_and_a_volunteer() -> None:
    sites = [{1}, {2}, {1, 2}]
    owners, parts = np.array([7, 7, 8]), np.array([0.5, 0.5, 0.5])
    assert broken(sites, owners, parts, ()) == [Cut((1, 2), 7)]


def test_known_cuts_hold_the_rounds_they_concern() -> None:
    known = Known()
    for cut in (Cut((1, 2, 3)), Cut((1, 2), 7), Cut((4, 5, 6))):
        known.add(cut)
    assert known.holding(8, {1, 2}) == [0, 1]
    assert known.holding(7, {1}) == [1]
    assert known.holding(8, {1, 4}) == []


@pytest.mark.parametrize("seed", range(6))
def test_best_round_with_fines_is_the_best_of_all(seed: int) -> None:
    instance, rounds, profit = made(seed)
    random = np.random.default_rng(seed)
    cuts = all_cuts(instance)
    cuts = [cuts[number] for number in random.choice(len(cuts), min(40, len(cuts)), replace=False).tolist()]
    fine = random.uniform(0, 1.5, len(cuts)) * (random.random(len(cuts)) < 0.7)
    fines = Fines(instance, cuts, fine)
    assert fines.total == pytest.approx(fine.sum())
    people = len(instance.visits)
    nothing = [np.arange(0)] * people
    found = rounds.best_fined(profit, fines, np.zeros(people), nothing, is_over=lambda: False)
    for who in range(people):
        values = {
            one: value - sum(f for cut, f in zip(cuts, fine, strict=True) if cut.concerns(who, set(instance.pair_site[list(one)])))
            for one, value in all_rounds(instance, who, profit)
        }  # fmt: skip
        assert found.values[who] == pytest.approx(max(values.values()))
        assert values[tuple(found.rounds[who].tolist())] == pytest.approx(found.values[who])
    # What is known already is not found anew, and a floor above everything stays.
    known = rounds.best_fined(profit, fines, found.values, found.rounds, is_over=lambda: False)
    assert known.values == pytest.approx(found.values)
    high = rounds.best_fined(profit, fines, found.values + 1, nothing, is_over=lambda: False)
    assert high.values.tolist() == (found.values + 1).tolist()
    assert rounds.best_fined(profit, fines, found.values, nothing, is_over=lambda: True) is None


def test_round_of_all_three_sites_is_fined_once() -> None:
    fined = Fined((), (), (((0, 1, 2), 1.0),))
    best = best_fined(np.array([5.0, 4.0, 3.0, 0.5]), [10] * 4, np.zeros(5), 40, fined, 0.0)
    assert best.value == pytest.approx(11.5)
    assert sorted(best.positions) == [0, 1, 2, 3]


def test_best_round_with_too_much_to_try_is_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    profit, minutes, burden = np.full(12, 1.0), [10] * 12, np.zeros(13)
    held = tuple((pair, 0.4) for pair in combinations(range(12), 2))
    fined = Fined((), (), held)
    best = best_fined(profit, minutes, burden, 120, fined, 0.0)
    assert best.value == pytest.approx(1.8)  # three of them: 3 less three fines
    monkeypatch.setattr("planning.logic.assign.fined._MOST_NODES", 5)
    assert best_fined(profit, minutes, burden, 120, fined, 0.0).value >= best.value


@pytest.mark.parametrize("seed", range(4))
def test_several_rounds_are_the_best_in_order(seed: int) -> None:
    random = np.random.default_rng(seed)
    profit, minutes = random.uniform(0.1, 3, 9).tolist(), random.integers(10, 60, 9).tolist()
    burden, room = 0.3 * np.array([0, 0, 1, 3, 6]), 110
    values = {
        one: sum(profit[p] for p in one) - burden[len(one)]
        for count in range(5)
        for one in combinations(range(9), count)
        if sum(minutes[p] for p in one) <= room
    }
    wanted = sorted((one for one in values if values[one] >= max(values.values()) - 1), key=lambda one: -values[one])
    assert best_several(profit, minutes, burden, room, slack=1.0, most=1_000) == wanted
    assert best_several(profit, minutes, burden, room, slack=1.0, most=3) == wanted[:3]
