"""The command: one line for any file, never a traceback; the truth of real photos."""

import csv
import json
import os
import struct
import subprocess
import sys
import zlib
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from patrol.logic.phash import hamming
from patrol.logic.photo_line import KEYS
from tests.conftest import SHARED
from tests.patrol.logic.pictures import exif, saved

PHOTOS = SHARED / "photos"
DUPLICATE_BITS = 8


def lines(*files: Path | str) -> list[dict[str, Any]]:
    out = StringIO()
    call_command("inspect_photo", *map(str, files), "--json", stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def here(folder: str) -> list[Path]:
    return sorted((PHOTOS / folder).glob("*"))


def manifest() -> dict[str, dict[str, str]]:
    with (PHOTOS / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        return {row["file"]: row for row in csv.DictReader(stream)}


def bomb(path: Path) -> Path:
    """Write a PNG whose header claims 60,000 × 60,000 pixels."""
    head = b"IHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    data = b"IDAT" + zlib.compress(bytes(1000))
    chunks = b"".join(
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) for chunk in (head, data)
    )
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunks)
    return path


def test_inspect_photo_says_place_time_and_direction(tmp_path: Path) -> None:
    block = exif(
        DateTimeOriginal="2026:06:01 11:05:00",
        OffsetTimeOriginal="+08:00",
        GPSLatitude=(39.0, 56.0, 26.52),
        GPSLatitudeRef="N",
        GPSLongitude=(116.0, 23.0, 21.84),
        GPSLongitudeRef="E",
        GPSImgDirection=271.5,
        Orientation=6,
    )
    (line,) = lines(saved(tmp_path, block=block))
    assert (line["lat"], line["lon"], line["direction_deg"]) == (39.9407, 116.3894, 271.5)
    assert (line["taken_at"], line["width"], line["height"]) == ("2026-06-01T11:05:00+08:00", 240, 320)


def test_inspect_photo_answers_for_any_file(tmp_path: Path) -> None:
    good = saved(tmp_path)
    (tmp_path / "empty.jpg").touch()
    (tmp_path / "words.jpg").write_text("no picture")
    (tmp_path / "half.jpg").write_bytes(good.read_bytes()[: good.stat().st_size // 2])
    os.mkfifo(tmp_path / "pipe.jpg")
    (tmp_path / "loop.jpg").symlink_to(tmp_path / "loop.jpg")
    with (tmp_path / "huge.jpg").open("wb") as stream:
        stream.truncate(2**40)
    names = ["photo-1", "none", "empty", "words", "half", "pipe", "loop", "huge"]
    files = [*(tmp_path / f"{name}.jpg" for name in names), tmp_path, bomb(tmp_path / "bomb.png"), "x" * 5000]
    found = lines(*files)
    assert [line["file"] for line in found] == [str(file) for file in files]
    assert {tuple(line) for line in found} == {KEYS}
    assert [line["error"] for line in found] == [
        None,
        "missing",
        "empty",
        "format_not_taken",
        "damaged",
        "not_a_file",
        "missing",
        "too_many_bytes",
        "not_a_file",
        "too_many_pixels",
        "missing",
    ]
    assert [line["sha256"] is not None for line in found] == [True, False, True, True, True, *[False] * 4, True, False]


def test_inspect_photo_for_people(tmp_path: Path) -> None:
    out = StringIO()
    block = exif(DateTimeOriginal="2026:06:01 11:05:00", Make="Maker")
    call_command("inspect_photo", str(saved(tmp_path, block=block)), str(tmp_path), stdout=out)
    assert out.getvalue().splitlines() == [
        f"{tmp_path}/photo-1.jpg: 320 × 240 · 2026-06-01T11:05:00 · no place",
        f"{tmp_path}: not read (not_a_file)",
    ]


def test_inspect_photo_needs_no_database_and_takes_names_of_any_bytes(tmp_path: Path) -> None:
    strange = os.fsencode(tmp_path) + b"/\xff\xfe.jpg"
    Path(os.fsdecode(strange)).write_bytes(saved(tmp_path).read_bytes())
    project = Path(__file__).parents[4]
    done = subprocess.run(
        [sys.executable, "manage.py", "inspect_photo", "--json", strange],
        capture_output=True,
        cwd=project,
        env={**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"},
        check=True,
    )
    (line,) = [json.loads(text) for text in done.stdout.splitlines()]
    assert (os.fsencode(line["file"]), line["ok"], line["width"]) == (strange, True, 320)


@pytest.mark.real_data
def test_inspect_photo_of_real_photos_says_the_truth() -> None:
    rows, found = manifest(), lines(*here("gps"))
    assert len(found) == 16
    for line in found:
        row = rows[Path(line["file"]).name]
        assert (line["ok"], line["sha256"][:16]) == (True, row["sha256_16"])
        assert (f"{line['lat']:.6f}", f"{line['lon']:.6f}") == (row["lat"], row["lon"])
        assert line["taken_at"] == taken(row)
        assert line["direction_deg"] == direction(row["img_direction"])


def taken(row: dict[str, str]) -> str | None:
    """Say the manifest's time: the camera's with its offset if it has one, else the satellites' if there is one."""
    if row["datetime_original"]:
        local = datetime.strptime(row["datetime_original"], "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - as cameras write it
        return local.isoformat() + row["offset"]
    if not row["gps_date"].strip("0:") or not row["gps_time_utc"]:
        return None
    hour, minute, second = json.loads(row["gps_time_utc"])
    return f"{row['gps_date'].replace(':', '-')}T{hour:02}:{minute:02}:{second:02}+00:00"


def direction(text: str) -> float | None:
    above, _, below = text.partition("/")
    return round(float(above) / float(below or 1), 3) if text else None


@pytest.mark.real_data
@pytest.mark.parametrize(("shape", "size"), [("landscape", (600, 450)), ("portrait", (450, 600))])
def test_inspect_photo_of_a_picture_turned_is_one_picture(shape: str, size: tuple[int, int]) -> None:
    found = lines(*(path for path in here("nogps") if shape in path.name))
    assert [(line["width"], line["height"]) for line in found] == [size] * 4
    hashes = [int(line["phash"], 16) for line in found]
    assert max(hamming(one, other) for one in hashes for other in hashes) <= DUPLICATE_BITS


@pytest.mark.real_data
def test_inspect_photo_of_malformed_files_always_has_a_line() -> None:
    found = lines(*here("malformed"))
    assert (len(found), sum(line["ok"] for line in found)) == (32, 9)
    assert {line["error"] for line in found if not line["ok"]} == {"format_not_taken", "damaged"}
