"""Perceptual hash: 64 bits that stay nearly the same when a picture is scaled, recompressed or slightly retouched."""

import math
from functools import cache

from PIL import Image

SIDE = 32
BLOCK = 8
# Below this the low frequencies are noise of compression: a blank wall or sky resembles every other one.
LEAST_CONTRAST = 2.0
ALL_BITS = 2**64 - 1


def phash(image: Image.Image) -> int | None:
    """Hash an upright picture as a signed 64-bit integer; None where it is too even to be told from others.

    The 8 × 8 lowest frequencies of the cosine transform of the picture at 32 × 32 grey values, each bit saying whether
    one lies above their median. Written out in plain Python: 10,000 products cost less than importing numpy.
    """
    grey = image.convert("L").resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    values = list(grey.tobytes())
    rows = [_frequencies(values[start : start + SIDE]) for start in range(0, SIDE * SIDE, SIDE)]
    columns = [_frequencies([row[index] for row in rows]) for index in range(BLOCK)]
    found = [columns[x][y] for y in range(BLOCK) for x in range(BLOCK)]
    waves = sorted(found[1:])
    if math.sqrt(sum(wave * wave for wave in waves)) / SIDE < LEAST_CONTRAST:
        return None
    median = waves[len(waves) // 2]
    return _signed(sum(1 << place for place, value in enumerate(found) if value > median))


def hamming(one: int, other: int) -> int:
    """Count the bits in which two 64-bit hashes differ, signed or not: 0 for the same, about 32 for strangers."""
    return ((one ^ other) & ALL_BITS).bit_count()


def _frequencies(values: list[int] | list[float]) -> list[float]:
    return [sum(value * wave for value, wave in zip(values, row, strict=True)) for row in _cosines()]


@cache
def _cosines() -> list[list[float]]:
    """Give the first 8 rows of the orthonormal 32-point DCT-II."""
    scale = [math.sqrt((1 if row == 0 else 2) / SIDE) for row in range(BLOCK)]
    return [
        [scale[row] * math.cos(math.pi * row * (2 * place + 1) / (2 * SIDE)) for place in range(SIDE)]
        for row in range(BLOCK)
    ]


def _signed(bits: int) -> int:
    return bits - 2**64 if bits >= 2**63 else bits
