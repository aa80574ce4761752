"""Agreement with officers: counts, bands, thresholds, and weights that find the witness that knows."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patrol.logic.calibration import (
    Judged,
    alarm_as_ruled,
    alarm_at,
    brier,
    figures_of,
    proposed_weights,
    reliability,
    takes_of,
    wilson,
)


def report(score: int = 100, *, is_refused: bool = False, is_flagged: bool = False, **takes: float) -> Judged:
    return Judged(takes, score, is_flagged, is_refused)


def test_takes_of_counts_the_worst_of_each_name() -> None:
    said = [("presence", "pass"), ("photo_time", "unsure"), ("photo_time", "fail"), ("light", "absent")]
    assert takes_of({"name": name, "outcome": outcome} for name, outcome in said) == {"presence": 0, "photo_time": 1}


def test_figures_of_each_witness() -> None:
    judged = [
        report(is_refused=True, presence=1, light=0),
        report(is_refused=True, presence=0),
        report(presence=0.5),
        report(presence=0),
        report(),
    ]
    light, presence = figures_of(judged)
    assert (light.heard, light.precision, light.recall, light.false_alarms) == (1, None, 0, None)
    assert (presence.heard, presence.precision, presence.recall, presence.false_alarms) == (4, 0.5, 0.5, 0.5)


def test_reliability_in_bands() -> None:
    judged = [report(100), report(90, is_refused=True), report(94), report(19, is_refused=True)]
    bands = reliability(judged)
    assert [(band.least, band.most, band.count, band.share) for band in bands] == [
        (0, 19, 1, 0),
        (90, 94, 2, 0.5),
        (100, 100, 1, 1),
    ]
    assert reliability([]) == []


@pytest.mark.parametrize(
    # Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
    ("count", "total", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_as_published(count: int, total: int, low: float, high: float) -> None:
    assert wilson(count, total) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


def test_alarm_as_ruled() -> None:
    judged = [report(is_refused=True, is_flagged=True), report(is_refused=True), report(is_flagged=True), report()]
    alarm = alarm_as_ruled(judged)
    assert (alarm.detected, alarm.false_alarms) == (0.5, 0.5)
    assert alarm_as_ruled([]).detected is None


def test_alarm_at_takes_the_highest_threshold_allowed() -> None:
    judged = [report(score) for score in range(1, 101)] + [report(score, is_refused=True) for score in (0, 1, 2, 50)]
    alarm = alarm_at(judged, 0.02)
    assert (alarm.below, alarm.false_alarms, alarm.detected) == (3, 0.02, 0.75)
    assert alarm_at(judged, 0).detected == 0.25


def test_brier_of_a_coin_and_of_the_truth() -> None:
    assert brier([report(50), report(50, is_refused=True)]) == 0.25
    assert brier([report(100), report(0, is_refused=True)]) == 0
    assert brier([]) is None


def corpus(seed: int, count: int = 2000) -> list[Judged]:
    """Make reports in which `knows` sees most that is refused, `half` some, and `noise` nothing."""
    source, judged = random.Random(seed), []
    for _ in range(count):
        is_refused = source.random() < 0.1
        takes = {
            "knows": float(source.random() < (0.8 if is_refused else 0.002)),
            "half": 0.5 * (source.random() < (0.4 if is_refused else 0.02)),
            "noise": float(source.random() < 0.05),
        }
        judged.append(report(is_refused=is_refused, **takes))
    return judged


def test_proposed_weights_trust_who_knows() -> None:
    weights = proposed_weights(corpus(1), clean_from=90, false_alarms=0.01)
    assert weights is not None
    assert weights["knows"] > weights["half"] > 2 * weights["noise"]
    assert all(0 <= weight <= 100 for weight in weights.values())


@given(st.integers(0, 1000))
def test_proposed_weights_keep_the_false_alarms_allowed(seed: int) -> None:
    judged = corpus(seed, 600)
    weights = proposed_weights(judged, clean_from=90, false_alarms=0.01)
    assert weights is not None
    accepted = [one for one in judged if not one.is_refused]
    disturbed = sum(sum(weights[name] * takes for name, takes in one.takes.items()) > 10 for one in accepted)
    assert disturbed <= 0.01 * len(accepted) + 1


def test_proposed_weights_need_enough_of_both() -> None:
    judged = [report(knows=0)] * 500 + [report(is_refused=True, knows=1)] * 19
    assert proposed_weights(judged, clean_from=90, false_alarms=0.01) is None
