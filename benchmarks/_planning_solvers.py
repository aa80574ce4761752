"""The solvers of planning: gaps of the assignment beside plain HiGHS and CP-SAT, and published problems beside their best values.

Run by `benchmarks.planning`. Needs no database. Published problems are read from ../shared/data/bench where it is there.
The load of the machine is told with each table, as other work makes every gap larger.
"""

import io
import json
import os
import statistics
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from django.core.management import call_command

from benchmarks._planning_cases import city
from planning.logic.assign import Progress
from planning.logic.assign.instance import Instance, prepare
from planning.logic.assign.program import Found as FoundByCpSat
from planning.logic.assign.program import search
from planning.logic.assign.run import Run
from planning.logic.assign.single import choose_pairs
from planning.logic.assign.solver import improve
from planning.logic.instances import orienteering, pcvrptw, pmed, solomon

BENCH = Path(__file__).parents[1] / "../shared/data/bench"
GAP_OPTIMA = {
    1: (336, 327, 339, 341, 326), 2: (434, 436, 420, 419, 428), 3: (580, 564, 573, 570, 564),
    4: (656, 644, 673, 647, 664), 5: (563, 558, 564, 568, 559), 6: (761, 759, 758, 752, 747),
}  # fmt: skip
PMED_OPTIMA = (
    5819, 4093, 4250, 3034, 1355, 7824, 5631, 4445, 2734, 1255,
    7696, 6634, 4374, 2968, 1729, 8162, 6999, 4809, 2845, 1789,
)  # fmt: skip
# The shortest distances known for 100 customers, legs cut after one decimal (DIMACS challenge 2021/22, CVRPLIB).
SOLOMON_BEST = {
    "C101": 827.3, "C102": 827.3, "C103": 826.3, "C104": 822.9, "C105": 827.3, "C106": 827.3, "C107": 827.3,
    "C108": 827.3, "C109": 827.3, "C201": 589.1, "C202": 589.1, "C203": 588.7, "C204": 588.1, "C205": 586.4,
    "C206": 586.0, "C207": 585.8, "C208": 585.8, "R101": 1637.7, "R102": 1466.6, "R103": 1208.7, "R104": 971.5,
    "R105": 1355.3, "R106": 1234.6, "R107": 1064.6, "R108": 932.1, "R109": 1146.9, "R110": 1068.0, "R111": 1048.7,
    "R112": 948.6, "R201": 1143.2, "R202": 1029.6, "R203": 870.8, "R204": 731.3, "R205": 949.8, "R206": 875.9,
    "R207": 794.0, "R208": 701.0, "R209": 854.8, "R210": 900.5, "R211": 746.7, "RC101": 1619.8, "RC102": 1457.4,
    "RC103": 1258.0, "RC104": 1132.3, "RC105": 1513.7, "RC106": 1372.7, "RC107": 1207.8, "RC108": 1114.2,
    "RC201": 1261.8, "RC202": 1092.3, "RC203": 923.7, "RC204": 783.5, "RC205": 1154.0, "RC206": 1051.1,
    "RC207": 962.9, "RC208": 776.1,
}  # fmt: skip
MARKS = (15.0, 60.0)


@dataclass(frozen=True, slots=True)
class Kind:
    """One structure of the assignment problem and how its cities differ."""

    name: str
    limits: dict[str, object]


KINDS = (
    Kind("capacity and range only", {"minutes": (1_000_000, 1_000_001), "people": 1, "fairness": 0.0}),
    Kind("time scarce, pairs, fairness", {}),
    Kind("time ample, pairs, fairness", {"visits": (3, 10), "minutes": (300, 1500)}),
)


def assign(*, is_full: bool) -> None:
    """Print the gaps on the three structures: ten seeds of a minute, or two of a quarter."""
    for kind in KINDS:
        _assign(kind, range(1, (10 if is_full else 2) + 1), seconds=60.0 if is_full else 15.0)


