"""One shot or two: copies of a picture, second shots of its scene, strangers."""

import io
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageEnhance, ImageOps

from patrol.logic.likeness import likeness
from patrol.logic.phash import hamming, phash
from tests.conftest import SHARED
from tests.patrol.logic.policy import FULL
from tests.patrol.logic.scenes import shot

RULES = FULL.photo_reuse
assert RULES.copy_likeness is not None
assert RULES.reshot_likeness is not None


def saved(picture: Image.Image, quality: int = 70) -> Image.Image:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return Image.open(io.BytesIO(out.getvalue()))


def cut(picture: Image.Image, share: float) -> Image.Image:
    x, y = (round(side * (1 - share) / 2) for side in picture.size)
    return picture.crop((x, y, picture.width - x, picture.height - y))


COPIES: list[Callable[[Image.Image], Image.Image]] = [
    lambda picture: saved(picture, 40),
    lambda picture: saved(picture.resize((picture.width // 2, picture.height // 2))),
    lambda picture: saved(ImageEnhance.Brightness(picture).enhance(1.3)),
    lambda picture: saved(cut(picture, 0.95)),
]


@pytest.mark.parametrize("copy", COPIES)
def test_likeness_of_a_copy(copy: Callable[[Image.Image], Image.Image]) -> None:
    picture = shot(1)
    assert likeness(picture, copy(picture)) >= RULES.copy_likeness


def test_likeness_of_a_second_shot_of_the_scene() -> None:
    one, other = shot(1), shot(1, visit=2)
    assert hamming(phash(one) or 0, phash(other) or 0) <= RULES.duplicate_distance
    assert likeness(one, other) < RULES.reshot_likeness


def test_likeness_of_strangers_and_of_nothing() -> None:
    assert likeness(shot(1), shot(2)) < RULES.reshot_likeness
    blank = Image.new("RGB", (200, 100), "grey")
    assert (likeness(blank, blank), likeness(blank, shot(1))) == (0.0, 0.0)


@pytest.mark.real_data
def test_likeness_of_real_photos() -> None:
    paths = sorted((SHARED / "photos" / "gps").glob("*DSCN*"))
    pictures = [ImageOps.exif_transpose(Image.open(path)).convert("RGB") for path in paths]
    copies = [min(likeness(picture, copy(picture)) for copy in COPIES[:3]) for picture in pictures]
    strangers = [likeness(one, other) for place, one in enumerate(pictures) for other in pictures[place + 1 :]]
    assert (len(copies), min(copies) >= 0.9, max(strangers) < RULES.reshot_likeness) == (5, True, True)
    assert np.median(copies) > 0.95
