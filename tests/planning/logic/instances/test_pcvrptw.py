import pytest

from planning.logic.instances import pcvrptw
from planning.logic.instances.words import Malformed
from tests.planning.logic.instances.cases import BENCH, assert_keeps_windows, cut_tenths, needs_data

SMALL = """NAME : small
TYPE : PCVRPTW
DIMENSION : 3
VEHICLES : 1
CAPACITY : 10
SERVICE_TIME : 2
EDGE_WEIGHT_TYPE : EUC_2D
NODE_COORD_SECTION
1 0 0
2 3 4
3 30 40
DEMAND_SECTION
1 0
2 5
3 5
TIME_WINDOW_SECTION
1 0 500
2 0 400
3 0 400
PRIZE_SECTION
1 0
2 11
3 7
DEPOT_SECTION
1
-1
EOF
"""


def test_solve_leaves_out_what_is_not_worth_the_way() -> None:
    answer = pcvrptw.solve(pcvrptw.read(SMALL)[0], seconds=0.3)
    # In tenths: 100 for the way to the first and back, 70 for the prize of the second.
    assert (answer.objective, answer.bound, answer.solution) == (170, None, [[0, 1, 0]])


def test_read_takes_service_times_by_place() -> None:
    told = "SERVICE_TIME_SECTION\n1 0\n2 7\n3 8\nPRIZE_SECTION"
    (fleet,) = pcvrptw.read(SMALL.replace("SERVICE_TIME : 2\n", "").replace("PRIZE_SECTION", told))
    assert fleet.service.tolist() == [0, 7, 8]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("EUC_2D", "EXPLICIT", "EDGE_WEIGHT_TYPE must be EUC_2D."),
        ("CAPACITY : 10", "", "CAPACITY is missing."),
        ("DIMENSION : 3", "DIMENSION : x", "DIMENSION is 'x', not a whole number (word 1)."),
        ("DIMENSION : 3", "DIMENSION : 9999", "DIMENSION must lie between 1 and 5000."),
        ("3 7", "3 -7", "A prize is negative."),
        ("3 7", "4 7", "PRIZE_SECTION must number the places from 1 without a gap."),
        ("3 7", "", "The file ends before the number of a place in PRIZE_SECTION."),
        ("PRIZE_SECTION\n1 0\n2 11\n3 7\n", "", "PRIZE_SECTION is missing."),
        ("3 0 400", "3 500 400", "A demand is negative or not whole, or a time window ends before it begins."),
        ("1\n-1\n", "2\n-1\n", "DEPOT_SECTION must name the first place alone."),
        ("NAME : small", "what is this", "The line 'what is this' is neither a head nor a section."),
        ("SERVICE_TIME : 2", "SERVICE_TIME : -2", "A service time is negative."),
    ],
)
def test_read_refuses_what_is_no_problem(old: str, new: str, sentence: str) -> None:
    assert old in SMALL
    with pytest.raises(Malformed) as refusal:
        pcvrptw.read(SMALL.replace(old, new))
    assert str(refusal.value) == sentence


@pytest.mark.parametrize("name", [pytest.param("C2_10_1", marks=needs_data)])
def test_solve_of_a_thousand_visits_is_true_and_near_the_best_known(name: str) -> None:
    (fleet,) = pcvrptw.read((BENCH / "pcvrptw" / f"{name}.vrp").read_text())
    answer = pcvrptw.solve(fleet, seconds=8)
    columns = (*fleet.xy.T, fleet.demand, fleet.opens, fleet.closes, fleet.service)
    rows = list(zip(*(column.tolist() for column in columns), strict=True))
    for path in answer.solution:
        assert_keeps_windows(path, rows, capacity=fleet.capacity)
    visited = [stop for path in answer.solution for stop in path[1:-1]]
    assert len(visited) == len(set(visited))
    missed = sum(int(10 * prize) for stop, prize in enumerate(fleet.prize.tolist()) if stop not in visited)
    assert answer.objective == sum(cut_tenths(path, rows) for path in answer.solution) + missed
    assert answer.objective <= 1.1 * 165_810