def gaps() -> bool:
    """Solve the generalised assignment problems by `manage.py solve_instance`; return whether all are proven best."""
    print(f"\n### The 30 generalised assignment problems, by `solve_instance` ({load()})\n")
    print("| file | optimum = objective = bound | slowest s |\n|---|---|---|")
    is_all = True
    for number, optima in GAP_OPTIMA.items():
        out = io.StringIO()
        call_command("solve_instance", str(BENCH / "gap" / f"gap{number}.txt"), "--format", "gap", "--seconds", "30", "--json", stdout=out)  # fmt: skip
        answers = [json.loads(one) for one in out.getvalue().splitlines()]
        proven = sum(best == one["objective"] == one["bound"] for best, one in zip(optima, answers, strict=True))
        is_all &= proven == len(optima)
        slowest = max(one["seconds"] for one in answers)
        print(f"| gap{number} | {proven} of {len(optima)} | {slowest:.2f} |", flush=True)
    return is_all


def medians(*, is_full: bool) -> None:
    """Print the p-median problems beside their optima."""
    print(f"\n### p-median, 30 s at most ({load()})\n")
    print("| problem | optimum | objective | bound | gap to the optimum | s |\n|---|---|---|---|---|---|")
    off = []
    for number in range(1, 21) if is_full else range(1, 21, 6):
        answer = pmed.solve(pmed.read((BENCH / "pmed" / f"pmed{number}.txt").read_text())[0], seconds=30)
        best = PMED_OPTIMA[number - 1]
        off.append((answer.objective or 0) / best - 1)
        told = f"{answer.objective} | {answer.bound} | {100 * off[-1]:.3f} % | {answer.seconds:.1f}"
        print(f"| pmed{number} | {best} | {told} |", flush=True)
    print(f"| **mean of {len(off)}** | | | | {100 * statistics.mean(off):.3f} % | |")


def tours(name: str, *, is_full: bool) -> None:
    """Print published routing problems (`solomon`, `pcvrptw`) beside the best known."""
    found = _solomon(20.0 if is_full else 5.0, is_quick=not is_full) if name == "solomon" else _pcvrptw(60.0 if is_full else 15.0, is_quick=not is_full)  # fmt: skip
    _routes(name, found)


def _assign(kind: Kind, seeds: Iterable[int], *, seconds: float) -> None:
    """Print the gaps of our solver, and of HiGHS and CP-SAT on the plain model, one after the other on the same cities."""
    marks = [mark for mark in MARKS if mark <= seconds]
    print(f"\n### Assignment, 2,000 sites × 300 volunteers: {kind.name} ({load()})\n")
    heads = [f"{who} gap % at {mark:.0f} s" for who in ("ours:", "HiGHS:", "CP-SAT:") for mark in marks]
    print(f"| seed | pairs | ours: s to end | {' | '.join(heads)} |\n|{'---|' * (3 + len(heads))}")
    gaps: list[list[float]] = []
    for seed in seeds:
        instance = prepare(city(seed, **kind.limits))  # type: ignore[arg-type]
        ours, took = _ours(instance, seconds, marks)
        row = ours + _plain(instance, seconds, marks) + _cp_sat(instance, seconds, marks, seed)
        gaps.append(row)
        print(
            f"| {seed} | {len(instance.gain):,} | {took:.2f} | {' | '.join(f'{100 * one:.3f}' for one in row)} |",
            flush=True,
        )
    worst = " | ".join(f"{100 * max(column):.3f}" for column in zip(*gaps, strict=True))
    print(f"| **worst** | | | {worst} |")


def _ours(instance: Instance, seconds: float, marks: list[float]) -> tuple[list[float], float]:
    heard: list[Progress] = []
    run = Run(instance, seconds, heard.append, None)
    improve(run, seed=0)
    assert instance.fits(run.best)  # noqa: S101 - a figure of a plan that is none would be a lie
    ends = [next((one.gap for one in reversed(heard) if one.seconds <= mark), float("inf")) for mark in marks]
    return ends, run.figures()[2]


