"""The database is the last wall: each "never" is refused to whoever goes round the code."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from people.models import User
from service.actions.afterwards import evaluate
from service.actions.attendance import confirm_service
from service.logic.states import (
    ACTIVITY,
    ACTIVITY_STATES,
    APPLICATION,
    APPLICATION_STATES,
    moves,
)
from service.models import Activity, Application, Evaluation, Offer, Shift
from service.models.evaluation import About
from tests.factories import make
from tests.service import needed


def refused(wall: str, change: object) -> bool:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        change()  # type: ignore[operator]
    return bool(caught.value.__cause__.diag.constraint_name == wall)  # type: ignore[union-attr]


def raw(shift: Shift, person: User, **fields: object) -> Application:
    values = {"state": "accepted", "applied_at": make.NOW, "during": (shift.starts_at, shift.ends_at), **fields}
    return Application.objects.create(shift=shift, volunteer=person, **values)


@pytest.mark.parametrize(
    ("kind", "states", "table"),
    [("activity", ACTIVITY_STATES, ACTIVITY), ("application", APPLICATION_STATES, APPLICATION)],
)
def test_the_database_knows_the_ways_of_the_table(
    db: None, kind: str, states: tuple[str, ...], table: dict[tuple[str, str], str]
) -> None:
    pairs = [(one, other) for one in states for other in states if one != other]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT a, b FROM unnest(%s::text[], %s::text[]) AS pair (a, b) WHERE service_{kind}_may_move(a, b)",  # noqa: S608 - two names of ours
            [[one for one, _ in pairs], [other for _, other in pairs]],
        )
        assert set(cursor.fetchall()) == {pair for pair in moves(table) if pair[0] != pair[1]}


def test_quota_is_never_exceeded(volunteer: User) -> None:
    shift = needed.shift(quota=1)
    raw(shift, volunteer)
    assert refused("shift_quota_never_exceeded", lambda: raw(shift, make.volunteer()))
    assert refused("shift_quota_never_exceeded", lambda: Shift.objects.filter(pk=shift.pk).update(quota=0))


def test_taken_is_counted_and_never_written(volunteer: User) -> None:
    shift = needed.shift()
    raw(shift, volunteer)
    assert refused("shift_taken_is_counted", lambda: Shift.objects.filter(pk=shift.pk).update(taken=0))


def test_nobody_is_in_two_shifts_at_once_even_when_a_shift_moves(volunteer: User) -> None:
    first, second = needed.shift(), needed.shift(starts_at=needed.END)
    raw(first, volunteer)
    raw(second, volunteer)
    wall = "application_never_in_two_shifts_at_once"
    later = needed.END + timedelta(minutes=1)
    assert refused(wall, lambda: Shift.objects.filter(pk=first.pk).update(ends_at=later))
    assert refused(wall, lambda: raw(needed.shift(), volunteer))


def test_time_of_a_place_is_its_shifts(volunteer: User) -> None:
    shift = needed.shift()
    lie = raw(shift, volunteer, during=(make.NOW, make.NOW + timedelta(minutes=1)))
    lie.refresh_from_db()
    assert (lie.during.lower, lie.during.upper) == (shift.starts_at, shift.ends_at)


def test_a_place_is_asked_once_keeps_its_person_and_is_never_deleted(volunteer: User) -> None:
    shift = needed.shift()
    held = raw(shift, volunteer)
    own = Application.objects.filter(pk=held.pk)
    assert refused("application_once_per_shift", lambda: raw(shift, volunteer))
    other = make.volunteer()
    assert refused("application_keeps_person_and_shift", lambda: own.update(volunteer=other))
    assert refused("application_never_deleted", held.delete)
    assert refused("application_moves_as_allowed", lambda: own.update(state="applied"))


def test_no_hours_that_one_person_alone_vouches_for(volunteer: User) -> None:
    shift = needed.shift()
    organiser = shift.activity.made_by
    application = needed.present(shift, volunteer, organiser)
    own = Application.objects.filter(pk=application.pk)
    proof = {"state": "served", "confirmed_at": make.NOW, "seconds": 1}
    wall = "application_list_needs_four_eyes"
    assert refused(wall, lambda: own.update(**proof, confirmed_by=organiser))
    wall = "application_nobody_confirms_their_own"
    assert refused(wall, lambda: own.update(**proof, confirmed_by=volunteer))
    wall = "application_served_is_confirmed"
    assert refused(wall, lambda: own.update(state="served"))


def test_presence_is_whole(volunteer: User) -> None:
    held = Application.objects.filter(pk=raw(needed.shift(), volunteer).pk)
    assert refused("application_present_was_checked_in", lambda: held.update(state="checked_in"))
    assert refused("application_check_in_is_whole", lambda: held.update(in_at=make.NOW))
    out = {"out_at": make.NOW, "out_way": "list", "out_by": volunteer}
    assert refused("application_check_out_after_check_in", lambda: held.update(**out, in_at=None))


def test_activity_has_one_place_a_risk_and_a_reason_for_its_end(db: None) -> None:
    need = needed.activity()
    own = Activity.objects.filter(pk=need.pk)
    site = make.site()
    assert refused("activity_has_one_place", lambda: own.update(site=site))
    assert refused("activity_risk_stated", lambda: own.update(risk=""))
    assert refused("activity_cancelled_with_reason", lambda: own.update(state="cancelled"))
    assert refused("activity_shown_was_published", lambda: own.update(state="published"))
    assert refused("activity_moves_as_allowed", lambda: own.update(state="finished"))


def test_evaluation_is_of_the_served_by_its_own_side_and_stays(volunteer: User, officer: User) -> None:
    shift = needed.shift()
    application = needed.present(shift, volunteer, shift.activity.made_by)

    def say(by: User, about: str = "activity", stars: int = 5) -> Evaluation:
        return Evaluation.objects.create(application=application, about=about, stars=stars, by=by, at=make.NOW)

    assert refused("evaluation_of_the_served", lambda: say(volunteer))
    confirm_service(application=application, by=officer, at=shift.ends_at + timedelta(hours=1))
    assert refused("evaluation_by_its_own_side", lambda: say(officer))
    assert refused("evaluation_by_its_own_side", lambda: say(volunteer, "person"))
    assert refused("evaluation_one_to_five_stars", lambda: say(volunteer, stars=6))
    said = evaluate(
        application=application,
        about=About.ACTIVITY,
        stars=4,
        tags=["learned", "?"],
        words="",
        by=volunteer,
        at=make.NOW,
    )
    assert said.tags == ["learned"]
    assert refused("service_evaluation_append_only", lambda: Evaluation.objects.update(stars=5))
    assert refused("evaluation_once_each", lambda: say(volunteer))


def test_offer_leaves_time_and_is_made_once(volunteer: User) -> None:
    shift = needed.shift()
    values = {"shift": shift, "volunteer": volunteer, "score": 1, "made_at": make.NOW}
    assert refused("offer_leaves_time", lambda: Offer.objects.create(**values, accept_by=make.NOW))
    Offer.objects.create(**values, accept_by=needed.BEGIN)
    assert refused("offer_once_per_shift", lambda: Offer.objects.create(**values, accept_by=needed.BEGIN))
