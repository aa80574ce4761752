"""The bands of a hash: nothing near is missed, signed or not."""

import random

from hypothesis import given
from hypothesis import strategies as st

from patrol.logic.phash import hamming
from patrol.logic.phash_bands import band_keys, bands_of

hashes = st.integers(-(2**63), 2**63 - 1)


def turned(value: int, bits: int, seed: int) -> int:
    mask = sum(1 << place for place in random.Random(seed).sample(range(64), bits))
    unsigned = (value % 2**64) ^ mask
    return unsigned - 2**64 if unsigned >= 2**63 else unsigned


@given(hashes, st.integers(0, 14), st.integers())
def test_band_keys_hold_every_near_hash(value: int, bits: int, seed: int) -> None:
    near = turned(value, bits, seed)
    assert hamming(value, near) == bits
    keys = band_keys(value, 14)
    assert any(band in keys[place] for place, band in enumerate(bands_of(near)))


def test_band_keys_are_few() -> None:
    assert [len(keys) for keys in band_keys(-1, 14)] == [697, 697, 697, 137]
    assert [len(keys) for keys in band_keys(-1, 8)] == [137, 17, 17, 17]
    assert [len(keys) for keys in band_keys(-1, 0)] == [1, 0, 0, 0]


def test_bands_of_a_negative_hash_are_its_bits() -> None:
    assert bands_of(-2) == [65534, 65535, 65535, 65535]
