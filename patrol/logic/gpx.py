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
# A clock that was never set is no fact.
FIRST_YEAR, LAST_YEAR = 2000, 2099


class NotReadable(ValueError):
    """The bytes are no GPX we can read; `reason` is `not_xml`, `not_gpx`, `hostile` or `too_many_points`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Gpx:
    """What a GPX file holds: the segments of its tracks (or, without any, its routes), and how much else."""

    segments: tuple[Segment, ...]
    waypoints: int
    is_route: bool


def read_gpx(content: bytes) -> Gpx:
    """Read the file; raises NotReadable. Segments without a point are left out; a time that cannot be read is none."""
    handler = _Handler()
    # Without the namespaces' rules: devices write prefixes that they never declare.
    parser = make_parser()
    parser.setContentHandler(handler)
    try:
        parser.parse(io.BytesIO(content))
    except DefusedXmlException:
        raise NotReadable("hostile") from None
    except (SAXException, ValueError, LookupError) as error:
        raise error if isinstance(error, NotReadable) else NotReadable("not_xml") from None
    chosen = handler.found["trkpt"] or handler.found["rtept"]
    return Gpx(
        segments=tuple(np.array(rows, dtype=np.float64) for rows in chosen if rows),
        waypoints=handler.waypoints,
        is_route=not handler.found["trkpt"] and bool(handler.found["rtept"]),
    )


Row = tuple[float, float, float, float]


@dataclass
class _Handler(ContentHandler):
    """Collects points as the parser meets them; knows only the element it stands in."""

    found: dict[str, list[list[Row]]] = field(default_factory=lambda: {"trkpt": [], "rtept": []})
    waypoints: int = 0
    count: int = 0
    _depth: int = 0
    _kind: str = ""
    _place: tuple[float, float] = (math.nan, math.nan)
    _time: str = ""
    _is_time: bool = False

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 - the parser's name
        """Begin a file, a segment, a point or its time."""
        local = name.rpartition(":")[2]
        self._depth += 1
        if self._depth == 1 and local != "gpx":
            raise NotReadable("not_gpx")
        if local in ("trkseg", "rte"):
            self.found["trkpt" if local == "trkseg" else "rtept"].append([])
        elif local in POINTS:
            self._kind, self._time = local, ""
            self._place = (_number(attrs.get("lon")), _number(attrs.get("lat")))
        self._is_time = local == "time" and bool(self._kind)

    def characters(self, content: str) -> None:
        """Keep the text of a time."""
        if self._is_time:
            self._time += content

    def endElement(self, name: str) -> None:  # noqa: N802 - the parser's name
        """End a point."""
        self._depth -= 1
        self._is_time = False
        if name.rpartition(":")[2] == self._kind:
            self._keep()
            self._kind = ""

    def _keep(self) -> None:
        self.count += 1
        if self.count > MOST_POINTS:
            raise NotReadable("too_many_points")
        if self._kind == "wpt":
            self.waypoints += 1
        elif self.found[self._kind]:
            self.found[self._kind][-1].append((*self._place, _seconds(self._time), math.nan))


def _number(text: str | None) -> float:
    try:
        return float(text or "nan")
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
