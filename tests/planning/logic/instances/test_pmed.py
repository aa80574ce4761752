import pytest

from planning.logic.instances import pmed
from planning.logic.instances.words import Malformed
from tests.planning.logic.instances.cases import BENCH, needs_data

OPTIMA = {1: 5819, 2: 4093, 4: 3034, 5: 1355, 7: 5631, 8: 4445, 13: 4374}


def test_read_lets_a_repeated_edge_replace_the_earlier_one() -> None:
    (graph,) = pmed.read("3 4 1\n1 2 5\n2 3 4\n2 1 9\n1 3 20\n")
    assert pmed.ways(graph).tolist() == [[0, 9, 13], [9, 0, 4], [13, 4, 0]]


def test_solve_chooses_the_middle_of_a_line() -> None:
    answer = pmed.solve(pmed.read("3 2 1\n1 2 5\n2 3 4\n")[0], seconds=5)
    assert (answer.objective, answer.bound, answer.gap, answer.solution) == (9, 9, 0, [2])


def test_solve_with_every_vertex_chosen_costs_nothing() -> None:
    answer = pmed.solve(pmed.read("2 1 2\n1 2 5\n")[0], seconds=5)
    assert (answer.objective, answer.bound, answer.solution) == (0, 0, [1, 2])


def test_solve_follows_edges_of_no_length() -> None:
    assert pmed.solve(pmed.read("3 2 1\n1 2 0\n2 3 4\n")[0], seconds=5).objective == 4


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("3 2", "The file ends before p."),
        ("3 2 4 1 2 5 2 3 4", "p is 4, outside 1 to 3."),
        ("3 1 1 1 4 5", "an end of an edge is 4, outside 1 to 3."),
        ("3 1 1 1 2 -5", "the length of an edge is -5, which is not allowed."),
        ("3 1 1 1 2 nan", "the length of an edge is nan, which is not allowed."),
        ("3 1 1 1 2 5", "The graph falls into parts with no way between them."),
    ],
)
def test_read_refuses_what_is_no_problem(text: str, sentence: str) -> None:
    with pytest.raises(Malformed) as refusal:
        pmed.read(text)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize("number", [pytest.param(number, marks=needs_data) for number in OPTIMA])
def test_solve_reaches_the_known_optimum_with_an_equal_bound(number: int) -> None:
    (graph,) = pmed.read((BENCH / "pmed" / f"pmed{number}.txt").read_text())
    answer = pmed.solve(graph, seconds=30)
    assert (answer.objective, answer.bound) == (OPTIMA[number], OPTIMA[number])
    chosen = [one - 1 for one in answer.solution]
    assert (len(chosen), len(set(chosen))) == (graph.count, graph.count)
    assert sum(min(row) for row in pmed.ways(graph)[:, chosen].tolist()) == OPTIMA[number]
