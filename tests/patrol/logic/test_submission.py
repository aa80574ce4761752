"""Times of a phone whose clock was of another age."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from patrol.logic.report import Fix, ReportPhoto, SubmittedReport
from patrol.logic.submission import Submission, in_our_days

NOW = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SHOTS = ("a" * 64, "b" * 64)


def submission(finished_at: datetime, sent_at: datetime | None) -> Submission:
    photos = tuple(ReportPhoto(one, "far", finished_at - HOUR, Fix(1, 2, 3, finished_at - HOUR)) for one in SHOTS)
    report = SubmittedReport(
        id="1", site="2", arrived_at=finished_at - HOUR, finished_at=finished_at, fix=photos[0].fix, photos=photos
    )
    return Submission(report=report, payload={"as": "it came"}, sent_at=sent_at, irregularities=("incomplete",))


@pytest.mark.parametrize("finished_at", [NOW - 3 * HOUR, NOW + 22 * HOUR, datetime(2001, 1, 1, tzinfo=UTC)])
def test_times_that_can_be_are_left_alone(finished_at: datetime) -> None:
    said = submission(finished_at, NOW)
    assert in_our_days(said, NOW) is said


@pytest.mark.parametrize("year", [1, 1970, 1999, 2028, 2100, 9999])
def test_times_of_another_age_are_set_right_by_the_clock_that_sent_them(year: int) -> None:
    sent_at = datetime(year, 5, 1, tzinfo=UTC)
    said = submission(sent_at - 5 * HOUR, sent_at)
    right = in_our_days(said, NOW)
    then = NOW - 5 * HOUR
    assert (right.report.arrived_at, right.report.finished_at) == (then - HOUR, then)
    assert {one.taken_at for one in right.report.photos} == {then - HOUR}
    assert {fix.taken_at for one in right.report.photos if (fix := one.fix)} == {then - HOUR}
    assert right.report.fix == Fix(1, 2, 3, then - HOUR)
    assert (right.irregularities, right.payload) == (("incomplete", "clock_odd"), {"as": "it came"})


@pytest.mark.parametrize("sent_at", [None, NOW, datetime(9999, 12, 31, tzinfo=UTC)])
def test_times_of_another_age_of_which_nothing_is_known_are_those_of_arrival(sent_at: datetime | None) -> None:
    right = in_our_days(submission(datetime(1970, 1, 2, tzinfo=UTC), sent_at), NOW).report
    assert (right.arrived_at, right.finished_at) == (NOW, NOW)
    assert right.fix == Fix(1, 2, 3, None)
    assert [one.taken_at for one in right.photos] == [None, None]


def test_a_clock_that_was_set_during_the_visit_keeps_its_right_end() -> None:
    said = submission(NOW, NOW)
    said = replace(said, report=replace(said.report, arrived_at=datetime(1970, 1, 1, tzinfo=UTC)))
    right = in_our_days(said, NOW).report
    assert (right.arrived_at, right.finished_at) == (NOW, NOW)
