"""Content Credentials, read in the guarded reader: what was taken, edited, generated, or changed after it was signed."""

from pathlib import Path

import pytest
from PIL import Image

from patrol.logic import photo_guard
from patrol.logic.photo_facts import PhotoFacts, facts_from_json
from patrol.logic.provenance import Provenance
from tests.patrol.logic.signed_photos import SIGNER, created, signed

TAKEN = created("digitalCapture")


def read(folder: Path, content: bytes) -> Provenance | None:
    path = folder / "photo.jpg"
    path.write_bytes(content)
    facts = photo_guard.inspect(path, timeout_s=60)
    assert isinstance(facts, PhotoFacts)
    assert facts_from_json(facts.as_json()) == facts
    return facts.provenance


@pytest.mark.parametrize(
    ("actions", "made"),
    [
        ([TAKEN], "captured"),
        ([TAKEN, {"action": "c2pa.resized"}], "captured"),
        ([TAKEN, {"action": "c2pa.color_adjustments"}], "edited"),
        ([created("trainedAlgorithmicMedia")], "generated"),
        ([created("negativeFilm")], ""),
    ],
)
def test_provenance_says_how_a_picture_was_made(tmp_path: Path, actions: list[dict[str, str]], made: str) -> None:
    assert read(tmp_path, signed(*actions)) == Provenance("intact", made, SIGNER)


def test_provenance_of_a_picture_changed_since(tmp_path: Path) -> None:
    content = bytearray(signed(TAKEN))
    content[-2000] ^= 1
    assert read(tmp_path, bytes(content)) == Provenance("changed", "captured", SIGNER)


def test_provenance_of_broken_credentials(tmp_path: Path) -> None:
    content = signed(TAKEN)
    at = content.index(b"jumb") + 40
    assert read(tmp_path, content[:at] + bytes(64) + content[at + 64 :]) == Provenance("unreadable")


def test_provenance_of_a_plain_photo(tmp_path: Path) -> None:
    Image.new("RGB", (64, 48), "gray").save(tmp_path / "plain.jpg")
    assert read(tmp_path, (tmp_path / "plain.jpg").read_bytes()) is None
