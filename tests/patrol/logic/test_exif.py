"""The camera's facts: what is believed, and what is not."""

from datetime import UTC, datetime

import pytest
from PIL import Image

from patrol.logic.exif import exif_facts
from patrol.logic.photo_facts import ExifFacts
from tests.patrol.logic.pictures import exif

PLACE = {
    "GPSLatitudeRef": "N",
    "GPSLatitude": (39.0, 54.0, 26.55),
    "GPSLongitudeRef": "E",
    "GPSLongitude": (116.0, 23.0, 28.8564),
}
CLOCK = {"GPSDateStamp": "2026:05:01", "GPSTimeStamp": (4.0, 0.0, 30.0)}


class Opened(Image.Image):
    """A picture whose EXIF is the given block, or cannot be read."""

    def __init__(self, block: Image.Exif | None) -> None:
        super().__init__()
        self.block = block

    def getexif(self) -> Image.Exif:
        if self.block is None:
            raise SyntaxError("not a TIFF file")
        return self.block


def facts(**tags: object) -> ExifFacts:
    """Read the facts out of a block with these tags."""
    return exif_facts(Opened(exif(**tags)))


def test_exif_facts_of_a_full_block() -> None:
    found = facts(
        **PLACE,
        **CLOCK,
        GPSImgDirection=211.5,
        DateTimeOriginal="2026:05:01 12:00:31",
        OffsetTimeOriginal="+08:00",
        Make="HUAWEI",
        Model="HUAWEI P60",
        Orientation=6,
    )
    assert (round(found.latitude or 0, 6), round(found.longitude or 0, 6)) == (39.907375, 116.391349)
    assert found.gps_utc == datetime(2026, 5, 1, 4, 0, 30, tzinfo=UTC)
    assert found.taken_at_local == datetime(2026, 5, 1, 12, 0, 31)  # noqa: DTZ001
    assert (found.offset_minutes, found.direction_deg, found.camera) == (480, 211.5, "HUAWEI P60")
    assert found.orientation == 6


def test_exif_facts_south_and_west_are_negative() -> None:
    found = facts(**PLACE | {"GPSLatitudeRef": "S", "GPSLongitudeRef": "W"})
    assert (round(found.latitude or 0, 3), round(found.longitude or 0, 3)) == (-39.907, -116.391)


@pytest.mark.parametrize(
    "change",
    [
        {"GPSLatitude": (0.0, 0.0, 0.0), "GPSLongitude": (0.0, 0.0, 0.0)},
        {"GPSLatitudeRef": "X"},
        {"GPSLatitudeRef": ""},
        {"GPSLatitude": (91.0, 0.0, 0.0)},
        {"GPSLongitude": (181.0, 0.0, 0.0)},
        {"GPSLatitude": (-39.0, 0.0, 0.0)},
        {"GPSLatitude": (39.0, 54.0)},
        {"GPSLatitude": ("a", "b", "c")},
        {"GPSLatitude": (float("nan"), 0.0, 0.0)},
    ],
)
def test_exif_facts_of_no_place_have_neither_position_nor_gps_time(change: dict[str, object]) -> None:
    found = facts(**PLACE | CLOCK | change)
    assert (found.latitude, found.longitude, found.gps_utc) == (None, None, None)


@pytest.mark.parametrize(
    "change",
    [
        {"GPSDateStamp": "0000:00:00"},
        {"GPSDateStamp": "2026:13:01"},
        {"GPSDateStamp": ""},
        {"GPSTimeStamp": (99.0, 0.0, 0.0)},
        {"GPSTimeStamp": (1e300, 0.0, 0.0)},
        {"GPSTimeStamp": (-1.0, 0.0, 0.0)},
        {"GPSTimeStamp": "12:00"},
    ],
)
def test_exif_facts_of_no_moment_have_no_gps_time(change: dict[str, object]) -> None:
    found = facts(**PLACE | CLOCK | change)
    assert (found.gps_utc, found.latitude is None) == (None, False)


@pytest.mark.parametrize("text", ["0000:00:00 00:00:00", "    :  :     :  :  ", "", "yesterday"])
def test_exif_facts_of_an_unset_camera_clock(text: str) -> None:
    assert facts(DateTimeOriginal=text).taken_at_local is None


@pytest.mark.parametrize(("text", "minutes"), [("-04:30", -270), ("+15:00", None), ("CST", None), ("", None)])
def test_exif_facts_of_the_camera_zone(text: str, minutes: int | None) -> None:
    assert facts(OffsetTimeOriginal=text).offset_minutes == minutes


@pytest.mark.parametrize(("angle", "expected"), [(0.0, 0.0), (360.0, 0.0), (361.0, None), (-1.0, None), ("N", None)])
def test_exif_facts_of_the_direction(angle: object, expected: float | None) -> None:
    assert facts(GPSImgDirection=angle).direction_deg == expected


@pytest.mark.parametrize("value", [0, 9, "6", None])
def test_exif_facts_of_an_orientation_that_is_none(value: object) -> None:
    assert facts(Orientation=value).orientation == 1


def test_exif_facts_of_a_camera_with_hidden_letters() -> None:
    assert facts(Make="Ni\x07kon\x00rest", Model="D1\n").camera == "Nikon D1"


def test_exif_facts_of_a_block_that_cannot_be_read() -> None:
    assert exif_facts(Opened(None)) == ExifFacts()
