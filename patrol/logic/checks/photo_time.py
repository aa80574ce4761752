"""Was the photo taken on this visit? The clocks that know: the phone's at the shutter, the camera's, and GPS time."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from patrol.logic.policy import PhotoTimePolicy
from patrol.logic.witness import Outcome, Param, Witness

NAME = "photo_time"
# Years before the first camera phones, and "0000:00:00", are a clock that was never set, not a fact.
FIRST_BELIEVABLE_YEAR = 2000


@dataclass(frozen=True, slots=True)
class PhotoTimes:
    """Every clock that dated one photo; all but `received_at` may be unknown.

    `shutter_at` and `visit_started_at` are the phone's own clock (aware), `clock_offset_s` is server minus phone at the
    handshake. `exif_local` is naive as cameras write it, `exif_offset_minutes` its zone east of UTC if the camera told.
    """

    received_at: datetime
    shutter_at: datetime | None = None
    visit_started_at: datetime | None = None
    clock_offset_s: float | None = None
    exif_local: datetime | None = None
    exif_offset_minutes: int | None = None
    gps_utc: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Reading:
    source: str
    at: datetime
    is_zone_assumed: bool = False


def photo_time(times: PhotoTimes, policy: PhotoTimePolicy) -> Witness:
    """Judge a photo by its clocks: taken before the visit, after it arrived here, or told differently by two clocks.

    A clock that is not there is held against nobody: one clock in order is a pass, none at all is `absent`.
    """
    readings = _readings(times, policy)
    if not readings:
        return Witness(NAME, Outcome.ABSENT, "photo_time.no_clock", policy.weight)
    for judge in (_after_arrival, _before_visit, _disagreement):
        if (found := judge(readings, times, policy)) is not None:
            return found
    first = readings[0]
    return _witness(Outcome.PASS, "photo_time.during_visit", policy, first, times, minutes=0)


def _readings(times: PhotoTimes, policy: PhotoTimePolicy) -> list[_Reading]:
    """List the clocks that say something believable, the hardest to turn back first."""
    found: list[_Reading] = []
    if times.gps_utc is not None:
        found.append(_Reading("gps", times.gps_utc))
    if times.shutter_at is not None:
        found.append(_Reading("shutter", _by_server(times.shutter_at, times)))
    if times.exif_local is not None:
        is_assumed = times.exif_offset_minutes is None
        offset = policy.zone_offset_minutes if times.exif_offset_minutes is None else times.exif_offset_minutes
        if times.exif_local.year >= FIRST_BELIEVABLE_YEAR:
            at = (times.exif_local - timedelta(minutes=offset)).replace(tzinfo=UTC)
            found.append(_Reading("exif", at, is_assumed))
    return [reading for reading in found if reading.at.year >= FIRST_BELIEVABLE_YEAR]


def _after_arrival(readings: list[_Reading], times: PhotoTimes, policy: PhotoTimePolicy) -> Witness | None:
    """Doubt a photo from the future: a clock set wrong, and no proof of anything."""
    late = max(readings, key=lambda reading: reading.at)
    minutes = _minutes(late.at - times.received_at)
    if minutes <= policy.future_minutes:
        return None
    return _witness(Outcome.UNSURE, "photo_time.in_the_future", policy, late, times, minutes)


def _before_visit(readings: list[_Reading], times: PhotoTimes, policy: PhotoTimePolicy) -> Witness | None:
    """Doubt a photo some hours older, which may be a clock or a zone set wrong; fail one still older."""
    started_at = _visit_start(times)
    if started_at is None:
        return None
    early = min(readings, key=lambda reading: reading.at)
    minutes = _minutes(started_at - early.at)
    if minutes <= policy.ok_minutes:
        return None
    outcome = Outcome.FAIL if minutes > policy.person_minutes else Outcome.UNSURE
    return _witness(outcome, "photo_time.before_visit", policy, early, times, minutes)


def _disagreement(readings: list[_Reading], times: PhotoTimes, policy: PhotoTimePolicy) -> Witness | None:
    early = min(readings, key=lambda reading: reading.at)
    late = max(readings, key=lambda reading: reading.at)
    minutes = _minutes(late.at - early.at)
    if minutes <= policy.ok_minutes:
        return None
    return _witness(Outcome.UNSURE, "photo_time.clocks_disagree", policy, early, times, minutes, other=late.source)


def _witness(
    outcome: Outcome,
    code: str,
    policy: PhotoTimePolicy,
    reading: _Reading,
    times: PhotoTimes,
    minutes: int,
    other: str | None = None,
) -> Witness:
    params: dict[str, Param] = {
        "source": reading.source,
        "other_source": other,
        "minutes": minutes,
        "is_zone_assumed": reading.is_zone_assumed,
        "clock_offset_s": None if times.clock_offset_s is None else round(times.clock_offset_s),
    }
    expected = _visit_start(times) or times.received_at
    return Witness(NAME, outcome, code, policy.weight, reading.at.isoformat(), expected.isoformat(), params)


def _visit_start(times: PhotoTimes) -> datetime | None:
    return None if times.visit_started_at is None else _by_server(times.visit_started_at, times)


def _by_server(at: datetime, times: PhotoTimes) -> datetime:
    return at + timedelta(seconds=times.clock_offset_s or 0.0)


def _minutes(span: timedelta) -> int:
    return round(span.total_seconds() / 60)
