"""A shift put to another time: who comes, who cannot, and who may leave for it."""

from datetime import datetime, timedelta

import pytest

from core.errors import NotAllowed
from people.models import Notice, User
from service.actions.activities import cancel_activity
from service.actions.applications import accept_application, cancel_application
from service.actions.attendance import record_presence
from service.actions.moving import move_shift
from service.errors import ActivityNotOpen, ShiftAttended, ShiftBegan
from service.models import Application, Shift
from sites.models import PlaceGrant
from tests.factories import make
from tests.service import needed

NOW = make.NOW
HOUR = timedelta(hours=1)
LATER = needed.BEGIN + timedelta(days=1)


def put(shift: Shift, starts_at: datetime = LATER, *, by: User | None = None, at: datetime = NOW) -> int:
    return move_shift(
        shift=shift, starts_at=starts_at, ends_at=starts_at + 2 * HOUR, by=by or shift.activity.made_by, at=at
    )


def told() -> list[tuple[str, str]]:
    kinds = ("activity_moved", "activity_moved_away", "activity_moved_up")
    return sorted(Notice.objects.filter(kind__in=kinds).values_list("user__name", "kind"))


def state(application: Application) -> str:
    return Application.objects.get(pk=application.pk).state


def test_whoever_asked_is_told_once_and_keeps_the_place(volunteer: User) -> None:
    shift, other = needed.shift(quota=1), make.volunteer()
    mine, waiting = needed.place(shift, volunteer), needed.place(shift, other)
    Application.objects.filter(pk=mine.pk).update(reminded_at=NOW)
    assert (put(shift), put(shift)) == (0, 0)
    mine.refresh_from_db()
    assert (mine.state, state(waiting), mine.reminded_at) == ("accepted", "waiting", None)
    assert (mine.during.lower, mine.during.upper) == (LATER, LATER + 2 * HOUR)
    assert told() == sorted([(volunteer.name, "activity_moved"), (other.name, "activity_moved")])
    said = Notice.objects.get(user=volunteer, kind="activity_moved").params
    assert (said["was"], said["starts"]) == ("2026-06-06 09:00", "2026-06-07 09:00")


def test_who_is_promised_elsewhere_then_gives_the_place_to_who_waits(volunteer: User) -> None:
    shift, other = needed.shift(quota=1), make.volunteer()
    mine, waiting = needed.place(shift, volunteer), needed.place(shift, other)
    promised = needed.place(needed.shift(starts_at=LATER + HOUR), volunteer)
    assert put(shift) == 1
    mine.refresh_from_db()
    assert (mine.state, mine.is_late, state(promised), state(waiting)) == ("cancelled", False, "accepted", "accepted")
    assert (volunteer.name, "activity_moved_away") in told()
    assert (other.name, "activity_moved_up") in told()


def test_leaving_what_was_moved_at_the_last_moment_is_not_late(volunteer: User) -> None:
    shift, other = needed.shift(), make.volunteer()
    mine = needed.place(shift, volunteer)
    at = needed.BEGIN - 3 * HOUR
    put(shift, needed.BEGIN + HOUR, at=at)
    assert not cancel_application(application=mine, by=volunteer, at=at + HOUR).is_late
    # Who said yes to the new time is bound by it.
    new = needed.place(Shift.objects.get(pk=shift.pk), other, at=at + HOUR)
    assert cancel_application(application=new, by=other, at=at + 2 * HOUR).is_late


def test_leaving_counts_again_a_day_after_the_moving(volunteer: User) -> None:
    shift = needed.shift()
    mine = needed.place(shift, volunteer)
    put(shift)
    assert cancel_application(application=mine, by=volunteer, at=LATER - HOUR).is_late


def test_a_hidden_place_is_known_until_the_new_time_is_over(volunteer: User) -> None:
    shift = needed.shift(needed.activity(site=make.site(category_id="0201")))
    application = needed.place(shift, volunteer)
    accept_application(application=application, by=shift.activity.made_by, at=NOW)
    put(shift)
    last = PlaceGrant.objects.filter(user=volunteer).order_by("-until").first()
    assert last is not None
    assert last.until == LATER + 2 * HOUR + timedelta(days=1)


def test_refused_to_strangers_in_the_past_and_where_somebody_came(volunteer: User, stranger: User) -> None:
    shift = needed.shift()
    for person in (stranger, volunteer, needed.manager(make.organisation())):
        with pytest.raises(NotAllowed):
            put(shift, by=person)
    with pytest.raises(ShiftBegan):
        put(shift, NOW)
    begun = needed.place(shift, volunteer)
    record_presence(application=begun, in_at=shift.starts_at, out_at=None, by=shift.activity.made_by, at=shift.ends_at)
    with pytest.raises(ShiftAttended):
        put(shift, at=shift.ends_at)
    called_off = needed.shift()
    cancel_activity(activity=called_off.activity, why="雨", by=called_off.activity.made_by, at=NOW)
    with pytest.raises(ActivityNotOpen):
        put(called_off)
    assert told() == []
