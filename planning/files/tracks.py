"""Recorded tracks from GPX files, read as an outing's file is (`patrol.logic.gpx`)."""

from itertools import groupby
from pathlib import Path
from typing import Final

import numpy as np

from patrol.logic.gpx import NotReadable
from patrol.logic.gpx import read_gpx as read_content
from planning.logic.cover import Track, track

MOST_BYTES: Final = 256 * 1024 * 1024
# A year of somebody's walks in one file is no attack on one's own machine.
MOST_POINTS: Final = 5_000_000


class UnreadableTrack(Exception):
    """The file is no GPX; the message is one sentence."""


def read_gpx(path: Path) -> list[Track]:
    """Return the recorded tracks of a GPX file; the segments of one track belong together, routes and waypoints are no record.

    A fix without a readable position or time is kept, with NaN, so that it is counted. Raise UnreadableTrack.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnreadableTrack(f"{path} is larger than {MOST_BYTES // 1024**2} MB.")
        found = read_content(path.read_bytes(), most_points=MOST_POINTS)
    except OSError as error:
        raise UnreadableTrack(f"{path} cannot be read: {error.strerror}.") from error
    except NotReadable as error:
        raise UnreadableTrack(_sentence(path, error.reason)) from error
    if found.is_route:
        return []
    parts = groupby(zip(found.tracks, found.segments, strict=True), key=lambda part: part[0])
    return [track(*np.concatenate([rows for _number, rows in segments]).T) for _track, segments in parts]


def _sentence(path: Path, reason: str) -> str:
    if reason == "not_gpx":
        return f"{path} is XML, but no GPX file."
    if reason == "too_many_points":
        return f"{path} holds more than {MOST_POINTS:,} points."
    return f"{path} is not well-formed XML, so it is no GPX file."
