"""Dive: the relaxed choice among rounds, made whole step by step.

The linear program over rounds is so tight that most of its values are nearly whole. The nearly whole ones are fixed, and
the likeliest few beside them; it is solved again from where it stood, until nothing is left to decide. A crew that is
not complete in the end is sent home: meanwhile its half costs what it brings, so that the program can always be solved.
"""

from collections.abc import Callable

import highspy
import numpy as np
from scipy.sparse import csc_array, hstack, vstack

from planning.logic.assign.instance import SCALE, Mask, Whole
from planning.logic.assign.pool import Choice
from planning.logic.highs import Floats, Kept, Program

_SURE = 0.9  # what is taken at least so far is fixed
_BESIDE = 0.01  # part of the rounds still open that is fixed beside, the likeliest first, where nothing new is sure
_EPSILON = 1e-6


def dive(choice: Choice, *, is_over: Callable[[], bool]) -> Mask | None:
    """Return a whole plan near the relaxed one, or nothing where it was over before."""
    kept = Kept(_with_halves(choice), is_over)
    rounds, fixed = len(choice.numbers), np.zeros(len(choice.numbers), dtype=np.bool_)
    values = kept.solve()
    while values is not None and not is_over():
        if not ((values > _EPSILON) & (values < 1 - _EPSILON)).any():
            return _without_halves(choice, choice.plan(values))
        batch = _fitting(choice, fixed, _likely(values[:rounds], fixed))
        if not batch:
            # Only crews are left undecided: all rounds are whole.
            return _without_halves(choice, choice.plan(values))
        fixed[batch] = True
        kept.fix(batch, 1.0)
        values = kept.solve()
    return None


def _likely(values: Floats, fixed: Mask) -> Whole:
    """Return the rounds to fix next, the likeliest first."""
    open_ = np.flatnonzero((values > _EPSILON) & ~fixed)
    open_ = open_[np.argsort(-values[open_], kind="stable")]
    sure = int((values[open_] > _SURE).sum())
    if (values[open_[:sure]] < 1 - _EPSILON).any():
        return open_[:sure]
    return open_[: sure + max(1, int(_BESIDE * len(open_)))]


def _fitting(choice: Choice, fixed: Mask, batch: Whole) -> list[int]:
    """Return those of the batch that fit beside what is fixed and beside each other."""
    room = choice.left.copy()
    for number in np.flatnonzero(fixed).tolist():
        room[choice.sites_of(number)] -= 1
    busy, found = set(choice.owners[fixed].tolist()), []
    for number in batch.tolist():
        sites, owner = choice.sites_of(number), int(choice.owners[number])
        if owner not in busy and (room[sites] > 0).all():
            room[sites] -= 1
            busy.add(owner)
            found.append(number)
    return found


def _with_halves(choice: Choice) -> Program:
    """Add, for each site with a crew, how far an incomplete crew is there: up to 1, at the price of what it brings."""
    program, instance, rounds = choice.program, choice.instance, len(choice.numbers)
    crews = program.matrix.shape[1] - rounds
    best = np.zeros(len(instance.need))
    np.maximum.at(best, instance.pair_site, instance.gain / SCALE)
    served = program.matrix[:, rounds:].tocoo()
    halves = csc_array((np.full(served.nnz, -1.0), (served.row, served.col)), shape=served.shape)
    either = csc_array(hstack([csc_array((crews, rounds)), *[csc_array(np.eye(crews))] * 2]))
    return Program(
        cost=np.concatenate([program.cost, -best[choice.crews]]),
        matrix=csc_array(vstack([hstack([program.matrix, halves]), either])),
        row_lower=np.concatenate([program.row_lower, np.full(crews, -np.inf)]),
        row_upper=np.concatenate([program.row_upper, np.ones(crews)]),
        lower=np.concatenate([program.lower, np.zeros(crews)]),
        upper=np.concatenate([program.upper, np.ones(crews)]),
        is_whole=np.zeros(len(program.cost) + crews, dtype=np.bool_),
        sense=highspy.ObjSense.kMaximize,
    )


def _without_halves(choice: Choice, plan: Mask) -> Mask:
    instance = choice.instance
    people = np.bincount(instance.pair_site[plan], minlength=len(instance.need))
    whole: Mask = plan & (people == instance.need)[instance.pair_site]
    return whole
