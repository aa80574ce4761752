import itertools

import pytest

from planning.logic.instances import solomon
from planning.logic.instances.words import Malformed
from tests.planning.logic.instances.cases import BENCH, assert_keeps_windows, cut_tenths, length, needs_data

HEAD = "T1\n\nVEHICLE\nNUMBER     CAPACITY\n  2  10\n\nCUSTOMER\nCUST NO.  XCOORD.  YCOORD.  DEMAND  READY TIME  DUE DATE  SERVICE TIME\n\n"
DEPOT = "0 0 0 0 0 100 0\n"
# The shortest distances with legs cut after one decimal, as published for the DIMACS challenge 2021/22.
OPTIMA = {"C101": 827.3, "C201": 589.1, "R201": 1143.2}


def test_read_takes_fleet_and_customers() -> None:
    (fleet,) = solomon.read(HEAD + DEPOT + "1 3 4 5 6 70 8\n")
    assert (fleet.vehicles, fleet.capacity, fleet.prize) == (2, 10, None)
    assert fleet.xy.tolist() == [[0, 0], [3, 4]]
    assert (fleet.demand[1], fleet.opens[1], fleet.closes[1], fleet.service[1]) == (5, 6, 70, 8)


def test_solve_keeps_windows_with_unrounded_lengths() -> None:
    # Cut to 1.4 the way to the second customer would be quick enough; it takes 1.414…
    near = "1 1 1 1 0 1.41 0\n"
    answer = solomon.solve(solomon.read(HEAD + DEPOT + near)[0], seconds=0.3)
    assert (answer.objective, answer.solution, answer.bound) == (None, None, None)
    answer = solomon.solve(solomon.read(HEAD + DEPOT + near.replace("1.41 ", "1.415 "))[0], seconds=0.3)
    assert (answer.objective, answer.solution) == (2.8, [[0, 1, 0]])
    assert answer.more == {"distance": pytest.approx(2 * 2**0.5, abs=1e-6), "vehicles": 1}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("hello", "The parts VEHICLE (NUMBER, CAPACITY) and CUSTOMER are not both there."),
        (HEAD + DEPOT + "1 2 3\n", "Customers need 7 numbers each, but there are 10 in all."),
        (HEAD, "Customers need 7 numbers each, but there are 0 in all."),
        (HEAD + DEPOT + "2 3 4 5 6 70 8\n", "Customers must be numbered from 0, the depot, without a gap."),
        (HEAD + DEPOT + "1 3 4 x 6 70 8\n", "a demand is 'x', not a number (word 11)."),
        (
            HEAD + DEPOT + "1 3 4 5 80 70 8\n",
            "A demand or service time is negative, a demand is not whole, or a due date before its ready time.",
        ),
    ],
)
def test_read_refuses_what_is_no_problem(text: str, sentence: str) -> None:
    with pytest.raises(Malformed) as refusal:
        solomon.read(text)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize("name", [pytest.param(name, marks=needs_data) for name in OPTIMA])
def test_solve_is_true_and_near_the_best_known(name: str) -> None:
    text = (BENCH / "solomon" / f"{name}.txt").read_text()
    answer = solomon.solve(solomon.read(text)[0], seconds=2)
    rows = [tuple(map(float, line.split()[1:])) for line in text.splitlines()[9:] if line.strip()]
    for path in answer.solution:
        assert_keeps_windows(path, rows, capacity=float(text.split()[5]))
    visited = [stop for path in answer.solution for stop in path[1:-1]]
    assert sorted(visited) == list(range(1, 101))
    assert answer.objective == pytest.approx(sum(cut_tenths(path, rows) for path in answer.solution) / 10)
    legs = [leg for path in answer.solution for leg in itertools.pairwise(path)]
    assert answer.more["distance"] == pytest.approx(sum(length(rows[a], rows[b]) for a, b in legs), abs=1e-5)
    assert len(answer.solution) <= int(text.split()[4])
    assert OPTIMA[name] <= answer.objective <= 1.03 * OPTIMA[name]
