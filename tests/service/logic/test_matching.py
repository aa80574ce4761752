"""The score, its reasons, and that it asks better people than the nearest first."""

import json
from dataclasses import replace

import pytest

from benchmarks import matching
from service import vocabulary
from service.logic.matching import Fit, match, reliability
from service.logic.policy import WrongServicePolicy, service_rules_from

PLAIN = Fit(
    distance_km=2.0,
    range_km=10,
    free_share=1.0,
    wished=1.0,
    served=4,
    missed=0,
    late=0,
    load=0,
    load_wished=4,
    liked=0.5,
)
POLICY = json.loads((vocabulary.FOLDER / "service_policy.json").read_text(encoding="utf-8"))[0]["values"]


def score(**changes: object) -> float:
    return match(replace(PLAIN, **changes), matching.WEIGHTS).score  # type: ignore[arg-type]


def test_benchmark_weighs_as_the_seeded_policy() -> None:
    assert service_rules_from(POLICY).weights == matching.WEIGHTS


@pytest.mark.parametrize(
    "worse",
    [
        {"distance_km": 9.0},
        {"free_share": 0.5},
        {"wished": 0.0},
        {"missed": 2},
        {"late": 2},
        {"load": 4},
        {"liked": 0.0},
    ],
)
def test_each_part_counts(worse: dict[str, float]) -> None:
    assert score(**worse) < score()


def test_score_lies_between_nothing_and_a_hundred() -> None:
    nothing = {
        "distance_km": 500.0,
        "free_share": 0.0,
        "wished": 0.0,
        "missed": 90,
        "served": 0,
        "load": 9,
        "liked": 0.0,
    }
    assert 0 <= score(**nothing) < 1
    assert 90 < score(distance_km=0.0, liked=1.0) <= 100


def test_what_is_unknown_counts_between_good_and_bad() -> None:
    assert score(free_share=0.0) < score(free_share=None) < score(free_share=1.0)
    assert score(distance_km=30.0) < score(distance_km=None) < score(distance_km=0.0)


def test_who_never_came_yet_is_taken_for_reliable_and_one_miss_tells() -> None:
    assert reliability(served=0, missed=0, late=0) == 0.9
    assert reliability(served=0, missed=1, late=0) == pytest.approx(0.6)
    assert reliability(served=1, missed=0, late=1) == pytest.approx(2.8 / 3.5)


def test_reasons_say_what_speaks_for_and_against() -> None:
    assert match(PLAIN, matching.WEIGHTS).reasons == ("free", "near", "skilled", "reliable", "likes", "has_room")
    against = replace(PLAIN, distance_km=12.0, free_share=0.0, wished=0.5, missed=1, load=4, liked=0.0)
    assert match(against, matching.WEIGHTS).reasons == ("unreliable", "busy", "far", "not_free")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_ranking_beats_nearest_first(seed: int) -> None:
    needs = matching.drawn_needs(seed, needs=60, people=80)
    ranking, nearest, best = (
        sum(matching.coming(one, by=by) for one in needs) for by in ("ranking", "nearest", "best")
    )
    assert 1.3 * nearest < ranking < best


@pytest.mark.parametrize("wrong", [{"pool": 0}, {"weight.time": -1}, {"late_hours": "a day"}, {"remind_hours": True}])
def test_policy_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(WrongServicePolicy):
        service_rules_from({**POLICY, **wrong})


def test_policy_without_any_weight_is_refused() -> None:
    with pytest.raises(WrongServicePolicy):
        service_rules_from({**POLICY, **{key: 0 for key in POLICY if key.startswith("weight.")}})
