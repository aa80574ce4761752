"""One line about a photo file, for people and programs that read lists of files: always the same eleven keys."""

from datetime import timedelta, timezone
from typing import Any

from patrol.logic.photo_facts import ExifFacts, PhotoFacts, UnreadablePhoto

PLACE_DECIMALS = 9
DIRECTION_DECIMALS = 3
KEYS = (
    "file",
    "ok",
    "error",
    "lat",
    "lon",
    "taken_at",
    "direction_deg",
    "width",
    "height",
    "sha256",
    "phash",
)


def photo_line(file: str, answer: PhotoFacts | UnreadablePhoto, sha256: str | None) -> dict[str, Any]:
    """Say what is known of a file: degrees WGS-84, ISO 8601, degrees clockwise from north, upright pixels, hex hashes.

    What is not known is None. `error` is a stable code and None where `ok`; `sha256` is of the bytes and may be known
    of a file that is no photo. `phash` is 16 hex digits, None for a picture too even to be told from others.
    """
    line: dict[str, Any] = dict.fromkeys(KEYS)
    line |= {"file": file, "ok": isinstance(answer, PhotoFacts), "sha256": sha256}
    if isinstance(answer, UnreadablePhoto):
        return line | {"error": answer.code}
    exif = answer.exif
    return line | {
        "lat": _rounded(exif.latitude, PLACE_DECIMALS),
        "lon": _rounded(exif.longitude, PLACE_DECIMALS),
        "taken_at": taken_at_text(exif),
        "direction_deg": _rounded(exif.direction_deg, DIRECTION_DECIMALS),
        "width": answer.width,
        "height": answer.height,
        "sha256": answer.sha256,
        "phash": None if answer.phash is None else f"{answer.phash % 2**64:016x}",
    }


def taken_at_text(exif: ExifFacts) -> str | None:
    """Say when the camera says it was, as ISO 8601 with its zone where the camera told it, and none where it did not.

    The zone is never guessed from the satellite time: cameras set a day or a zone wrong would come out confidently
    wrong. A picture without the camera's own time has the satellites' (UTC).
    """
    if exif.taken_at_local is None:
        return None if exif.gps_utc is None else exif.gps_utc.replace(microsecond=0).isoformat()
    if exif.offset_minutes is None:
        return exif.taken_at_local.isoformat()
    zone = timezone(timedelta(minutes=exif.offset_minutes))
    return exif.taken_at_local.replace(tzinfo=zone).isoformat()


def _rounded(value: float | None, decimals: int) -> float | None:
    return None if value is None else round(value, decimals)
