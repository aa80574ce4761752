"""The photo-time check: clocks in order, clocks that are absent, and clocks that cannot be right."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from patrol.logic.checks.photo_time import PhotoTimes, photo_time
from patrol.logic.photo_facts import ExifFacts
from tests.patrol.logic.policy import POLICY

RULES = POLICY.photo_time
NOON = datetime(2026, 5, 1, 4, 0, tzinfo=UTC)
NOON_IN_BEIJING = datetime(2026, 5, 1, 12, 0)  # noqa: DTZ001 - as a camera writes it
LATER = NOON + timedelta(hours=2)
VISIT = NOON - timedelta(minutes=20)


def verdict(times: PhotoTimes) -> tuple[str, str]:
    witness = photo_time(times, RULES)
    return witness.outcome, witness.code.removeprefix("photo_time.")


def test_photo_time_with_every_clock_in_order() -> None:
    times = PhotoTimes(LATER, NOON, VISIT, 3.0, NOON_IN_BEIJING, 480, NOON)
    assert verdict(times) == ("pass", "during_visit")


def test_photo_time_without_exif_is_as_good() -> None:
    assert verdict(PhotoTimes(LATER, NOON, VISIT)) == ("pass", "during_visit")


def test_photo_time_of_a_camera_without_zone_is_taken_as_beijing() -> None:
    witness = photo_time(PhotoTimes(LATER, None, VISIT, None, NOON_IN_BEIJING), RULES)
    assert (witness.outcome, witness.measured, witness.params["is_zone_assumed"]) == ("pass", NOON.isoformat(), True)


def test_photo_time_takes_the_zone_a_camera_tells() -> None:
    in_tokyo = datetime(2026, 5, 1, 13, 0)  # noqa: DTZ001
    assert verdict(PhotoTimes(LATER, NOON, VISIT, None, in_tokyo, 540)) == ("pass", "during_visit")


def test_photo_time_sets_a_wrong_phone_clock_right() -> None:
    slow = timedelta(days=3)
    times = PhotoTimes(LATER, NOON - slow, VISIT - slow, slow.total_seconds(), NOON_IN_BEIJING, 480)
    assert verdict(times) == ("pass", "during_visit")


def test_photo_time_hours_before_the_visit_goes_to_a_person() -> None:
    assert verdict(PhotoTimes(LATER, VISIT - timedelta(hours=5), VISIT)) == ("unsure", "before_visit")


def test_photo_time_days_before_the_visit_fails() -> None:
    old = datetime(2026, 4, 20, 9, 0)  # noqa: DTZ001
    witness = photo_time(PhotoTimes(LATER, NOON, VISIT, None, old, 480), RULES)
    assert (witness.outcome, witness.code, witness.params["source"]) == ("fail", "photo_time.before_visit", "exif")


@pytest.mark.parametrize(("minutes", "outcome"), [(30, "pass"), (31, "unsure"), (1440, "unsure"), (1441, "fail")])
def test_photo_time_at_the_edges_of_the_bands(minutes: int, outcome: str) -> None:
    assert (
        photo_time(PhotoTimes(LATER, None, VISIT, gps_utc=VISIT - timedelta(minutes=minutes)), RULES).outcome == outcome
    )


def test_photo_time_after_it_arrived_goes_to_a_person() -> None:
    assert verdict(PhotoTimes(LATER, LATER + timedelta(minutes=6), VISIT)) == ("unsure", "in_the_future")


def test_photo_time_of_clocks_that_disagree_goes_to_a_person() -> None:
    witness = photo_time(PhotoTimes(LATER, NOON, VISIT, gps_utc=NOON + timedelta(minutes=31)), RULES)
    assert (witness.outcome, witness.code) == ("unsure", "photo_time.clocks_disagree")
    assert (witness.params["source"], witness.params["other_source"], witness.params["minutes"]) == (
        "shutter",
        "gps",
        31,
    )


def test_photo_time_without_any_clock_is_absent() -> None:
    assert verdict(PhotoTimes(LATER)) == ("absent", "no_clock")


@pytest.mark.parametrize("year", [1, 1970, 1999])
def test_photo_time_of_a_clock_never_set_is_no_fact(year: int) -> None:
    unset = datetime(year, 1, 1)  # noqa: DTZ001
    assert verdict(PhotoTimes(LATER, exif_local=unset)) == ("absent", "no_clock")


def test_photo_time_of_a_file_that_says_nothing_is_absent() -> None:
    exif = ExifFacts()
    assert verdict(PhotoTimes(LATER, exif_local=exif.taken_at_local, gps_utc=exif.gps_utc)) == ("absent", "no_clock")


def test_photo_time_reads_any_zone_of_the_phone() -> None:
    shutter_at = NOON.astimezone(timezone(timedelta(hours=-4)))
    assert verdict(PhotoTimes(LATER, shutter_at, VISIT, None, NOON_IN_BEIJING, 480)) == ("pass", "during_visit")
