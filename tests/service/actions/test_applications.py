"""A place in a shift: asked for, given, waited for, given back."""

from datetime import timedelta

import pytest

from core.errors import NotAllowed, NotFound
from people.models import Notice, User
from service.actions.activities import cancel_activity, change_quota
from service.actions.applications import accept_application, apply_to_shift, cancel_application, refuse_application
from service.errors import (
    ActivityNotOpen,
    ApplicationOver,
    PlaceAgeUnknown,
    PlaceGuardianMissing,
    PlaceInsuranceMissing,
    PlaceSkillMissing,
    PlaceTooYoung,
    QuotaBelowTaken,
    ShiftBegan,
    ShiftsOverlap,
)
from service.models import Application, Shift
from sites.models import PlaceGrant
from tests.factories import make
from tests.service import needed

NOW = make.NOW


def states(shift: Shift) -> list[str]:
    return list(Application.objects.filter(shift=shift).order_by("applied_at", "pk").values_list("state", flat=True))


def kinds_for(person: User) -> list[str]:
    return list(Notice.objects.filter(user=person).order_by("created_at", "pk").values_list("kind", flat=True))


def test_apply_gives_the_place_at_once(volunteer: User) -> None:
    shift = needed.shift()
    application = needed.place(shift, volunteer)
    shift.refresh_from_db()
    assert (application.state, shift.taken, kinds_for(volunteer)) == ("accepted", 1, ["activity_accepted"])


def test_apply_again_is_the_same_place(volunteer: User) -> None:
    shift = needed.shift()
    assert needed.place(shift, volunteer).pk == needed.place(shift, volunteer).pk
    assert states(shift) == ["accepted"]


def test_apply_where_the_organiser_decides_waits_for_them(volunteer: User) -> None:
    need = needed.activity(is_automatic=False)
    shift = needed.shift(need)
    application = needed.place(shift, volunteer)
    assert (application.state, kinds_for(need.made_by)) == ("applied", ["activity_applied"])
    assert accept_application(application=application, by=need.made_by, at=NOW).state == "accepted"


def test_apply_to_a_full_shift_waits_and_moves_up_in_order(volunteer: User) -> None:
    shift = needed.shift(quota=1)
    first, second = make.volunteer(), make.volunteer()
    held = needed.place(shift, volunteer)
    assert needed.place(shift, first, at=NOW + timedelta(minutes=1)).state == "waiting"
    assert needed.place(shift, second, at=NOW + timedelta(minutes=2)).state == "waiting"
    cancel_application(application=held, by=volunteer, at=NOW + timedelta(minutes=3))
    assert states(shift) == ["cancelled", "accepted", "waiting"]
    assert kinds_for(first) == ["activity_waiting", "activity_moved_up"]


def test_waiting_list_passes_over_who_is_promised_elsewhere(volunteer: User) -> None:
    shift, other = needed.shift(quota=1), needed.shift()
    first, second = make.volunteer(), make.volunteer()
    held = needed.place(shift, volunteer)
    needed.place(shift, first, at=NOW + timedelta(minutes=1))
    needed.place(shift, second, at=NOW + timedelta(minutes=2))
    needed.place(other, first)
    cancel_application(application=held, by=volunteer, at=NOW + timedelta(minutes=3))
    assert states(shift) == ["cancelled", "waiting", "accepted"]


def test_more_places_move_the_waiting_list_up(volunteer: User) -> None:
    shift = needed.shift(quota=1)
    needed.place(shift, volunteer)
    needed.place(shift, make.volunteer(), at=NOW + timedelta(minutes=1))
    change_quota(shift=shift, quota=2, by=shift.activity.made_by, at=NOW)
    assert states(shift) == ["accepted", "accepted"]
    with pytest.raises(QuotaBelowTaken):
        change_quota(shift=shift, quota=1, by=shift.activity.made_by, at=NOW)


@pytest.mark.parametrize(("hours_before", "is_late"), [(25, False), (23, True)])
def test_giving_back_late_is_noted(volunteer: User, *, hours_before: int, is_late: bool) -> None:
    shift = needed.shift()
    application = needed.place(shift, volunteer)
    at = shift.starts_at - timedelta(hours=hours_before)
    assert cancel_application(application=application, by=volunteer, at=at).is_late == is_late


def test_who_gave_a_place_back_may_ask_again(volunteer: User) -> None:
    shift = needed.shift()
    cancel_application(application=needed.place(shift, volunteer), by=volunteer, at=NOW)
    again = needed.place(shift, volunteer)
    assert (again.state, again.ended_at) == ("accepted", None)


