"""Goals as kept with a plan, and the terms of a plan that follows another."""

from datetime import date

from planning.logic.aims import Aims, read_aims, steadier
from planning.logic.assign import Goal, Problem
from planning.logic.free_time import free_minutes_without
from planning.logic.terms import Terms, read_terms


def test_aims_come_back_from_json_as_they_were() -> None:
    aims = Aims(travel=0.1, promise=3.0, fairness=0.2, order=(Goal.URGENCY, Goal.TRAVEL))
    assert read_aims(aims.stored()) == aims
    assert read_aims({}) == Aims()


def test_aims_set_the_weights_of_a_problem() -> None:
    problem = Aims(travel=0.5, promise=2.0, fairness=0.1, order=(Goal.URGENCY,)).apply(Problem((), ()))
    assert (problem.weight_travel, problem.weight_promise, problem.weight_fairness, problem.order) == (
        0.5, 2.0, 0.1, (Goal.URGENCY,),
    )  # fmt: skip


def test_a_plan_that_follows_another_minds_promises_more() -> None:
    assert steadier(Aims()).promise == 3.0
    assert steadier(Aims(promise=5.0)).promise == 5.0
    assert steadier(Aims(order=(Goal.URGENCY, Goal.TRAVEL))).order == (Goal.URGENCY, Goal.PROMISES, Goal.TRAVEL)
    assert steadier(Aims(order=(Goal.PROMISES, Goal.URGENCY))).order == (Goal.PROMISES, Goal.URGENCY)


def test_terms_come_back_from_json_as_they_were() -> None:
    terms = Terms("storm", frozenset({"a"}), frozenset({"b"}), (date(2026, 6, 1), date(2026, 6, 3)))
    assert read_terms(terms.stored()) == terms
    assert read_terms({}) == Terms()


def test_quiet_days_take_their_own_minutes_away() -> None:
    week = [{"weekday": day, "start": "08:00", "end": "09:00"} for day in range(7)]
    first, last = date(2026, 6, 1), date(2026, 6, 10)
    free = [
        free_minutes_without(week, first=first, last=last, quiet=quiet)
        for quiet in (
            None,
            (date(2026, 6, 3), date(2026, 6, 4)),
            (date(2026, 5, 1), date(2026, 6, 1)),
            (last, date(2026, 7, 1)),
        )
    ]
    assert free == [600, 480, 540, 540]
