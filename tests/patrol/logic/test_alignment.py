"""Aligning two photos of one place: known movements are found again, in any light, and strangers score low."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import ndimage

from patrol.logic.alignment import Alignment, align, laid_over

Grey = NDArray[np.float64]
ROWS, COLUMNS = 96, 128
MARGIN = 60


def ground(seed: int) -> Grey:
    """Paint a place larger than any photo of it: soft blotches with hard edges, as walls and trees have."""
    noise = np.random.default_rng(seed).normal(size=(ROWS + 2 * MARGIN, COLUMNS + 2 * MARGIN))
    soft = ndimage.gaussian_filter(noise, 4)
    fine = ndimage.gaussian_filter(noise, 1.5)
    return np.asarray(128 + 50 * np.sign(soft) + 60 * fine / fine.std())


def photo(place: Grey, moved: Alignment) -> Grey:
    """Photograph the place so that `moved` lays the photo on the one that is not moved at all."""
    turn = np.radians(moved.rotation_deg)
    y, x = np.indices((ROWS, COLUMNS), dtype=np.float64)
    y, x = y - (ROWS - 1) / 2, x - (COLUMNS - 1) / 2
    across = moved.scale * (np.cos(turn) * x - np.sin(turn) * y) + (COLUMNS - 1) / 2 + moved.dx
    down = moved.scale * (np.sin(turn) * x + np.cos(turn) * y) + (ROWS - 1) / 2 + moved.dy
    return np.asarray(ndimage.map_coordinates(place, [down + MARGIN, across + MARGIN], order=1))


def still(dx: float = 0.0, dy: float = 0.0, scale: float = 1.0, turn_deg: float = 0.0) -> Alignment:
    return Alignment(dx, dy, scale, turn_deg, 1.0)


def test_align_of_a_picture_with_itself_moves_nothing() -> None:
    picture = photo(ground(1), still())
    assert align(picture, picture) == Alignment(0.0, 0.0, 1.0, 0.0, 1.0)


@settings(max_examples=12, deadline=None)
@given(
    st.integers(0, 5),
    st.builds(still, st.floats(-14, 14), st.floats(-10, 10), st.floats(0.88, 1.14), st.floats(-8, 8)),
)
def test_align_finds_shift_scale_and_turn(seed: int, moved: Alignment) -> None:
    place = ground(seed)
    found = align(photo(place, still()), photo(place, moved))
    assert found.dx == pytest.approx(moved.dx, abs=0.3)
    assert found.dy == pytest.approx(moved.dy, abs=0.3)
    assert found.scale == pytest.approx(moved.scale, abs=0.01)
    assert found.rotation_deg == pytest.approx(moved.rotation_deg, abs=0.3)
    assert found.score > 0.8


def test_align_is_the_same_in_another_light() -> None:
    place = ground(2)
    shadow = np.linspace(0.5, 1.2, COLUMNS)[np.newaxis, :]
    found = align(photo(place, still()), photo(place, still(6, -4)) * 0.7 * shadow + 30)
    assert (round(found.dx), round(found.dy)) == (6, -4)
    assert found.score > 0.8


def test_align_of_strangers_scores_low() -> None:
    assert all(align(photo(ground(one), still()), photo(ground(one + 50), still())).score < 0.4 for one in range(4))


def test_align_of_an_even_picture_gives_nothing() -> None:
    even = np.full((ROWS, COLUMNS), 200.0)
    assert align(photo(ground(1), still()), even) == Alignment(0.0, 0.0, 1.0, 0.0, 0.0)


def test_align_refuses_pictures_of_two_sizes() -> None:
    with pytest.raises(ValueError, match="one size"):
        align(np.zeros((32, 32)), np.zeros((32, 33)))


def test_laid_over_covers_what_the_shift_leaves() -> None:
    moved, inside = laid_over(np.arange(400, dtype=np.float64).reshape(20, 20), still(dx=5, dy=-2))
    assert inside.sum() == 15 * 18
    assert moved[0, 5] == 40.0
