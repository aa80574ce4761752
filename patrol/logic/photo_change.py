"""What looks different between two photos of one place, once one lies on the other; a hint for an officer, never a finding."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from patrol.logic.alignment import Alignment, Grey, laid_over

# Width of the neighbourhoods that are compared, and between which sizes the detail lies that counts, as parts of the shorter side.
NEIGHBOURHOOD = 0.035
FINEST = 0.006
BROADEST = 0.025
# Neighbourhoods whose patterns correlate less than this are not the same thing any more…
LEAST_LIKE = 0.25
# … if there is a pattern in one of them: as strong as this part of the picture's usual contrast.
LEAST_PATTERN = 0.6
# Smaller spots are leaves, people and birds. At this size none of 68 pairs of real photos shot again (moved, turned, another
# light) was flagged falsely, and 48 of 68 small cracks and holes drawn into them were found.
LEAST_SPOT = 0.003
# Two pictures that correlate less than this show different things or standpoints: comparing them says nothing.
LEAST_SCORE = 0.35
MOST_BOXES = 5


class Verdict(StrEnum):
    """What the comparison came to."""

    CALM = "calm"
    CHANGED = "changed"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Box:
    """A spot that looks different, in parts of the earlier picture's width and height (0 to 1)."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Change:
    """The verdict, which part of the common ground looks different (0 to 1), and where, the largest spot first."""

    verdict: Verdict
    share: float
    boxes: tuple[Box, ...]


def change_between(earlier: Grey, later: Grey, alignment: Alignment) -> Change:
    """Compare two grey pictures of one size, the later laid on the earlier by `alignment`.

    Each neighbourhood is compared by its pattern, not by its brightness, so that light, exposure and slow shadows make no
    difference. Spots under 0.3 % of the picture are passed over.
    """
    moved, inside = laid_over(later, alignment)
    if alignment.score < LEAST_SCORE or not inside.any():
        return Change(Verdict.APART, 0.0, ())
    side = min(earlier.shape)
    inside = ndimage.binary_erosion(inside, iterations=max(1, round(side * NEIGHBOURHOOD)))
    differs = _differs(earlier, moved, side) & inside
    spots, count = ndimage.label(differs)
    sizes = ndimage.sum_labels(differs, spots, np.arange(1, count + 1)) / differs.size if count else np.zeros(0)
    large = [int(place) for place in np.argsort(-sizes) if sizes[place] >= LEAST_SPOT]
    found = ndimage.find_objects(spots)
    boxes = tuple(_box(found[place], earlier.shape) for place in large[:MOST_BOXES])
    changed = float(sum(sizes[place] for place in large)) * differs.size
    share = changed / max(1, int(inside.sum()))
    return Change(Verdict.CHANGED if boxes else Verdict.CALM, round(share, 4), boxes)


def _differs(one: Grey, two: Grey, side: int) -> NDArray[np.bool_]:
    width = side * NEIGHBOURHOOD
    first, second = _detail(one, side), _detail(two, side)
    power_one, power_two = _near(first * first, width), _near(second * second, width)
    usual_one, usual_two = power_one.mean() + 1e-6, power_two.mean() + 1e-6
    like = _near(first * second, width) / np.sqrt((power_one + 0.05 * usual_one) * (power_two + 0.05 * usual_two))
    has_pattern = np.maximum(power_one / usual_one, power_two / usual_two) > LEAST_PATTERN**2
    return np.asarray((like < LEAST_LIKE) & has_pattern)


def _detail(picture: Grey, side: int) -> Grey:
    """Keep edges and texture: what is finer than noise is smoothed away, and soft shadows with what is broader."""
    return np.asarray(
        ndimage.gaussian_filter(picture, side * FINEST) - ndimage.gaussian_filter(picture, side * BROADEST)
    )


def _near(picture: Grey, width: float) -> Grey:
    return np.asarray(ndimage.gaussian_filter(picture, width))


def _box(place: tuple[slice, ...], shape: tuple[int, ...]) -> Box:
    (top, bottom), (left, right) = ((part.start, part.stop) for part in place)
    rows, columns = shape
    return Box(
        round(left / columns, 4),
        round(top / rows, 4),
        round((right - left) / columns, 4),
        round((bottom - top) / rows, 4),
    )
