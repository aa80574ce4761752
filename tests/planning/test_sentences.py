import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from planning.logic.assign import Goal, GoalReached, OmissionReason, Problem
from planning.logic.reasons import OwnReason
from planning.sentences import REASONS, SOURCES, cheapest_change, goals_in_words, goals_reached


def test_every_reason_of_the_solver_has_its_sentence() -> None:
    assert set(REASONS) == {
        *OmissionReason,
        OwnReason.NOT_SOLVED,
        OwnReason.REMOVED,
        OwnReason.CLOSED,
        OwnReason.SUSPENDED,
    }


def test_every_source_of_the_seeded_rules_has_its_words() -> None:
    seeded = json.loads(Path("planning/vocabulary/visit_rules.json").read_text(encoding="utf-8"))
    assert {one["source"] for one in seeded} == set(SOURCES)


def test_goals_in_words_tell_the_weights() -> None:
    told = goals_in_words(Problem(sites=(), volunteers=(), weight_fairness=0.5))
    assert told == (
        "The more urgent the sites visited, the better. 50 km of travel weigh as much as one point of urgency. "
        "A promise kept counts 1 points. Each further visit of the same person costs 0.5 points more."
    )
    alone = Problem(sites=(), volunteers=(), weight_travel=0, weight_promise=0)
    assert goals_in_words(alone) == "The more urgent the sites visited, the better."


def test_goals_in_words_tell_the_order() -> None:
    problem = Problem(sites=(), volunteers=(), order=(Goal.PROMISES, Goal.URGENCY, Goal.TRAVEL))
    assert goals_in_words(problem) == (
        "First as many promises as possible are kept. Then as much urgency as possible is served. "
        "Then as few kilometres as possible are travelled."
    )


def test_goals_reached_tell_value_and_bound() -> None:
    reached = (GoalReached(Goal.URGENCY, 12.0, 12.5), GoalReached(Goal.TRAVEL, -30.0, -28.0))
    assert goals_reached(reached) == [
        "Urgency served: 12.0 points; 12.5 at most.",
        "Travel: 30.0 km; 28.0 km at least.",
    ]


def test_recruits_of_the_same_skills_are_counted_together() -> None:
    recruit = {"kind": "recruit", "amount": 1, "name": "", "volunteer_id": None, "skills": ["rope"]}
    plain = {**recruit, "skills": []}
    assert cheapest_change({"changes": [recruit, recruit]}, {"rope": "ropes"}) == (
        "2 new volunteers nearby, trained: ropes"
    )
    assert cheapest_change({"changes": [plain, recruit, plain]}, {}) == (
        "2 new volunteers nearby; a new volunteer nearby, trained: rope"
    )
    assert cheapest_change({"changes": [plain]}, {}) == "a new volunteer nearby"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Read the sentences as they stand in the source."""
    with translation.override("en"):
        yield
