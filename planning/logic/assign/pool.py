"""Many good rounds, and the best plan that takes at most one of each volunteer's: an integer program over whole rounds.

It is far tighter than one over single pairs, as every round keeps time and visits by itself.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import highspy
import numpy as np
from scipy.sparse import csc_array, vstack

from planning.logic.assign.instance import Instance, Mask, Whole
from planning.logic.assign.rounds import Floats, Round, Rounds
from planning.logic.highs import Program, run


class Pool:
    """Rounds, each once, with their value in points and their volunteer."""

    def __init__(self, instance: Instance, rounds: Rounds) -> None:
        """Begin empty."""
        self.instance = instance
        self._value_of = rounds.value
        self._known: dict[Round, int] = {}
        self._values: list[float] = []
        self._stacked: Columns | None = None

    def __len__(self) -> int:
        return len(self._known)

    def add(self, rounds: Iterable[Round]) -> None:
        """Add rounds (pairs in ascending order); the empty round and known ones are passed over."""
        for one in rounds:
            if one and one not in self._known:
                self._known[one] = len(self._known)
                self._values.append(self._value_of(one))
                self._stacked = None

    def numbers_of(self, rounds: Iterable[Round]) -> list[int]:
        """Return the numbers of known rounds."""
        return [self._known[one] for one in rounds]

    def choice(
        self,
        plan: Mask,
        free: Mask | None = None,
        *,
        good: Mask | None = None,
        cuts: Sequence[Sequence[int]] = (),
    ) -> "Choice | None":
        """Build the program over the rounds that fit beside what the others keep doing; those of the plan are among them.

        Only the `free` volunteers (all, if not told) change; only `good` rounds (all, if not told) and those of the plan
        are looked at. Of the rounds in a cut (numbers of the pool) at most one is taken: it must hold for every plan.
        """
        mine = rounds_of(self.instance, plan)
        self.add(mine)
        taken = self.numbers_of(mine)
        instance, columns = self.instance, self.columns
        is_free = np.ones(len(instance.visits), np.bool_) if free is None else free
        kept = plan & ~is_free[instance.pair_volunteer]
        left = instance.need - np.bincount(instance.pair_site[kept], minlength=len(instance.need))
        blocked = np.add.reduceat(left[instance.pair_site[columns.pair]] <= 0, columns.first, dtype=np.int64)
        is_in = (blocked == 0) & is_free[columns.owner] if len(columns.first) else np.zeros(0, np.bool_)
        if good is not None:
            is_in &= good | np.isin(np.arange(len(is_in)), taken)
        numbers = np.flatnonzero(is_in)
        if not len(numbers):
            return None
        is_taken = np.isin(numbers, taken)
        crews, program, start = _program(instance, columns, numbers, left, is_taken, plan)
        return Choice(instance, columns, numbers, kept, left, crews, _with_cuts(program, is_in, cuts), start)

    @property
    def columns(self) -> "Columns":
        """All the rounds, in the order in which they came."""
        if self._stacked is None:
            sizes = np.array([len(one) for one in self._known], dtype=np.int64)
            pair = np.array([number for one in self._known for number in one], dtype=np.int64)
            first = np.cumsum(sizes) - sizes
            owner = self.instance.pair_volunteer[pair[first]] if len(pair) else np.arange(0)
            self._stacked = Columns(pair, first, sizes, owner, np.array(self._values))
        return self._stacked


@dataclass(frozen=True, eq=False)
class Columns:
    """The rounds one behind the other: their pairs, where each begins and how long it is, owners and values."""

    pair: Whole
    first: Whole
    size: Whole
    owner: Whole
    value: Floats

    def pairs_of(self, number: int) -> Whole:
        """Return the pairs of a round."""
        return self.pair[self.first[number] : self.first[number] + self.size[number]]


@dataclass(frozen=True, eq=False)
class Choice:
    """A program over some rounds, beside pairs that are kept, and a start.

    Its columns are the rounds `numbers`, then whether each of the sites `crews`, which need several, is served; `left`
    is how many each site still needs beside what is kept.
    """

    instance: Instance
    columns: Columns
    numbers: Whole
    kept: Mask
    left: Whole
    crews: Whole
    program: Program
    start: Floats

    @property
    def owners(self) -> Whole:
        """The volunteer of each round."""
        return self.columns.owner[self.numbers]

    def sites_of(self, number: int) -> Whole:
        """Return the sites of a round, by its column."""
        return self.instance.pair_site[self.columns.pairs_of(int(self.numbers[number]))]

    def plan(self, values: Floats) -> Mask:
        """Return the plan that a solution of the program means."""
        plan = self.kept.copy()
        for number in self.numbers[values[: len(self.numbers)] > 0.5].tolist():
            plan[self.columns.pairs_of(number)] = True
        return plan


def choose(
    choice: Choice,
    *,
    seconds: float,
    part: float = 0.0,
    seed: int = 0,
    on_tick: Callable[[Mask | None], bool] | None = None,
) -> Mask | None:
    """Return the best plan found out of the rounds, beginning with the choice's own plan; none if it was over before.

    It is enough to come so near to the best, as a `part` of the value of what the free volunteers do. `on_tick` hears
    of better plans and says whether to stop.
    """

    def tick(values: Floats | None, _: float) -> bool:
        return on_tick is not None and on_tick(None if values is None else choice.plan(values))

    found = run(
        choice.program,
        seconds=seconds,
        start=choice.start,
        absolute_gap=max(part * float(choice.program.cost @ choice.start), 1e-7),
        seed=seed,
        effort=0.3,
        on_tick=tick,
    )
    return None if found.values is None else choice.plan(found.values)


def rounds_of(instance: Instance, plan: Mask) -> list[Round]:
    """Return the rounds of a plan."""
    pairs = np.flatnonzero(plan)
    pairs = pairs[np.argsort(instance.pair_volunteer[pairs], kind="stable")]
    _, starts = np.unique(instance.pair_volunteer[pairs], return_index=True)
    return [tuple(part.tolist()) for part in np.split(pairs, starts[1:])] if len(pairs) else []


def _program(
    instance: Instance, columns: Columns, numbers: Whole, left: Whole, is_taken: Mask, plan: Mask
) -> tuple[Whole, Program, Floats]:
    """Columns: rounds, then whether each site with a crew is served. Rows: sites, volunteers, members of crews."""
    many = len(numbers)
    column = np.repeat(np.arange(many), columns.size[numbers])
    pair = columns.pair[np.concatenate([np.arange(f, f + n) for f, n in zip(
        columns.first[numbers].tolist(), columns.size[numbers].tolist(), strict=True)])]  # fmt: skip
    site, site_row = np.unique(instance.pair_site[pair], return_inverse=True)
    owner, owner_row = np.unique(columns.owner[numbers], return_inverse=True)
    crews = np.flatnonzero(instance.need[site] > 1)
    is_crew = instance.need[site][site_row] > 1
    crew_pair, member = np.unique(pair[is_crew], return_inverse=True)
    served = many + np.searchsorted(site[crews], instance.pair_site[crew_pair])
    members, height, width = len(site) + len(owner), len(site) + len(owner) + len(crew_pair), many + len(crews)
    parts = [
        (site_row, column, 1.0), (crews, many + np.arange(len(crews)), -left[site[crews]].astype(float)),
        (len(site) + owner_row, np.arange(many), 1.0),
        (members + member, column[is_crew], 1.0), (members + np.arange(len(crew_pair)), served, -1.0),
    ]  # fmt: skip
    entries = np.concatenate([np.broadcast_to(part[2], part[0].shape) for part in parts])
    where = (np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts]))
    upper, lower = np.ones(height), np.full(height, -np.inf)
    upper[crews] = lower[crews] = upper[members:] = 0.0
    # A site half of whose crew stays must get the other half.
    is_owed = left[site[crews]] < instance.need[site[crews]]
    people = np.bincount(instance.pair_site[plan], minlength=len(instance.need))
    program = Program(
        cost=np.concatenate([columns.value[numbers], np.zeros(len(crews))]),
        matrix=csc_array((entries, where), shape=(height, width)),
        row_lower=lower,
        row_upper=upper,
        lower=np.concatenate([np.zeros(many), is_owed.astype(float)]),
        upper=np.ones(width),
        is_whole=np.ones(width, dtype=np.bool_),
        sense=highspy.ObjSense.kMaximize,
    )
    return site[crews], program, np.concatenate([is_taken, people[site[crews]] > 0]).astype(float)


def _with_cuts(program: Program, is_in: Mask, cuts: Sequence[Sequence[int]]) -> Program:
    """Add a row for each cut of which at least two rounds are looked at."""
    column = np.cumsum(is_in) - 1
    rows = [column[[number for number in cut if is_in[number]]] for cut in cuts]
    rows = [row for row in rows if len(row) > 1]
    if not rows:
        return program
    where = (np.repeat(np.arange(len(rows)), [len(row) for row in rows]), np.concatenate(rows))
    matrix = csc_array((np.ones(len(where[0])), where), shape=(len(rows), program.matrix.shape[1]))
    return replace(
        program,
        matrix=csc_array(vstack([program.matrix, matrix])),
        row_lower=np.concatenate([program.row_lower, np.full(len(rows), -np.inf)]),
        row_upper=np.concatenate([program.row_upper, np.ones(len(rows))]),
    )
