from typing import Any

import numpy as np
import pytest

from planning.logic.roads import BadAnswer, ask_osrm, ask_valhalla, read_osrm, read_valhalla

PLACES = [(116.39151234, 39.899), (116.3894, 39.9407)]


def test_osrm_is_asked_longitude_first_and_for_both_tables() -> None:
    asked = ask_osrm(PLACES, "foot")
    assert (asked.path, asked.body) == (
        "/table/v1/foot/116.39151,39.89900;116.38940,39.94070?annotations=duration,distance",
        None,
    )


def test_valhalla_is_asked_for_all_pairs_in_kilometres() -> None:
    spots = [{"lon": 116.39151, "lat": 39.899}, {"lon": 116.3894, "lat": 39.9407}]
    assert ask_valhalla(PLACES, "pedestrian").body == {
        "sources": spots, "targets": spots, "costing": "pedestrian", "units": "kilometers",
    }  # fmt: skip


def test_osrm_is_read_with_what_it_does_not_know() -> None:
    metres, seconds = read_osrm(
        {"code": "Ok", "distances": [[0, 5000.5], [None, 0]], "durations": [[0, 4000], [1, 0]]}, 2
    )
    np.testing.assert_equal(metres, [[0, 5000.5], [np.nan, 0]])
    assert seconds.tolist() == [[0, 4000], [1, 0]]


def test_valhalla_is_read_in_both_its_forms() -> None:
    cells = [
        [{"distance": 0, "time": 0}, {"distance": 5.1, "time": 4000}],
        [{"distance": None, "time": None}, {"distance": 0, "time": 0}],
    ]
    short = {"distances": [[0, 5.1], [None, 0]], "durations": [[0, 4000], [None, 0]]}
    for found in (cells, short):
        metres, seconds = read_valhalla({"sources_to_targets": found}, 2)
        np.testing.assert_equal(metres, [[0, 5100], [np.nan, 0]])
        np.testing.assert_equal(seconds, [[0, 4000], [np.nan, 0]])


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        {"code": "NoTable"},
        {"code": "Ok"},
        {"code": "Ok", "distances": [[0]], "durations": [[0]]},
        {"code": "Ok", "distances": [[0, "far"], [1, 0]], "durations": [[0, 1], [1, 0]]},
        {"code": "Ok", "distances": [[0, 1], [0]], "durations": [[0, 1], [1, 0]]},
    ],
)
def test_bad_answers_of_osrm_are_refused(answer: Any) -> None:
    with pytest.raises(BadAnswer):
        read_osrm(answer, 2)


@pytest.mark.parametrize(
    "answer",
    [None, {}, {"sources_to_targets": "x"}, {"sources_to_targets": [[1, 2], [3, 4]]}, {"sources_to_targets": [[{}]]}],
)
def test_bad_answers_of_valhalla_are_refused(answer: Any) -> None:
    with pytest.raises(BadAnswer):
        read_valhalla(answer, 2)
