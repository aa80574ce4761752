"""What a camera wrote beside the picture, believed only where it can be a fact; everything here may be missing."""

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from PIL import ExifTags, Image

from patrol.logic.photo_facts import ExifFacts

# Half a metre around the point (0, 0) in the Gulf of Guinea: what a receiver without a fix writes.
NULL_ISLAND_DEG = 5e-6
LARGEST_OFFSET_MINUTES = 14 * 60


def exif_facts(image: Image.Image) -> ExifFacts:
    """Read the facts of an opened picture; a damaged block says nothing, and that is no reason to refuse the picture."""
    # Hostile blocks make the reader raise almost anything; without EXIF the photo is as good as any other.
    try:
        exif = image.getexif()
        main = dict(exif)
        photo = exif.get_ifd(ExifTags.IFD.Exif)
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    except Exception:
        return ExifFacts()
    latitude, longitude = _position(gps)
    return ExifFacts(
        taken_at_local=_moment(_text(photo.get(ExifTags.Base.DateTimeOriginal))),
        offset_minutes=_offset(_text(photo.get(ExifTags.Base.OffsetTimeOriginal))),
        latitude=latitude,
        longitude=longitude,
        # A receiver without a fix has no time either: it writes what its clock happened to hold.
        gps_utc=None if latitude is None else _gps_utc(gps),
        direction_deg=_direction(gps),
        camera=_camera(_text(main.get(ExifTags.Base.Make)), _text(main.get(ExifTags.Base.Model))),
        orientation=_orientation(main.get(ExifTags.Base.Orientation)),
        exposure_ev=_exposure_ev(photo),
    )


def _exposure_ev(photo: Mapping[int, object]) -> float | None:
    """Give log2(N² / t) - log2(ISO / 100) (ISO 2720); None where aperture, time or sensitivity are missing or absurd."""
    aperture, seconds = _number(photo.get(ExifTags.Base.FNumber)), _number(photo.get(ExifTags.Base.ExposureTime))
    iso = _number(photo.get(ExifTags.Base.ISOSpeedRatings))
    if aperture is None or seconds is None or iso is None or min(aperture, seconds, iso) <= 0:
        return None
    return round(math.log2(aperture * aperture / seconds) - math.log2(iso / 100), 2)


def _position(gps: Mapping[int, object]) -> tuple[float | None, float | None]:
    latitude = _angle(gps.get(ExifTags.GPS.GPSLatitude), gps.get(ExifTags.GPS.GPSLatitudeRef), "NS", 90)
    longitude = _angle(gps.get(ExifTags.GPS.GPSLongitude), gps.get(ExifTags.GPS.GPSLongitudeRef), "EW", 180)
    if latitude is None or longitude is None:
        return None, None
    if abs(latitude) < NULL_ISLAND_DEG and abs(longitude) < NULL_ISLAND_DEG:
        return None, None
    return latitude, longitude


def _angle(value: object, side: object, sides: str, limit: int) -> float | None:
    """Degrees from three rationals and a hemisphere; without its hemisphere an angle is not a fact."""
    parts, letter = _numbers(value, 3), _text(side).upper()
    if parts is None or letter not in tuple(sides):
        return None
    degrees = parts[0] + parts[1] / 60 + parts[2] / 3600
    if min(parts) < 0 or degrees > limit:
        return None
    return -degrees if letter == sides[1] else degrees


def _gps_utc(gps: Mapping[int, object]) -> datetime | None:
    """GPS date and time of day together; one without the other names no moment."""
    day = re.fullmatch(r"(\d{4}):(\d\d):(\d\d)", _text(gps.get(ExifTags.GPS.GPSDateStamp)))
    clock = _numbers(gps.get(ExifTags.GPS.GPSTimeStamp), 3)
    if day is None or clock is None or min(clock) < 0:
        return None
    # Out-of-range days raise, and so would absurd hours; both mean: not a fact.
    try:
        midnight = datetime(int(day[1]), int(day[2]), int(day[3]), tzinfo=UTC)
        found = midnight + timedelta(hours=clock[0], minutes=clock[1], seconds=clock[2])
    except (ValueError, OverflowError):
        return None
    return found if found - midnight <= timedelta(days=1, seconds=1) else None


def _direction(gps: Mapping[int, object]) -> float | None:
    number = _number(gps.get(ExifTags.GPS.GPSImgDirection))
    return number % 360.0 if number is not None and 0 <= number <= 360 else None


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - cameras write local time without a zone
    except ValueError:
        return None


def _offset(text: str) -> int | None:
    found = re.fullmatch(r"([+-])(\d\d):(\d\d)", text)
    if found is None:
        return None
    minutes = int(found[2]) * 60 + int(found[3])
    if minutes > LARGEST_OFFSET_MINUTES:
        return None
    return -minutes if found[1] == "-" else minutes


def _orientation(value: object) -> int:
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _camera(make: str, model: str) -> str:
    words = model if model.lower().startswith(make.lower()) else f"{make} {model}"
    return words.strip()[:80]


def _text(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("ascii", "replace")
    if not isinstance(value, str):
        return ""
    return "".join(letter for letter in value.split("\x00")[0] if letter.isprintable()).strip()


def _numbers(value: object, count: int) -> list[float] | None:
    if not isinstance(value, tuple) or len(value) != count:
        return None
    found = [_number(part) for part in value]
    numbers = [number for number in found if number is not None]
    return numbers if len(numbers) == count else None


def _number(value: object) -> float | None:
    # A rational x/0 raises or gives NaN by turns, depending on the tag's type.
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    return number if math.isfinite(number) else None
