"""Who was there, and the hours of it."""

from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point

from core.errors import NotAllowed
from people.models import Notice, User
from service.actions.attendance import check_by_code, check_by_fix, confirm_service, note_no_show, record_presence
from service.actions.reminders import note_no_shows, remind_due
from service.errors import (
    ApplicationOver,
    CheckInCodeOld,
    CheckInElsewhere,
    CheckInNotNow,
    CheckInVague,
    NotCheckedOut,
    NothingInShift,
    SecondPersonNeeded,
)
from service.logic.turning_code import code_at, step_of
from service.models import Application, Shift
from service.queries.applications import code_key
from tests.factories import make
from tests.service import needed
from tests.timebank.test_walls import credit
from timebank.queries import balance

HERE = {"lon": 116.4005, "lat": 39.9102, "accuracy_m": 20.0}


def code_of(shift: Shift, at: object) -> str:
    return code_at(code_key(), str(shift.pk), step_of(at.timestamp(), seconds=60))  # type: ignore[attr-defined]


def test_code_checks_in_and_out_and_the_time_between_becomes_hours(volunteer: User) -> None:
    shift = needed.shift()
    application = needed.place(shift, volunteer)
    come, go = shift.starts_at + timedelta(minutes=10), shift.ends_at + timedelta(minutes=5)
    check_by_code(application=application, code=code_of(shift, come), by=volunteer, at=come)
    check_by_code(application=application, code=code_of(shift, go), by=volunteer, at=go)
    done = confirm_service(application=application, by=shift.activity.made_by, at=go)
    assert (done.state, done.in_way, done.seconds, balance(volunteer)) == ("served", "code", 110 * 60, 110 * 60)
    with pytest.raises(ApplicationOver):
        confirm_service(application=application, by=shift.activity.made_by, at=go)


def test_old_code_and_another_shifts_code_are_refused(volunteer: User) -> None:
    shift, other = needed.shift(), needed.shift()
    application = needed.place(shift, volunteer)
    at = shift.starts_at
    for code in (code_of(shift, at - timedelta(minutes=2)), code_of(other, at), "0" * 20):
        with pytest.raises(CheckInCodeOld):
            check_by_code(application=application, code=code, by=volunteer, at=at)
    check_by_code(application=application, code=code_of(shift, at - timedelta(minutes=1)), by=volunteer, at=at)


def test_position_within_the_circle_counts(volunteer: User) -> None:
    application = needed.place(needed.shift(), volunteer)
    done = check_by_fix(application=application, **HERE, by=volunteer, at=needed.BEGIN)
    assert (done.state, done.in_way) == ("checked_in", "fix")


@pytest.mark.parametrize(
    ("place", "refusal"),
    [({"lon": 116.41}, CheckInElsewhere), ({"accuracy_m": 900.0}, CheckInVague)],
)
def test_position_elsewhere_or_vague_does_not(volunteer: User, place: dict[str, float], refusal: type) -> None:
    application = needed.place(needed.shift(), volunteer)
    with pytest.raises(refusal):
        check_by_fix(application=application, **{**HERE, **place}, by=volunteer, at=needed.BEGIN)


def test_position_is_measured_to_the_site_itself(volunteer: User) -> None:
    site = make.site(geom=Point(116.4005, 39.9102, srid=4326))
    application = needed.place(needed.shift(needed.activity(site=site)), volunteer)
    assert check_by_fix(application=application, **HERE, by=volunteer, at=needed.BEGIN).state == "checked_in"


@pytest.mark.parametrize("minutes", [-31, 121, 181])
def test_check_in_far_from_the_time_is_refused(volunteer: User, minutes: int) -> None:
    application = needed.place(needed.shift(), volunteer)
    with pytest.raises(CheckInNotNow):
        check_by_fix(application=application, **HERE, by=volunteer, at=needed.BEGIN + timedelta(minutes=minutes))


def test_nobody_checks_another_in(volunteer: User) -> None:
    application = needed.place(needed.shift(), volunteer)
    with pytest.raises(NotAllowed):
        check_by_fix(application=application, **HERE, by=make.volunteer(), at=needed.BEGIN)


