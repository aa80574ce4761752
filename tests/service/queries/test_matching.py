"""Who is a candidate, in which order, and for how many questions."""

from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import User
from service.actions.applications import cancel_application
from service.actions.offers import offer_shift
from service.queries.matching import people_for, shifts_for_person
from tests.factories import make
from tests.service import needed

FREE = [{"weekday": 5, "start": "08:00", "end": "18:00"}]
FAR = Point(116.55, 39.95, srid=4326)


def names(shift: object) -> list[object]:
    return [one.user_id for one in people_for(shift, at=make.NOW)]  # type: ignore[arg-type]


def test_best_fitting_stand_first_with_their_reasons(db: None) -> None:
    far_but_free = make.volunteer(home=FAR, range_km=20, free_time=FREE)
    near_but_busy = make.volunteer(free_time=[{"weekday": 0, "start": "08:00", "end": "18:00"}])
    best = make.volunteer(free_time=FREE)
    shift = needed.shift()
    assert names(shift) == [best.pk, far_but_free.pk, near_but_busy.pk]
    assert people_for(shift, at=make.NOW)[0].match.reasons == ("free", "near", "skilled", "has_room")


def test_who_cannot_come_is_no_candidate(db: None) -> None:
    unskilled, young, promised, asked, applied = (make.volunteer() for _ in range(5))
    retired, homeless, fits = make.volunteer(is_active=False), make.volunteer(home=None), make.volunteer()
    unskilled.volunteer.skills.clear()
    for person in (young, promised, asked, applied, fits, retired, homeless):
        person.volunteer.skills.add("first_aid")
    type(young.volunteer).objects.filter(pk=young.pk).update(birth_year=2012)
    shift = needed.shift(needed.activity(required=["first_aid"]))
    needed.place(needed.shift(), promised)
    needed.place(shift, applied)
    offer_shift(shift=shift, person=asked, by=shift.activity.made_by, at=make.NOW)
    assert names(shift) == [fits.pk]


def test_history_counts(db: None) -> None:
    shift, earlier = needed.shift(), needed.shift(starts_at=needed.BEGIN + timedelta(days=1))
    unsteady, steady = make.volunteer(free_time=FREE), make.volunteer(free_time=FREE)
    held = needed.place(earlier, unsteady)
    cancel_application(application=held, by=unsteady, at=earlier.starts_at - timedelta(hours=1))
    assert names(shift) == [steady.pk, unsteady.pk]
    assert "late" in people_for(shift, at=make.NOW)[1].match.reasons


def test_only_who_may_be_listed_is_named(db: None) -> None:
    team = make.organisation()
    shift = needed.shift(needed.activity(organisation=team))
    own, other = make.volunteer(organisation=team), make.volunteer()
    ranked = people_for(shift, at=make.NOW, viewer=shift.activity.made_by)
    assert {one.user_id: one.name for one in ranked} == {own.pk: own.name, other.pk: ""}


@pytest.mark.parametrize("people", [1, 3])
def test_ranking_asks_the_same_number_of_questions(db: None, people: int) -> None:
    for _ in range(people):
        make.volunteer()
    shift = needed.shift()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert len(people_for(shift, at=make.NOW)) == people
    assert len(asked) == 3


def test_candidates_come_by_the_index_of_homes(db: None) -> None:
    """The index gives the nearest in order; nobody sorts the whole city."""
    from service.queries.matching import SQL

    shift = needed.shift()
    values = {"shift": shift.pk, "pool": 5, "day": needed.BEGIN.date(), "around": timedelta(days=15)}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_hashjoin = off")
        cursor.execute("SET LOCAL enable_mergejoin = off")
        cursor.execute("EXPLAIN " + SQL.text("people_for_shift"), values)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Order By: (home <-> " in plan


def test_shifts_for_a_person_are_ranked_and_leave_out_what_is_taken(volunteer: User) -> None:
    type(volunteer.volunteer).objects.filter(pk=volunteer.pk).update(free_time=FREE)
    volunteer.refresh_from_db()
    saturday = needed.shift()
    monday = needed.shift(starts_at=needed.BEGIN + timedelta(days=2))
    skilled = needed.shift(needed.activity(required=["first_aid"]))
    full = needed.shift(quota=1)
    needed.place(full, make.volunteer())
    ranked = shifts_for_person(volunteer, at=make.NOW)
    assert [one.shift.pk for one in ranked] == [saturday.pk, monday.pk]
    assert skilled.pk not in {one.shift.pk for one in ranked}
    needed.place(saturday, volunteer)
    assert [one.shift.pk for one in shifts_for_person(volunteer, at=make.NOW)] == [monday.pk]
