"""What looks different between two photos: another light is nothing, a hole or a new wall is, strangers are not compared."""

import numpy as np
import pytest

from patrol.logic.alignment import Alignment, align
from patrol.logic.photo_change import Box, Verdict, change_between
from tests.patrol.logic.test_alignment import COLUMNS, ROWS, Grey, ground, photo, still


def compared(earlier: Grey, later: Grey) -> tuple[Verdict, tuple[Box, ...]]:
    found = change_between(earlier, later, align(earlier, later))
    return found.verdict, found.boxes


@pytest.mark.parametrize("seed", range(4))
def test_the_same_place_in_another_light_is_calm(seed: int) -> None:
    place = ground(seed)
    shadow = np.linspace(0.7, 1.2, COLUMNS)[np.newaxis, :]
    noise = np.random.default_rng(seed).normal(0, 4, (ROWS, COLUMNS))
    later = photo(place, still(5, -3, 1.04, 2)) * 0.8 * shadow + 20 + noise
    assert compared(photo(place, still()), later) == (Verdict.CALM, ())


@pytest.mark.parametrize("seed", range(4))
def test_a_hole_is_a_change_where_it_is(seed: int) -> None:
    place = ground(seed)
    earlier = photo(place, still())
    later = photo(place, still(4, 2)).copy()
    later[40:60, 50:74] = 30.0
    verdict, boxes = compared(earlier, later)
    assert verdict is Verdict.CHANGED
    middle = (boxes[0].left + boxes[0].width / 2, boxes[0].top + boxes[0].height / 2)
    # It lies where the shift brings it: 4 pixels to the right, 2 down.
    assert middle == pytest.approx(((62 + 4) / COLUMNS, (50 + 2) / ROWS), abs=0.06)


def test_strangers_are_not_compared() -> None:
    assert compared(photo(ground(1), still()), photo(ground(60), still())) == (Verdict.APART, ())


def test_pictures_without_common_ground_are_not_compared() -> None:
    picture = photo(ground(1), still())
    assert change_between(picture, picture, Alignment(COLUMNS, 0, 1, 0, 0.9)).verdict is Verdict.APART
