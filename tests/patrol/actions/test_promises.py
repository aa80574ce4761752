"""Saying yes or no, and visits whose time is over."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from core.errors import NotAllowed, NotFound
from core.ids import new_id
from patrol.actions.assignments import assign_many, release_assignment
from patrol.actions.promises import (
    accept_assignment,
    decline_assignment,
    end_for_new_plan,
    keep_in_new_plan,
    release_late,
)
from patrol.errors import AssignmentNotOpen, DeclineReasonMissing
from patrol.models import Assignment
from people.models import Notice, User
from sites.models import PlaceGrant, Site
from tests.factories.jobs import queued
from tests.planning.cases import day, now

PLAN = new_id()


@pytest.fixture
def visit(planner: User, volunteer: User, site: Site) -> Assignment:
    until = now() + timedelta(hours=48)
    return assign_many(
        pairs=[(site, volunteer)], do_by=day(5), plan_id=PLAN, accept_by=until, by=planner, at=now()
    )[0]  # fmt: skip


def kinds(person: User) -> list[str]:
    return list(Notice.objects.filter(user=person).order_by("created_at", "pk").values_list("kind", flat=True))


def released_jobs() -> list[dict[str, object]]:
    return [arguments for name, arguments in queued() if name == "planning.visit_released"]


def test_yes_is_kept_once(visit: Assignment, volunteer: User) -> None:
    first = accept_assignment(assignment_id=visit.pk, by=volunteer, at=now())
    second = accept_assignment(assignment_id=visit.pk, by=volunteer, at=now() + timedelta(hours=1))
    assert first.accepted_at == second.accepted_at is not None
    assert kinds(volunteer) == ["assigned_to_accept"]


def test_no_releases_the_visit_and_tells_whoever_asked(visit: Assignment, volunteer: User, planner: User) -> None:
    said_no = decline_assignment(assignment_id=visit.pk, words=" 出差 ", by=volunteer, at=now())
    assert (said_no.status, said_no.end_reason, said_no.end_words) == ("released", "declined", "出差")
    assert kinds(planner) == ["plan_visit_lost"]
    assert released_jobs() == [{"assignment_id": str(visit.pk)}]
    assert not PlaceGrant.objects.filter(user=volunteer, until__gt=now()).exists()


@pytest.mark.parametrize("words", ["", "  "])
def test_no_without_a_word_is_refused(visit: Assignment, volunteer: User, words: str) -> None:
    with pytest.raises(DeclineReasonMissing):
        decline_assignment(assignment_id=visit.pk, words=words, by=volunteer, at=now())


def test_nobody_answers_for_another(visit: Assignment, stranger: User) -> None:
    with pytest.raises(NotAllowed):
        accept_assignment(assignment_id=visit.pk, by=stranger, at=now())
    with pytest.raises(NotAllowed):
        decline_assignment(assignment_id=visit.pk, words="不去", by=stranger, at=now())
    with pytest.raises(NotFound):
        accept_assignment(assignment_id=new_id(), by=stranger, at=now())


def test_a_released_visit_takes_no_answer(visit: Assignment, volunteer: User) -> None:
    release_assignment(assignment=visit, by=volunteer, at=now())
    visit.refresh_from_db()
    assert visit.end_reason == "given_back"
    with pytest.raises(AssignmentNotOpen):
        accept_assignment(assignment_id=visit.pk, by=volunteer, at=now())


def test_a_visit_not_accepted_in_time_is_released_and_both_sides_are_told(
    visit: Assignment, volunteer: User, planner: User
) -> None:
    assert release_late(at=now() + timedelta(hours=47)) == 0
    assert release_late(at=now() + timedelta(hours=49)) == 1
    assert release_late(at=now() + timedelta(hours=49)) == 0
    visit.refresh_from_db()
    assert (visit.status, visit.end_reason) == ("released", "not_accepted")
    assert (kinds(volunteer), kinds(planner)) == (["assigned_to_accept", "visit_ended"], ["plan_visit_lost"])


def test_an_accepted_visit_is_released_when_its_day_and_a_day_of_grace_have_passed(
    visit: Assignment, volunteer: User
) -> None:
    accept_assignment(assignment_id=visit.pk, by=volunteer, at=now())
    assert release_late(at=now() + timedelta(days=6)) == 0
    assert release_late(at=now() + timedelta(days=7)) == 1
    visit.refresh_from_db()
    assert visit.end_reason == "not_done"


def test_a_visit_of_no_plan_is_left_alone(planner: User, volunteer: User, site: Site) -> None:
    assign_many(pairs=[(site, volunteer)], do_by=day(1), by=planner, at=now())
    assert release_late(at=now() + timedelta(days=30)) == 0


def test_a_new_plan_ends_some_visits_and_keeps_others(visit: Assignment, volunteer: User, planner: User) -> None:
    later = new_id()
    keep_in_new_plan(assignments=[visit.pk], plan_id=later, do_by=day(9), by=planner, at=now())
    visit.refresh_from_db()
    assert (visit.plan_id, visit.do_by, kinds(volunteer)[-1]) == (later, day(9), "visit_moved")
    end_for_new_plan(assignments=[visit.pk], by=planner, at=now())
    visit.refresh_from_db()
    assert (visit.status, visit.end_reason, kinds(volunteer)[-1]) == ("released", "replanned", "visit_ended")


def test_the_database_keeps_the_reasons(visit: Assignment) -> None:
    for wrong, name in (
        ({"end_reason": "not_done", "ended_at": now()}, "assignment_ended_is_released"),
        ({"status": "released", "end_reason": "declined", "ended_at": now()}, "assignment_declined_says_why"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Assignment.objects.filter(pk=visit.pk).update(**wrong)
