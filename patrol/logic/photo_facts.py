"""What is known of a photo, as plain values that travel as JSON between the guarded reader and its caller."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from patrol.logic.provenance import Provenance


class UnreadablePhoto(Exception):
    """The file is no photo we take; `code` says why, the sentence is made by the door."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class ExifFacts:
    """Time, place and direction by the camera: degrees WGS-84, minutes east of UTC, degrees clockwise from north.

    `taken_at_local` is naive, as cameras write it; `orientation` is EXIF's 1 to 8; `exposure_ev` the
    light the exposure was made for (APEX exposure value at ISO 100: 15 in full sun, 0 by night). Everything may be missing.
    """

    taken_at_local: datetime | None = None
    offset_minutes: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    gps_utc: datetime | None = None
    direction_deg: float | None = None
    camera: str = ""
    orientation: int = 1
    exposure_ev: float | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """How a picture looks as a whole: its mean grey (0 black to 255 white) and its share of leaf-green pixels (0 to 1)."""

    grey: float
    green_share: float


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """What a photo file is and says: upright width and height in pixels, hashes, and the camera's own facts.

    `phash` is a signed 64-bit integer, None for a picture too even to be told from others.
    """

    format: str
    width: int
    height: int
    sha256: str
    phash: int | None
    exif: ExifFacts = field(default_factory=ExifFacts)
    look: Look | None = None
    provenance: Provenance | None = None

    def as_json(self) -> dict[str, Any]:
        """Give the facts as a JSON object; the hash travels as text, being too long for a number of JavaScript."""
        known = asdict(self)
        known["phash"] = None if self.phash is None else str(self.phash)
        for key in ("taken_at_local", "gps_utc"):
            moment = known["exif"][key]
            known["exif"][key] = None if moment is None else moment.isoformat()
        return known


def facts_from_json(known: Mapping[str, Any]) -> PhotoFacts:
    """Read back what `PhotoFacts.as_json` gave."""
    exif = dict(known["exif"])
    for key in ("taken_at_local", "gps_utc"):
        exif[key] = None if exif[key] is None else datetime.fromisoformat(exif[key])
    fingerprint = None if known["phash"] is None else int(known["phash"])
    # Photos read before looks were taken, or credentials read, have none.
    look = known.get("look")
    said = known.get("provenance")
    parts = {
        "phash": fingerprint,
        "exif": ExifFacts(**exif),
        "look": Look(**look) if look else None,
        "provenance": Provenance(**said) if said else None,
    }
    return PhotoFacts(**{**known, **parts})