def test_list_needs_a_second_person(volunteer: User, officer: User) -> None:
    shift = needed.shift()
    organiser, after = shift.activity.made_by, shift.ends_at + timedelta(hours=1)
    application = needed.present(shift, volunteer, organiser)
    with pytest.raises(SecondPersonNeeded):
        confirm_service(application=application, by=organiser, at=after)
    assert confirm_service(application=application, by=officer, at=after).seconds == 2 * 3600


def test_list_completes_a_missing_check_out_and_then_needs_a_second_person(volunteer: User, officer: User) -> None:
    shift = needed.shift()
    organiser, after = shift.activity.made_by, shift.ends_at + timedelta(hours=1)
    application = needed.place(shift, volunteer)
    check_by_fix(application=application, **HERE, by=volunteer, at=shift.starts_at)
    with pytest.raises(NotCheckedOut):
        confirm_service(application=application, by=organiser, at=after)
    half = shift.starts_at + timedelta(hours=1)
    record_presence(application=application, in_at=None, out_at=half, by=organiser, at=after)
    with pytest.raises(SecondPersonNeeded):
        confirm_service(application=application, by=organiser, at=after)
    assert confirm_service(application=application, by=officer, at=after).seconds == 3600


def test_list_refuses_disorder_and_the_future(volunteer: User) -> None:
    shift = needed.shift()
    organiser, application = shift.activity.made_by, needed.place(shift, volunteer)
    begin, end = shift.starts_at, shift.ends_at
    with pytest.raises(NothingInShift):
        record_presence(application=application, in_at=end, out_at=begin, by=organiser, at=end)
    with pytest.raises(CheckInNotNow):
        record_presence(application=application, in_at=begin, out_at=end, by=organiser, at=begin)


def test_nobody_confirms_their_own(db: None) -> None:
    shift = needed.shift()
    person = make.volunteer()
    make.grant(person, "officer", "110101")  # type: ignore[arg-type]
    application = needed.present(shift, person, shift.activity.made_by)
    with pytest.raises(SecondPersonNeeded):
        confirm_service(application=application, by=person, at=shift.ends_at + timedelta(hours=1))


def test_time_credited_before_is_not_credited_again(volunteer: User, officer: User) -> None:
    shift = needed.shift()
    application = needed.present(shift, volunteer, shift.activity.made_by)
    credit(volunteer, officer, source="report:1")
    before = balance(volunteer)
    record = volunteer.service_records.get()
    Shift.objects.filter(pk=shift.pk).update(starts_at=record.during.lower, ends_at=record.during.upper)
    Application.objects.filter(pk=application.pk).update(in_at=record.during.lower, out_at=record.during.upper)
    done = confirm_service(application=application, by=officer, at=make.NOW + timedelta(days=30))
    assert (done.state, done.seconds, balance(volunteer)) == ("served", 0, before)
    assert Notice.objects.filter(user=volunteer, kind="activity_hours_not_posted").count() == 1


def test_who_does_not_come_is_noted_and_can_be_put_right(volunteer: User) -> None:
    shift = needed.shift()
    organiser, application = shift.activity.made_by, needed.place(shift, volunteer)
    with pytest.raises(CheckInNotNow):
        note_no_show(application=application, by=organiser, at=shift.starts_at - timedelta(minutes=1))
    assert note_no_shows(at=shift.ends_at + timedelta(hours=23)) == 0
    assert note_no_shows(at=shift.ends_at + timedelta(hours=25)) == 1
    after = shift.ends_at + timedelta(hours=26)
    put_right = record_presence(
        application=application, in_at=shift.starts_at, out_at=shift.ends_at, by=organiser, at=after
    )
    assert put_right.state == "checked_in"


def test_reminder_comes_once_the_day_before(volunteer: User) -> None:
    shift = needed.shift()
    needed.place(shift, volunteer)
    assert remind_due(at=shift.starts_at - timedelta(hours=25)) == 0
    assert [remind_due(at=shift.starts_at - timedelta(hours=20)) for _ in range(2)] == [1, 0]
    assert Notice.objects.filter(user=volunteer, kind="activity_reminder").count() == 1
