"""The perceptual hash: near for the same picture, far for others."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from patrol.logic.phash import hamming, phash
from tests.patrol.logic.pictures import picture

hashes = st.integers(-(2**63), 2**63 - 1)


def known(image: Image.Image) -> int:
    """Hash a picture that has a hash."""
    found = phash(image)
    assert found is not None
    return found


def test_phash_is_a_signed_64_bit_integer() -> None:
    found = [known(picture(seed)) for seed in range(20)]
    assert min(found) < 0 < max(found)
    assert all(-(2**63) <= value < 2**63 for value in found)


def test_phash_of_a_smaller_recompressed_copy_is_near() -> None:
    stream = io.BytesIO()
    picture(size=(1200, 900)).resize((400, 300)).save(stream, "JPEG", quality=40)
    assert hamming(known(picture(size=(1200, 900))), known(Image.open(stream))) <= 2


def test_phash_of_other_pictures_is_far() -> None:
    found = [known(picture(seed)) for seed in range(12)]
    nearest = min(hamming(one, other) for index, one in enumerate(found) for other in found[:index])
    assert nearest > 14


@pytest.mark.parametrize("colour", ["black", "white", "grey"])
def test_phash_of_an_even_picture_is_none(colour: str) -> None:
    assert phash(Image.new("RGB", (100, 100), colour)) is None


@given(hashes, hashes)
def test_hamming_is_a_distance(one: int, other: int) -> None:
    assert hamming(one, one) == 0
    assert hamming(one, other) == hamming(other, one)
    assert 0 <= hamming(one, other) <= 64


def test_hamming_of_opposites_is_full() -> None:
    assert hamming(0, -1) == 64
