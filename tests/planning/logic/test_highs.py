import highspy
import numpy as np
import pytest
from scipy.sparse import csc_array

from planning.logic.highs import Kept, Program, run


def knapsack(count: int, *, is_whole: bool = True) -> Program:
    random = np.random.default_rng(1)
    sizes = random.integers(20, 90, (5, count)).astype(float)
    return Program(
        cost=random.integers(20, 90, count).astype(float),
        matrix=csc_array(sizes),
        row_lower=np.full(5, -np.inf),
        row_upper=sizes.sum(axis=1) / 2,
        lower=np.zeros(count),
        upper=np.ones(count),
        is_whole=np.full(count, is_whole),
        sense=highspy.ObjSense.kMaximize,
    )


def test_run_proves_the_best_and_a_relaxation_prices_its_rows() -> None:
    found, relaxed = run(knapsack(12), seconds=20), run(knapsack(12, is_whole=False), seconds=20)
    assert found.is_optimal
    assert found.objective == pytest.approx(found.bound)
    assert relaxed.objective >= found.objective
    assert (relaxed.prices >= 0).all()
    assert found.prices is None


def test_run_stops_when_told_and_passes_on_what_is_raised() -> None:
    asked: list[float] = []

    def stop(values: np.ndarray | None, bound: float) -> bool:
        asked.append(bound)
        return True

    assert not run(knapsack(120), seconds=60, on_tick=stop).is_optimal
    assert len(asked) >= 1

    def fail(values: np.ndarray | None, bound: float) -> bool:
        raise LookupError

    with pytest.raises(LookupError):
        run(knapsack(120), seconds=60, on_tick=fail)


def test_run_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    run(knapsack(12), seconds=5)
    assert capfd.readouterr() == ("", "")


def test_kept_program_grows_by_columns_and_rows() -> None:
    # Nothing at first but two rows with room for one each.
    program = Program(
        cost=np.zeros(1),
        matrix=csc_array(np.zeros((2, 1))),
        row_lower=np.full(2, -np.inf),
        row_upper=np.ones(2),
        lower=np.zeros(1),
        upper=np.ones(1),
        is_whole=np.zeros(1, dtype=np.bool_),
        sense=highspy.ObjSense.kMaximize,
    )
    kept = Kept(program, lambda: False)
    kept.add_columns(np.array([3.0, 2.0]), [[0], [1]])
    assert kept.solve().tolist()[1:] == [1.0, 1.0]
    assert kept.value() == 5.0
    kept.add_rows([[1, 2]], upper=1.0)
    assert kept.solve().tolist()[1:] == [1.0, 0.0]
    assert kept.value() == 3.0
    prices = kept.prices()
    assert len(prices) == 3
    # The second column pays for neither of its rows any more.
    assert prices[1] + prices[2] >= 2.0 - 1e-9
    kept.add_columns(np.zeros(0), [])
    kept.add_rows([], upper=1.0)
    assert kept.solve().tolist()[1:] == [1.0, 0.0]
