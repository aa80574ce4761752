"""GPX as devices write it: versions 1.0 and 1.1, any namespace or none, missing times, odd numbers."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, cast
from xml.etree.ElementTree import Element, ParseError

import numpy as np
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring, parse

from planning.logic.cover import Track, track
from planning.logic.cover.policy import METRES_PER_HDOP

MOST_BYTES: Final = 256 * 1024 * 1024
# Expat's code for it.
_UNBOUND_PREFIX: Final = 27
_PREFIX: Final = re.compile(rb"(</?|\s)(?!xmlns)[\w.-]+:([\w.-]+(?=[\s=/>]))")
_NO_NUMBER: Final = float("nan")


class UnreadableTrack(Exception):
    """The file is no GPX; the message is one sentence."""


def read_gpx(path: Path) -> list[Track]:
    """Return the recorded tracks of a GPX file; the segments of one track belong together, routes and waypoints are no record.

    A fix without a readable position or time is kept, with NaN, so that it is counted. The accuracy is an `accuracy` element in
    metres where a device writes one, else the horizontal dilution. Raise UnreadableTrack.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnreadableTrack(f"{path} is larger than {MOST_BYTES // 1024**2} MB.")
        root = _root(path)
    except OSError as error:
        raise UnreadableTrack(f"{path} cannot be read: {error.strerror}.") from error
    except (ParseError, DefusedXmlException, LookupError, ValueError) as error:
        raise UnreadableTrack(f"{path} is not well-formed XML, so it is no GPX file.") from error
    if root is None or _name(root) != "gpx":
        raise UnreadableTrack(f"{path} is XML, but no GPX file.")
    return [_track(list(_fixes(one))) for one in root if _name(one) == "trk"]


def _root(path: Path) -> Element | None:
    try:
        return cast("Element | None", parse(path).getroot())
    except ParseError as error:
        if error.code != _UNBOUND_PREFIX:
            raise
        # Devices write prefixes that they never declare.
        return cast("Element", fromstring(_PREFIX.sub(rb"\1\2", path.read_bytes())))


def _fixes(recorded: Element) -> Iterator[Element]:
    for segment in recorded:
        if _name(segment) == "trkseg":
            yield from (one for one in segment if _name(one) == "trkpt")


def _track(fixes: list[Element]) -> Track:
    rows = np.array([_fix(one) for one in fixes], dtype=np.float64).reshape(len(fixes), 4)
    return track(*rows.T)


def _fix(element: Element) -> tuple[float, float, float, float]:
    when, accuracy = _NO_NUMBER, _NO_NUMBER
    for child in element:
        name = _name(child)
        if name == "time":
            when = _seconds(child.text)
        elif name == "hdop" and np.isnan(accuracy):
            accuracy = _number(child.text) * METRES_PER_HDOP
        elif name in ("accuracy", "extensions"):
            told = [_number(one.text) for one in child.iter() if _name(one) == "accuracy"]
            accuracy = told[0] if told else accuracy
    return _number(element.get("lon")), _number(element.get("lat")), when, accuracy


def _name(element: Element) -> str:
    # Comments have a function for a tag.
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _number(text: str | None) -> float:
    try:
        return float(text or "nan")
    except ValueError:
        return _NO_NUMBER


def _seconds(text: str | None) -> float:
    """Return the seconds since 1970; GPX times are UTC, also where a device leaves out the Z."""
    try:
        found = datetime.fromisoformat((text or "").strip())
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return _NO_NUMBER
