"""How an earlier photo must be moved to lie on a later one: computed once from our own copies, then kept in the cache."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

import numpy as np
from django.core.cache import cache
from PIL import Image, ImageOps

from patrol.models import PhotoFile
from patrol.storage import stored

if TYPE_CHECKING:
    from patrol.logic.alignment import Alignment

# The longer side in pixels: enough for a hundredth of a picture, and a fraction of a second.
SIDE: Final = 192
KEPT_S: Final = 90 * 24 * 3600
# Under this likeness the two pictures are strangers to each other.
LEAST_SCORE: Final = 0.35


def alignment_of(before: PhotoFile, now: PhotoFile) -> dict[str, float | bool]:
    """Return how to move the earlier photo over the later one, both shown by their `display` copies in the later one's frame.

    `dx` and `dy` are shares of width and height, `rotation_deg` clockwise; `is_found` is False for pictures too unlike.
    FileNotFoundError where a copy is not there.
    """
    key = f"alignment:{before.sha256}:{now.sha256}"
    known: dict[str, float | bool] | None = cache.get(key)
    if known is None:
        known = _computed(before, now)
        cache.set(key, known, KEPT_S)
    return known


def _computed(before: PhotoFile, now: PhotoFile) -> dict[str, float | bool]:
    with stored(now.display) as stream, Image.open(stream) as picture:
        frame = ImageOps.contain(picture.convert("L"), (SIDE, SIDE))
    with stored(before.display) as stream, Image.open(stream) as picture:
        # As the page lays it into the same frame: filled and cut at the middle.
        other = ImageOps.fit(picture.convert("L"), frame.size)
    found = _aligned(frame, other)
    width, height = frame.size
    return {
        **asdict(found),
        "dx": round(found.dx / width, 5),
        "dy": round(found.dy / height, 5),
        "is_found": found.score >= LEAST_SCORE,
    }


def _aligned(frame: Image.Image, other: Image.Image) -> "Alignment":
    # scipy loads for whoever asks, not with every web process.
    from patrol.logic.alignment import Alignment, align

    try:
        return align(*(np.asarray(picture, dtype=np.float64) for picture in (frame, other)))
    except ValueError:
        return Alignment(0.0, 0.0, 1.0, 0.0, 0.0)
