"""Which index entries may hold a hash near another one: multi-index hashing, cut into four bands of sixteen bits."""

from collections.abc import Iterator
from functools import cache
from itertools import combinations
from typing import Final

BANDS: Final = 4
BAND_BITS: Final = 16
BAND_MASK: Final = 2**BAND_BITS - 1


def band_keys(phash: int, distance: int) -> list[list[int]]:
    """Return, for each band from the lowest, the values it may have in a hash at most `distance` bits from this one.

    After Norouzi, Punjani and Fleet, Fast Exact Search in Hamming Space With Multi-Index Hashing (2014): if every band
    differed in more bits than its share, all together would differ in more than `distance`. So nothing is missed.
    """
    return [
        [value ^ mask for mask in _masks(most)] for value, most in zip(bands_of(phash), _shares(distance), strict=True)
    ]


def bands_of(phash: int) -> list[int]:
    """Cut a 64-bit hash, signed or not, into its bands, the lowest first: `(phash >> 16 n) & 65535`."""
    return [(phash >> (BAND_BITS * band)) & BAND_MASK for band in range(BANDS)]


def _shares(distance: int) -> list[int]:
    """Divide `distance - 3` bits among the bands: with the one more each had to exceed, they are `distance + 1`."""
    total = max(distance - BANDS + 1, -BANDS)
    return [total // BANDS + (band < total % BANDS) for band in range(BANDS)]


@cache
def _masks(most: int) -> list[int]:
    return list(_bits_up_to(most))


def _bits_up_to(most: int) -> Iterator[int]:
    for count in range(most + 1):
        for places in combinations(range(BAND_BITS), count):
            yield sum(1 << place for place in places)