def _plain(instance: Instance, seconds: float, marks: list[float]) -> list[float]:
    """Give the whole model to HiGHS with all its own means, from nothing."""
    started, gaps = time.monotonic(), {mark: float("inf") for mark in marks}
    best, every = 0, np.arange(len(instance.gain))

    def note(plan: np.ndarray | None, bound: float) -> bool:
        nonlocal best
        best = max(best, 0 if plan is None else instance.value(plan))
        for mark in marks:
            if time.monotonic() - started <= mark and best > 0:
                gaps[mark] = (bound - best) / best
        return False

    nothing = np.zeros(len(every), dtype=np.bool_)
    plan, bound = choose_pairs(instance, every, nothing, seconds=seconds, on_tick=note)
    note(plan, bound)
    if time.monotonic() - started < seconds:
        for mark in marks:
            if time.monotonic() - started <= mark:
                gaps[mark] = max(0.0, (bound - instance.value(plan)) / instance.value(plan))
    return [gaps[mark] for mark in marks]


def _cp_sat(instance: Instance, seconds: float, marks: list[float], seed: int) -> list[float]:
    """Give the whole model to CP-SAT, from nothing."""
    started, gaps = time.monotonic(), {mark: float("inf") for mark in marks}
    nothing, every = np.zeros(len(instance.gain), dtype=np.bool_), np.arange(len(instance.gain))

    def note(found: FoundByCpSat) -> bool:
        passed = time.monotonic() - started
        best = 0 if found.chosen is None else instance.value(found.chosen)
        for mark in marks:
            if passed <= mark and best > 0:
                gaps[mark] = max(0.0, (found.bound - best) / best)
        return passed >= seconds

    note(search(instance, every, hint=nothing, seconds=seconds, seed=seed, on_tick=note))
    return [gaps[mark] for mark in marks]


def _routes(name: str, ratios: Iterator[tuple[str, float, float]]) -> None:
    print(f"\n### Routes: {name} ({load()})\n\n| problem | objective | ratio to best known |\n|---|---|---|")
    found = []
    for problem, objective, ratio in ratios:
        found.append(ratio)
        print(f"| {problem} | {objective} | {ratio:.4f} |", flush=True)
    print(f"| **mean of {len(found)}** | | {statistics.mean(found):.4f} |")


def _solomon(seconds: float, *, is_quick: bool) -> Iterator[tuple[str, float, float]]:
    for name in list(SOLOMON_BEST)[:: 11 if is_quick else 1]:
        answer = solomon.solve(solomon.read((BENCH / "solomon" / f"{name}.txt").read_text())[0], seconds=seconds)
        objective = answer.objective or float("inf")
        yield name, objective, objective / SOLOMON_BEST[name]


def _pcvrptw(seconds: float, *, is_quick: bool) -> Iterator[tuple[str, float, float]]:
    for path in sorted((BENCH / "pcvrptw").glob("*.vrp"))[:: 3 if is_quick else 1]:
        best = float(path.with_suffix(".sol").read_text().rsplit("Cost:", 1)[1])
        answer = pcvrptw.solve(pcvrptw.read(path.read_text())[0], seconds=seconds)
        objective = answer.objective or float("inf")
        yield path.stem, objective, objective / best


def orienteering_invented(*, seconds: float) -> None:
    """Print score and bound of invented problems; there are no published ones here."""
    print(f"\n### Team orienteering, invented, {seconds:.0f} s ({load()})\n\n| points | score | bound |\n|---|---|---|")
    for points, longest in ((12, 30), (30, 40), (60, 40)):
        random = np.random.default_rng(points)
        rows = "\n".join(f"{x} {y} {s}" for x, y, s in random.integers(0, 20, (points, 3)).tolist())
        answer = orienteering.solve(orienteering.read(f"n {points}\nm 2\ntmax {longest}\n{rows}")[0], seconds=seconds)
        print(f"| {points} | {answer.objective} | {answer.bound} |", flush=True)


def load() -> str:
    return f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
