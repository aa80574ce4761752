"""The guarded reader: real photos as the manifest says, and nothing that brings us down."""

import csv
import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from patrol.logic import photo_guard
from patrol.logic.phash import hamming
from patrol.logic.photo import read_facts
from patrol.logic.photo_facts import PhotoFacts, UnreadablePhoto
from tests.conftest import SHARED
from tests.patrol.logic.pictures import picture, saved

PHOTOS = SHARED / "photos"


def here(folder: str) -> list[Path]:
    """List the photos of a folder of the shared data."""
    return sorted((PHOTOS / folder).glob("*"))


@cache
def known(path: Path) -> PhotoFacts:
    """Inspect a photo that can be read."""
    found = photo_guard.inspect(path)
    assert isinstance(found, PhotoFacts)
    return found


def manifest() -> dict[str, dict[str, str]]:
    """Read what is known of the shared photos, by file name."""
    with (PHOTOS / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        return {row["file"]: row for row in csv.DictReader(stream)}


def degrees(text: str) -> float | None:
    """Read `31469/149` or `82` of the manifest."""
    if not text:
        return None
    above, _, below = text.partition("/")
    return round(float(above) / float(below or 1), 3)


def test_inspect_says_what_the_reader_says(tmp_path: Path) -> None:
    path = saved(tmp_path)
    assert photo_guard.inspect(path) == read_facts(path)


def test_inspect_answers_for_what_cannot_be_read(tmp_path: Path) -> None:
    found = photo_guard.inspect(tmp_path / "none.jpg")
    assert isinstance(found, UnreadablePhoto)
    assert found.code == "missing"


def test_inspect_stops_what_takes_too_long(tmp_path: Path) -> None:
    found = photo_guard.inspect(saved(tmp_path), timeout_s=0.001)
    assert isinstance(found, UnreadablePhoto)
    assert found.code == "too_slow"


def test_inspect_stops_what_takes_too_much_memory(tmp_path: Path) -> None:
    Image.new("RGB", (8000, 6000), "white").save(tmp_path / "big.webp", method=0)
    found = photo_guard.inspect(tmp_path / "big.webp")
    assert isinstance(found, UnreadablePhoto)
    assert found.code == "too_much_memory"


def test_inspect_takes_the_largest_picture_of_a_phone(tmp_path: Path) -> None:
    picture(size=(8192, 6144)).save(tmp_path / "big.jpg")
    assert known(tmp_path / "big.jpg").width == 8192


def test_inspect_of_a_reader_that_fails_is_an_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photo_guard, "PROJECT", tmp_path)
    found = photo_guard.inspect(saved(tmp_path))
    assert isinstance(found, UnreadablePhoto)
    assert found.code == "reader_stopped"


def test_thumbnail_and_strip_write_their_copies(tmp_path: Path) -> None:
    source = saved(tmp_path)
    assert photo_guard.thumbnail(source, tmp_path / "small.webp", 64) is None
    assert photo_guard.strip(source, tmp_path / "clean.jpg") is None
    assert (known(tmp_path / "small.webp").width, known(tmp_path / "clean.jpg").width) == (64, 320)


def test_thumbnail_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    target = tmp_path / "small.webp"
    target.write_bytes(b"half of an older one")
    (tmp_path / "bad.jpg").write_bytes(b"no picture")
    refused = photo_guard.thumbnail(tmp_path / "bad.jpg", target, 64)
    assert refused is not None
    assert (refused.code, target.exists()) == ("format_not_taken", False)


def test_reader_starts_without_the_framework(tmp_path: Path) -> None:
    program = (
        "import sys, runpy; sys.argv = ['photo_cli']\n"
        "try: runpy.run_module('patrol.logic.photo_cli', run_name='__main__')\n"
        "except SystemExit: print('django' in sys.modules, 'numpy' in sys.modules)"
    )
    request = json.dumps({"do": "inspect", "source": str(saved(tmp_path))})
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=request,
        capture_output=True,
        text=True,
        cwd=photo_guard.PROJECT,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "False False"


@pytest.mark.real_data
def test_inspect_of_real_photos_agrees_with_the_manifest() -> None:
    rows = manifest()
    for path in here("gps"):
        row, facts = rows[path.name], known(path)
        assert facts.sha256[:16] == row["sha256_16"]
        assert (f"{facts.exif.latitude:.6f}", f"{facts.exif.longitude:.6f}") == (row["lat"], row["lon"])
        taken = facts.exif.taken_at_local
        assert (f"{taken:%Y:%m:%d %H:%M:%S}" if taken else "") == row["datetime_original"]
        direction = facts.exif.direction_deg
        assert (None if direction is None else round(direction, 3)) == degrees(row["img_direction"])


@pytest.mark.real_data
def test_inspect_of_real_gps_times() -> None:
    rows = manifest()
    dated = {path.name: known(path).exif.gps_utc for path in here("gps")}
    expected = {
        name for name in dated if rows[name]["gps_date"] not in ("", "0000:00:00") and rows[name]["gps_time_utc"]
    }
    assert {name for name, at in dated.items() if at is not None} == expected
    assert str(dated["exif-samples__HMD_Nokia_8.3_5G_hdr.heif"]) == "2022-01-12 07:30:14+00:00"


@pytest.mark.real_data
@pytest.mark.parametrize("shape", ["landscape", "portrait"])
def test_inspect_of_real_turned_photos_finds_one_picture(shape: str) -> None:
    found = [known(path) for path in here("nogps") if shape in path.name]
    size = (600, 450) if shape == "landscape" else (450, 600)
    assert [(facts.width, facts.height) for facts in found] == [size] * 4
    assert max(hamming(one.phash or 0, other.phash or 0) for one in found for other in found) <= 8


@pytest.mark.real_data
def test_inspect_of_real_malformed_files_always_answers() -> None:
    allowed = {"format_not_taken", "damaged"}
    answers = {path.name: photo_guard.inspect(path) for path in here("malformed")}
    refused = {name: answer.code for name, answer in answers.items() if isinstance(answer, UnreadablePhoto)}
    assert (len(answers), len(refused), set(refused.values())) == (32, 23, allowed)
    assert {name.partition("__")[0] for name in answers.keys() - refused.keys()} == {
        "exif-samples",
        "metadata-extractor",
    }
