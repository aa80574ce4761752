"""The plan as a linear model over single pairs, for HiGHS: the relaxation and the integer program share it.

Columns: pairs; whether each site with a crew is served; with fairness, the visits of each volunteer one by one.
Rows: sites; members of crews (nobody goes where the crew does not); visits; minutes of volunteers.
"""

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from planning.logic.assign.instance import SCALE, Instance, Mask, Whole
from planning.logic.assign.rounds import Floats
from planning.logic.highs import Program


@dataclass(frozen=True, eq=False)
class Model:
    """The program over some pairs (indices), and where its columns and rows begin."""

    instance: Instance
    pairs: Whole
    crews: Whole
    member_pairs: Whole
    owner: Whole
    number: Whole
    program: Program

    def plan(self, values: Floats) -> Mask:
        """Return the plan that a solution means."""
        plan = np.zeros(len(self.instance.gain), dtype=np.bool_)
        plan[self.pairs[values[: len(self.pairs)] > 0.5]] = True
        return plan

    def burdens(self, *, step: int) -> Floats:
        """Return what each numbered visit costs in fairness, in points."""
        return _burdens(self.instance, self.owner, self.number, step) / SCALE

    def start(self, plan: Mask) -> Floats:
        """Return a plan as values of the columns; pairs that are not in the model are left out."""
        taken = plan[self.pairs]
        people = np.bincount(self.instance.pair_site[self.pairs[taken]], minlength=len(self.instance.need))
        visits = np.bincount(self.instance.pair_volunteer[self.pairs[taken]], minlength=len(self.instance.visits))
        served = people[self.crews] >= self.instance.need[self.crews]
        return np.concatenate([taken, served, self.number < visits[self.owner]]).astype(float)


def model_of(instance: Instance, pairs: Whole, *, has_numbers: bool = False) -> Model:
    """Return the model over the pairs (indices, ascending), in urgency points; with numbered visits if told or needed."""
    is_numbered = has_numbers or instance.step > 0
    site, who = instance.pair_site[pairs], instance.pair_volunteer[pairs]
    sites, people, many = len(instance.need), len(instance.visits), len(pairs)
    crews = np.flatnonzero(instance.need > 1)
    members = np.flatnonzero(instance.need[site] > 1)
    visits = instance.visits if is_numbered else np.zeros_like(instance.visits)
    owner = np.repeat(np.arange(people), visits)
    number = np.arange(len(owner)) - (np.cumsum(visits) - visits)[owner]
    served, numbered = many + np.arange(len(crews)), many + len(crews) + np.arange(len(owner))
    member_row, visit_row, minute_row = sites, sites + len(members), sites + len(members) + people
    column = np.arange(many)
    parts: list[tuple[NDArray[np.int64], NDArray[np.int64], float | NDArray[np.float64]]] = [
        (site, column, 1.0), (crews, served, -instance.need[crews].astype(float)),
        (member_row + np.arange(len(members)), members, 1.0),
        (member_row + np.arange(len(members)), served[np.searchsorted(crews, site[members])], -1.0),
        (visit_row + who, column, 1.0), (visit_row + owner, numbered, -1.0),
        (minute_row + who, column, instance.pair_minutes[pairs].astype(float)),
    ]  # fmt: skip
    entries = np.concatenate([np.ones(len(part[0])) * part[2] for part in parts])
    where = (np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts]))
    shape = (minute_row + people, many + len(crews) + len(owner))
    upper = np.concatenate(
        [instance.need, np.zeros(len(members)), np.where(is_numbered, 0, instance.visits), instance.minutes]
    ).astype(float)
    lower = np.full(shape[0], -np.inf)
    upper[crews] = lower[crews] = 0.0
    program = Program(
        cost=np.concatenate(
            [instance.gain[pairs], np.zeros(len(crews)), -_burdens(instance, owner, number, instance.step)]
        )
        / SCALE,
        matrix=csc_array((entries, where), shape=shape),
        row_lower=lower,
        row_upper=upper,
        lower=np.zeros(shape[1]),
        upper=np.ones(shape[1]),
        # Each later visit costs more, so that these come one after the other by themselves.
        is_whole=np.arange(shape[1]) < many + len(crews),
        sense=highspy.ObjSense.kMaximize,
    )
    return Model(instance, pairs, crews, pairs[members], owner, number, program)


def _burdens(instance: Instance, owner: Whole, number: Whole, step: int) -> Floats:
    """Return what each visit of each volunteer costs in fairness, in 1/SCALE points: `step` more than the one before."""
    busy = instance.busy[owner] if len(instance.busy) else 0
    costs: Floats = (step * (busy + number)).astype(float)
    return costs
