"""The line about a photo file: its keys, its zone, its digits."""

from datetime import UTC, datetime

import pytest

from patrol.logic.photo_facts import ExifFacts, PhotoFacts, UnreadablePhoto
from patrol.logic.photo_line import KEYS, photo_line, taken_at_text

LOCAL = datetime(2026, 6, 1, 11, 5)  # noqa: DTZ001 - as cameras write it
GPS = datetime(2026, 6, 1, 3, 5, 7, 250000, tzinfo=UTC)


def test_photo_line_of_a_photo() -> None:
    exif = ExifFacts(LOCAL, 480, 39.940712345, 116.38941234567, None, 82.12345, "X", 6)
    line = photo_line("a.jpg", PhotoFacts("jpeg", 450, 600, "ab" * 32, -1, exif), None)
    assert tuple(line) == KEYS
    assert list(line.values()) == [
        "a.jpg",
        True,
        None,
        39.940712345,
        116.389412346,
        "2026-06-01T11:05:00+08:00",
        82.123,
        450,
        600,
        "ab" * 32,
        "ffffffffffffffff",
    ]


def test_photo_line_of_what_cannot_be_read() -> None:
    line = photo_line("a.txt", UnreadablePhoto("format_not_taken"), "cd" * 32)
    assert {key: value for key, value in line.items() if value is not None} == {
        "file": "a.txt",
        "ok": False,
        "error": "format_not_taken",
        "sha256": "cd" * 32,
    }


@pytest.mark.parametrize(
    ("exif", "said"),
    [
        (ExifFacts(), None),
        (ExifFacts(taken_at_local=LOCAL), "2026-06-01T11:05:00"),
        (ExifFacts(taken_at_local=LOCAL, offset_minutes=-300), "2026-06-01T11:05:00-05:00"),
        (ExifFacts(taken_at_local=LOCAL, gps_utc=GPS), "2026-06-01T11:05:00"),
        (ExifFacts(gps_utc=GPS), "2026-06-01T03:05:07+00:00"),
    ],
)
def test_taken_at_text_has_the_zone_the_camera_told(exif: ExifFacts, said: str | None) -> None:
    assert taken_at_text(exif) == said


def test_photo_line_of_an_even_picture_has_no_phash() -> None:
    assert photo_line("a.png", PhotoFacts("png", 1, 1, "ab" * 32, None), None)["phash"] is None
