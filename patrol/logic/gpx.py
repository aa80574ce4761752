"""Reads the tracks of a GPX file (1.0, 1.1, any namespace), written by whoever: positions WGS-84, times UTC."""

import io
import math
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

import numpy as np
from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from patrol.logic.track import Segment

MOST_POINTS: Final = 200_000
POINTS: Final = frozenset({"trkpt", "rtept", "wpt"})
# What a device tells of a point, beside its place.
TOLD: Final = frozenset({"time", "hdop", "accuracy"})
# Metres of error for one unit of horizontal dilution: the user range error of the signal as phones receive it [P].
METRES_PER_HDOP: Final = 5.0
# A clock that was never set is no fact.
FIRST_YEAR, LAST_YEAR = 2000, 2099


class NotReadable(ValueError):
    """The bytes are no GPX we can read; `reason` is `not_xml`, `not_gpx`, `hostile` or `too_many_points`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Gpx:
    """What a GPX file holds: the segments of its tracks (or, without any, its routes), and how much else.

    `tracks` says of each segment which track (or route) it is of, counted from 0.
    """

    segments: tuple[Segment, ...]
    tracks: tuple[int, ...]
    waypoints: int
    is_route: bool


def read_gpx(content: bytes, *, most_points: int = MOST_POINTS) -> Gpx:
    """Read the file; raises NotReadable. Segments without a point are left out; what cannot be read is NaN.

    The accuracy is an `accuracy` in metres where a device writes one, else the horizontal dilution.
    """
    handler = _Handler(most_points)
    # Without the namespaces' rules: devices write prefixes that they never declare.
    parser = make_parser()
    parser.setContentHandler(handler)
    try:
        parser.parse(io.BytesIO(content))
    except DefusedXmlException:
        raise NotReadable("hostile") from None
    except (SAXException, ValueError, LookupError) as error:
        raise error if isinstance(error, NotReadable) else NotReadable("not_xml") from None
    chosen = [part for part in handler.found["trkpt"] or handler.found["rtept"] if part.rows]
    return Gpx(
        segments=tuple(np.array(part.rows, dtype=np.float64) for part in chosen),
        tracks=tuple(part.track for part in chosen),
        waypoints=handler.waypoints,
        is_route=not handler.found["trkpt"] and bool(handler.found["rtept"]),
    )


Row = tuple[float, float, float, float]


@dataclass(slots=True)
class _Part:
    """A segment as it is read, and the number of its track."""

    track: int
    rows: list[Row] = field(default_factory=list)


@dataclass
class _Handler(ContentHandler):
    """Collects points as the parser meets them; knows only the element it stands in."""

    most_points: int
    found: dict[str, list[_Part]] = field(default_factory=lambda: {"trkpt": [], "rtept": []})
    waypoints: int = 0
    count: int = 0
    _depth: int = 0
    _track: int = -1
    _kind: str = ""
    _place: tuple[float, float] = (math.nan, math.nan)
    _told: dict[str, str] = field(default_factory=dict)
    _hears: str = ""

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 - the parser's name
        """Begin a file, a track, a segment, a point or what is told of it."""
        local = name.rpartition(":")[2]
        self._depth += 1
        if self._depth == 1 and local != "gpx":
            raise NotReadable("not_gpx")
        if local == "trk":
            self._track += 1
        elif local in ("trkseg", "rte"):
            kind = "trkpt" if local == "trkseg" else "rtept"
            self.found[kind].append(_Part(max(self._track, 0) if local == "trkseg" else len(self.found[kind])))
        elif local in POINTS:
            self._kind, self._told = local, {}
            self._place = (_number(attrs.get("lon")), _number(attrs.get("lat")))
        self._hears = local if local in TOLD and self._kind and local not in self._told else ""

    def characters(self, content: str) -> None:
        """Keep the text of what is told of a point."""
        if self._hears:
            self._told[self._hears] = self._told.get(self._hears, "") + content

    def endElement(self, name: str) -> None:  # noqa: N802 - the parser's name
        """End a point."""
        self._depth -= 1
        self._hears = ""
        if name.rpartition(":")[2] == self._kind:
            self._keep()
            self._kind = ""

    def _keep(self) -> None:
        self.count += 1
        if self.count > self.most_points:
            raise NotReadable("too_many_points")
        if self._kind == "wpt":
            self.waypoints += 1
        elif self.found[self._kind]:
            row = (*self._place, _seconds(self._told.get("time", "")), _accuracy_m(self._told))
            self.found[self._kind][-1].rows.append(row)


def _accuracy_m(told: dict[str, str]) -> float:
    metres = _number(told.get("accuracy"))
    return _number(told.get("hdop")) * METRES_PER_HDOP if math.isnan(metres) else metres


def _number(text: str | None) -> float:
    try:
        return float((text or "").strip() or "nan")
    except ValueError:
        return math.nan


def _seconds(text: str) -> float:
    """Return a time as Unix seconds; GPX means UTC where no zone is written."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return math.nan
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return math.nan
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