def test_two_shifts_at_once_are_refused(volunteer: User) -> None:
    needed.place(needed.shift(), volunteer)
    overlapping = needed.shift(starts_at=needed.BEGIN + timedelta(hours=1))
    with pytest.raises(ShiftsOverlap):
        needed.place(overlapping, volunteer)
    after = needed.shift(starts_at=needed.END)
    assert needed.place(after, volunteer).state == "accepted"


def test_what_the_organiser_asks_is_refused_with_its_reason(db: None) -> None:
    insured = needed.shift(needed.activity(needs_insurance=True))
    skilled = needed.shift(needed.activity(required=["first_aid"]))
    plain = needed.shift()
    nobody_knows = make.volunteer(birth_year=None)
    child, pupil = make.volunteer(birth_year=2014), make.volunteer(birth_year=2010)
    grown = make.volunteer()
    youth = needed.shift(needed.activity(least_age=14))
    cases = [
        (plain, nobody_knows, PlaceAgeUnknown),
        (youth, child, PlaceTooYoung),
        (youth, pupil, PlaceGuardianMissing),
        (insured, grown, PlaceInsuranceMissing),
        (skilled, grown, PlaceSkillMissing),
    ]
    for shift, person, refusal in cases:
        with pytest.raises(refusal):
            needed.place(shift, person)
    grown.volunteer.skills.add("first_aid")
    assert needed.place(skilled, grown).state == "accepted"
    assert needed.place(insured, needed.insured(make.volunteer())).state == "accepted"


def test_apply_to_what_is_no_more_or_not_yet(volunteer: User, stranger: User) -> None:
    shift = needed.shift()
    with pytest.raises(NotAllowed):
        needed.place(shift, stranger)
    with pytest.raises(ShiftBegan):
        needed.place(shift, volunteer, at=shift.starts_at)
    cancel_activity(activity=shift.activity, why="下雨", by=shift.activity.made_by, at=NOW)
    with pytest.raises(ActivityNotOpen):
        needed.place(shift, volunteer)
    draft = needed.activity()
    hidden = Shift.objects.create(activity=draft, starts_at=needed.BEGIN, ends_at=needed.END, quota=1)
    with pytest.raises(NotFound):
        apply_to_shift(shift=hidden, by=volunteer, at=NOW)


def test_refusal_frees_the_place_and_is_told(volunteer: User) -> None:
    shift = needed.shift(quota=1)
    held = needed.place(shift, volunteer)
    waiting = needed.place(shift, make.volunteer())
    refuse_application(application=held, why="名额留给新人", by=shift.activity.made_by, at=NOW)
    waiting.refresh_from_db()
    assert (waiting.state, kinds_for(volunteer)[-1]) == ("accepted", "activity_refused")
    with pytest.raises(ApplicationOver):
        refuse_application(application=held, why="?", by=shift.activity.made_by, at=NOW)


def test_only_whose_activity_it_is_decides(volunteer: User, officer: User) -> None:
    application = needed.place(needed.shift(needed.activity(is_automatic=False)), volunteer)
    for person in (volunteer, make.user(), needed.manager(make.organisation())):
        with pytest.raises(NotAllowed):
            accept_application(application=application, by=person, at=NOW)
    assert accept_application(application=application, by=officer, at=NOW).state == "accepted"
    with pytest.raises(NotAllowed):
        cancel_application(application=application, by=officer, at=NOW)


def test_calling_off_tells_everybody_who_had_asked(volunteer: User) -> None:
    shift = needed.shift(quota=1)
    waiting = make.volunteer()
    needed.place(shift, volunteer)
    needed.place(shift, waiting)
    cancel_activity(activity=shift.activity, why="下雨", by=shift.activity.made_by, at=NOW)
    shift.refresh_from_db()
    assert (states(shift), shift.taken) == (["cancelled", "cancelled"], 0)
    assert [kinds_for(person)[-1] for person in (volunteer, waiting)] == ["activity_cancelled"] * 2


def test_a_hidden_place_is_given_by_a_person_and_then_known(volunteer: User) -> None:
    tomb = make.site(category_id="0201")
    assert tomb.shown_as == "cell"
    shift = needed.shift(needed.activity(site=tomb))
    application = needed.place(shift, volunteer)
    assert (application.state, PlaceGrant.objects.count()) == ("applied", 0)
    accept_application(application=application, by=shift.activity.made_by, at=NOW)
    assert PlaceGrant.objects.get().user == volunteer
