"""Every witness of one report, heard in one order; what they are told stands in one plain value."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from patrol.logic.checks.cadence import Rhythm, cadence
from patrol.logic.checks.camera import camera
from patrol.logic.checks.capture import Shot, capture
from patrol.logic.checks.device import Device, device
from patrol.logic.checks.history import Judged, history
from patrol.logic.checks.light import Lit, light
from patrol.logic.checks.pace import Day, pace
from patrol.logic.checks.photo_place import photo_place
from patrol.logic.checks.photo_reuse import KnownPhoto, photo_reuse
from patrol.logic.checks.photo_time import PhotoTimes, photo_time
from patrol.logic.checks.presence import presence
from patrol.logic.checks.provenance import provenance
from patrol.logic.checks.sameness import Repeats, sameness
from patrol.logic.checks.speed import speed
from patrol.logic.checks.track import TrackAtSite, track
from patrol.logic.checks.track_copy import Copied, track_copy
from patrol.logic.checks.travel import travel
from patrol.logic.evidence import Evidence, score
from patrol.logic.fixes import TimedFix
from patrol.logic.policy import Policy
from patrol.logic.provenance import Provenance
from patrol.logic.witness import Outcome, Witness


@dataclass(frozen=True, slots=True)
class SeenPhoto:
    """What is known of one photo; `error` says why the file could not be read, and then nothing else is known of it.

    An `is_missing` one was named by the report and did not come.
    """

    position: int
    known: KnownPhoto
    look_alikes: Sequence[KnownPhoto]
    times: PhotoTimes
    shot: Shot
    lit: Lit
    place_distances_m: Sequence[float] = ()
    camera: str = ""
    provenance: Provenance | None = None
    error: str = ""
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class SeenVisit:
    """The rest of what is known of a visit: the phone, the person's other reports, and the organisation's.

    `arrived_at` and `finished_at` are by the phone's clock, `day` is the day it finished where the site lies.
    """

    arrived_at: datetime
    finished_at: datetime
    day: date
    own_fix: TimedFix | None
    fixes: Sequence[TimedFix]
    neighbours: Sequence[TimedFix]
    phone: Device
    pace: Day
    rhythm: Rhythm | None
    repeats: Repeats
    judged: Sequence[Judged]
    track: TrackAtSite | None = None
    copied: Copied | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """All that the witnesses of a report are told. `distance_m` and `accuracy_m` are those of its fix."""

    distance_m: float | None
    accuracy_m: float | None
    photos: Sequence[SeenPhoto]
    visit: SeenVisit | None = field(default=None)


def weigh(seen: Seen, policy: Policy) -> Evidence:
    """Hear every witness the policy asks for, and weigh what they say."""
    return score(hear(seen, policy), policy)


def hear(seen: Seen, policy: Policy) -> Iterator[Witness]:
    """Hear presence, the witnesses of each photo (with its position), and those of the visit."""
    yield presence(seen.distance_m, seen.accuracy_m, policy.presence)
    for photo in seen.photos:
        for witness in _of_photo(photo, policy):
            yield replace(witness, params={**witness.params, "position": photo.position})
    if seen.visit is not None:
        yield from _of_photos_together(seen, seen.visit, policy)
        yield from _of_movement(seen.visit, policy)
        yield from _of_person(seen.visit, policy)


def _of_photo(photo: SeenPhoto, policy: Policy) -> Iterator[Witness]:
    if photo.is_missing:
        yield Witness("photo_file", Outcome.UNSURE, "photo_file.missing", 0.0)
        return
    if photo.error:
        yield _unreadable(photo.error, policy)
    else:
        yield photo_time(photo.times, policy.photo_time)
    yield photo_reuse(photo.known, photo.look_alikes, policy.photo_reuse)
    if photo.error:
        return
    if policy.photo_place is not None:
        yield photo_place(photo.place_distances_m, policy.photo_place)
    if policy.provenance is not None:
        yield provenance(photo.provenance, policy.provenance)
    if policy.light is not None:
        yield light(photo.lit, policy.light)


def _of_photos_together(seen: Seen, visit: SeenVisit, policy: Policy) -> Iterator[Witness]:
    if policy.camera is not None:
        yield camera((photo.camera for photo in seen.photos), policy.camera)
    if policy.capture is not None and seen.photos:
        shots = [photo.shot for photo in seen.photos]
        yield capture(shots, visit.arrived_at, visit.finished_at, policy.capture)


def _of_movement(visit: SeenVisit, policy: Policy) -> Iterator[Witness]:
    if policy.speed is not None:
        yield speed(visit.fixes, policy.speed)
    if policy.travel is not None:
        yield travel(visit.own_fix, visit.neighbours, policy.travel)
    if policy.track is not None:
        yield track(visit.track, policy.track)
    if policy.track_copy is not None:
        yield track_copy(visit.copied, policy.track_copy)


def _of_person(visit: SeenVisit, policy: Policy) -> Iterator[Witness]:
    if policy.device is not None:
        yield device(visit.phone, policy.device)
    if policy.pace is not None:
        yield pace(visit.pace, policy.pace)
    if policy.cadence is not None:
        yield cadence(visit.day, visit.rhythm, policy.cadence)
    if policy.sameness is not None:
        yield sameness(visit.repeats, policy.sameness)
    if policy.history is not None:
        yield history(visit.judged, policy.history)


def _unreadable(error: str, policy: Policy) -> Witness:
    """Send a photo nobody can open to a person: a broken file is no proof of anything.

    In a mean it weighs nothing; where doubt is taken from 100, as much as an unsure look-alike.
    """
    weight = 0.0 if policy.score.clean_from is None else policy.photo_reuse.weight
    return Witness("photo_file", Outcome.UNSURE, "photo_file.unreadable", weight, params={"error": error})
