"""The score: its formula, what absence does, and when a person must look."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patrol.logic.evidence import Band, band_of, score
from patrol.logic.witness import Outcome, Witness
from tests.patrol.logic.policy import POLICY

WEIGHTS = {"presence": 40.0, "photo_time": 25.0, "photo_reuse": 25.0}
witnesses = st.lists(
    st.builds(
        lambda name, outcome: Witness(name, outcome, f"{name}.x", WEIGHTS[name]),
        st.sampled_from(sorted(WEIGHTS)),
        st.sampled_from(Outcome),
    ),
    max_size=8,
)


def say(**outcomes: str) -> list[Witness]:
    """Make one witness of each name."""
    return [Witness(name, Outcome(outcome), f"{name}.x", WEIGHTS[name]) for name, outcome in outcomes.items()]


def test_score_of_passes_is_full_and_needs_nobody() -> None:
    heard = say(presence="pass", photo_time="pass", photo_reuse="pass")
    evidence = score(heard, POLICY)
    assert (evidence.score, evidence.band, evidence.needs_person) == (100, Band.STRONG, False)
    assert evidence.witnesses == tuple(heard)


@pytest.mark.parametrize(
    ("outcomes", "points", "band"),
    [
        ({"presence": "unsure", "photo_time": "pass", "photo_reuse": "pass"}, 78, "fair"),
        ({"presence": "fail", "photo_time": "pass", "photo_reuse": "pass"}, 56, "fair"),
        ({"presence": "fail", "photo_time": "unsure", "photo_reuse": "pass"}, 42, "weak"),
        ({"presence": "fail", "photo_time": "fail", "photo_reuse": "fail"}, 0, "weak"),
    ],
)
def test_score_with_doubts_goes_to_a_person(outcomes: dict[str, str], points: int, band: str) -> None:
    evidence = score(say(**outcomes), POLICY)
    assert (evidence.score, evidence.band, evidence.needs_person) == (points, band, True)


def test_score_goes_to_a_person_for_one_light_doubt() -> None:
    evidence = score([*say(presence="pass"), Witness("device", Outcome.UNSURE, "device.x", 1)], POLICY)
    assert (evidence.score, evidence.needs_person) == (99, True)


def test_score_of_silence_is_in_the_middle_and_goes_to_a_person() -> None:
    for heard in ([], say(presence="absent", photo_time="absent")):
        evidence = score(heard, POLICY)
        assert (evidence.score, evidence.band, evidence.needs_person) == (50, Band.FAIR, True)


def test_score_counts_ten_photos_once_by_the_worst() -> None:
    photos = [*say(photo_time="fail"), *(say(photo_time="pass") * 9)]
    evidence = score([*say(presence="pass"), *photos], POLICY)
    assert (evidence.score, len(evidence.witnesses)) == (62, 11)


@given(witnesses, st.sampled_from(sorted(WEIGHTS)))
def test_score_is_not_moved_by_an_absent_witness(heard: list[Witness], name: str) -> None:
    one, other = score(heard, POLICY), score([*heard, *say(**{name: "absent"})], POLICY)
    assert (one.score, one.band, one.needs_person) == (other.score, other.band, other.needs_person)


@given(witnesses)
def test_score_does_not_depend_on_the_order(heard: list[Witness]) -> None:
    assert score(heard, POLICY).score == score(heard[::-1], POLICY).score


@pytest.mark.parametrize(
    ("points", "band"), [(100, "strong"), (80, "strong"), (79, "fair"), (50, "fair"), (49, "weak")]
)
def test_band_at_its_edges(points: int, band: str) -> None:
    assert band_of(points, POLICY.score) == band


def test_witness_as_json_is_plain() -> None:
    witness = Witness("presence", Outcome.PASS, "presence.on_site", 40, 12.0, 92.5, {"distance_m": 12})
    assert witness.as_json() == {
        "name": "presence",
        "outcome": "pass",
        "code": "presence.on_site",
        "weight": 40,
        "measured": 12.0,
        "expected": 92.5,
        "params": {"distance_m": 12},
    }
