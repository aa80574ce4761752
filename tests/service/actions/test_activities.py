"""An activity from the draft to the end, and what is said afterwards."""

from datetime import timedelta

import pytest

from core.errors import NotAllowed
from people.models import User
from service.actions.activities import (
    add_shift,
    begin_and_finish,
    cancel_activity,
    drop_shift,
    keep_activity,
    publish_activity,
)
from service.actions.afterwards import evaluate, keep_follow_up
from service.actions.attendance import confirm_service
from service.errors import ActivityIncomplete, ActivityNotOpen, EvaluationNotYet, QuotaBelowTaken, ShiftBegan
from service.models import Activity, FollowUp
from service.models.evaluation import About
from service.queries.activities import stars_of
from service.queries.matching import fill_rates
from tests.factories import make
from tests.service import needed

NOW = make.NOW


def state(activity: Activity) -> str:
    return Activity.objects.get(pk=activity.pk).state


def test_a_draft_needs_a_shift_to_be_published(db: None) -> None:
    need = needed.activity()
    with pytest.raises(ActivityIncomplete):
        publish_activity(activity=need, by=need.made_by, at=NOW)
    with pytest.raises(ShiftBegan):
        add_shift(activity=need, starts_at=NOW, ends_at=needed.END, quota=1, by=need.made_by, at=NOW)
    needed.shift(need)
    assert state(need) == "published"


def test_the_clock_begins_and_finishes(db: None) -> None:
    shift = needed.shift()
    moments = [shift.starts_at - timedelta(minutes=1), shift.starts_at, shift.ends_at]
    seen = []
    for at in moments:
        begin_and_finish(at=at)
        seen.append(state(shift.activity))
    assert seen == ["published", "running", "finished"]
    with pytest.raises(ActivityNotOpen):
        cancel_activity(activity=shift.activity, why="?", by=shift.activity.made_by, at=shift.ends_at)


def test_a_further_shift_begins_it_again(db: None) -> None:
    shift = needed.shift()
    begin_and_finish(at=shift.ends_at)
    later = needed.shift(shift.activity, starts_at=shift.ends_at + timedelta(days=7), at=shift.ends_at)
    assert state(shift.activity) == "finished"
    begin_and_finish(at=later.starts_at)
    assert state(shift.activity) == "running"


def test_whose_organisation_or_district_it_is_organises(officer: User, stranger: User) -> None:
    need = needed.activity()
    far = make.user()
    make.grant(far, "officer", "110105")  # type: ignore[arg-type]
    for person in (stranger, far, needed.manager(make.organisation()), make.volunteer()):
        with pytest.raises(NotAllowed):
            keep_activity(activity=need, values={"title": "?"}, skills=([], []), by=person, at=NOW)
        with pytest.raises(NotAllowed):
            cancel_activity(activity=need, why="?", by=person, at=NOW)
    assert keep_activity(activity=need, values={"title": "新名"}, skills=([], []), by=officer, at=NOW).title == "新名"


def test_a_manager_does_not_publish_in_anothers_name(db: None) -> None:
    need = needed.activity()
    with pytest.raises(NotAllowed):
        keep_activity(
            activity=need, values={"organisation": make.organisation()}, skills=([], []), by=need.made_by, at=NOW
        )


def test_only_a_shift_nobody_asked_for_is_taken_away(volunteer: User) -> None:
    shift, empty = needed.shift(), needed.shift()
    needed.place(shift, volunteer)
    with pytest.raises(QuotaBelowTaken):
        drop_shift(shift=shift, by=shift.activity.made_by, at=NOW)
    drop_shift(shift=empty, by=empty.activity.made_by, at=NOW)
    assert not empty.activity.shifts.exists()


def test_both_sides_speak_once_after_the_service(volunteer: User, officer: User) -> None:
    shift = needed.shift()
    organiser, after = shift.activity.made_by, shift.ends_at + timedelta(hours=1)
    application = needed.present(shift, volunteer, organiser)
    said = {"application": application, "stars": 4, "tags": [], "words": "", "at": after}
    with pytest.raises(EvaluationNotYet):
        evaluate(**said, about=About.ACTIVITY, by=volunteer)
    confirm_service(application=application, by=officer, at=after)
    evaluate(**said, about=About.ACTIVITY, by=volunteer)
    evaluate(**said, about=About.VOLUNTEER, by=organiser)
    assert stars_of(shift.activity) == {"stars": 4.0, "count": 1}
    with pytest.raises(EvaluationNotYet):
        evaluate(**said, about=About.ACTIVITY, by=volunteer)
    for about, by in ((About.ACTIVITY, organiser), (About.VOLUNTEER, volunteer), (About.VOLUNTEER, make.user())):
        with pytest.raises(NotAllowed):
            evaluate(**said, about=about, by=by)


def test_follow_up_is_reported_by_the_organiser_once_it_runs(stranger: User) -> None:
    shift = needed.shift()
    told = {"activity": shift.activity, "text": "讲解 80 人。", "reached": 80, "found": 0, "at": shift.ends_at}
    with pytest.raises(NotAllowed):
        keep_follow_up(**told, by=stranger)
    with pytest.raises(ActivityNotOpen):
        keep_follow_up(**told, by=shift.activity.made_by)
    begin_and_finish(at=shift.ends_at)
    told["activity"] = Activity.objects.get()
    keep_follow_up(**told, by=shift.activity.made_by)
    assert FollowUp.objects.get().reached == 80


def test_numbers_say_how_well_and_how_fast_shifts_fill(volunteer: User, officer: User) -> None:
    shift = needed.shift(quota=1)
    application = needed.place(shift, volunteer, at=NOW + timedelta(hours=6))
    needed.shift(shift.activity, quota=3, starts_at=needed.END)
    [row] = fill_rates([shift.activity_id])
    found = {name: row[name] for name in ("shifts", "places", "taken", "filled", "median_hours", "share", "served")}
    assert found == {
        "shifts": 2,
        "places": 4,
        "taken": 1,
        "filled": 1,
        "median_hours": 6.0,
        "share": 25,
        "served": 0,
    }
    assert application.state == "accepted"
