"""Whoever goes while others act on the same shifts, reviews and lists: all take their rows in one order, nobody is thrown out."""

import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from core import personal
from core.errors import Problem
from patrol.models import Review
from people.actions import rights
from people.actions.rights import erase, erase_due
from people.models import Erasure, Membership, User
from service.actions.applications import apply_to_shift
from service.models import Application, Shift
from tests.factories import joined, make
from tests.service import needed

pytestmark = pytest.mark.usefixtures("db")
HOLD_S, ROUNDS, SHIFTS = 0.3, 2, 4


@pytest.fixture
def db(committed_db: None) -> None:
    """The committed database under the name by which pytest-django knows that a test database is wanted."""


def erasure_of(person: User) -> Erasure:
    at = timezone.now() - timedelta(days=8)
    return Erasure.objects.create(user=person, pseudonym=f"已注销-{person.pk.hex[-8:]}", asked_at=at, due_at=at)


def shifts() -> list[Shift]:
    now = timezone.now()
    return [needed.shift(starts_at=now + timedelta(days=day), at=now) for day in range(2, 2 + SHIFTS)]


def ask_again_and_again(
    person: User, places: list[Shift], is_over: threading.Event, faults: list[BaseException]
) -> None:
    """Press the button of every shift in turn, as an impatient volunteer does, until the other is done."""
    try:
        while not is_over.is_set():
            for shift in reversed(places):
                try:
                    apply_to_shift(shift=shift, by=person, at=timezone.now())
                except Problem:
                    return
    except BaseException as fault:
        faults.append(fault)
    finally:
        connection.close()


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the erasure wait for ever: then the order alone keeps people from being thrown out."""
    monkeypatch.setattr(rights, "PATIENCE", "0")


@pytest.mark.usefixtures("endless")
def test_erasing_and_applying_take_shift_then_person() -> None:
    for _round in range(ROUNDS):
        person, places = make.volunteer(), shifts()
        for shift in places:
            apply_to_shift(shift=shift, by=person, at=timezone.now())
        erasure, is_over, faults = erasure_of(person), threading.Event(), list[BaseException]()
        impatient = threading.Thread(
            target=ask_again_and_again, args=(User.objects.get(pk=person.pk), places, is_over, faults)
        )
        impatient.start()
        try:
            is_done = erase(erasure_id=erasure.pk, at=timezone.now())
        finally:
            is_over.set()
            impatient.join()
        assert (faults, is_done) == ([], True)
        assert set(Application.objects.filter(volunteer=person).values_list("state", flat=True)) == {"cancelled"}


def hold_then_lock_the_person(
    rows: QuerySet[Any], person: User, is_held: threading.Event, faults: list[BaseException]
) -> None:
    """Do what an action does: lock the matter, think, lock the person."""
    try:
        with transaction.atomic():
            assert len(rows.select_for_update(of=("self",))) == 1
            is_held.set()
            time.sleep(HOLD_S)
            User.objects.select_for_update(no_key=True).get(pk=person.pk)
    except BaseException as fault:
        faults.append(fault)
    finally:
        connection.close()


@pytest.mark.usefixtures("endless")
def test_every_matter_is_locked_before_its_person() -> None:
    person, faults = make.volunteer(), list[BaseException]()
    joined.membership(person, make.organisation())
    make.report(person, make.site())
    apply_to_shift(shift=shifts()[0], by=person, at=timezone.now())
    matters = [rows for part in personal.parts().values() for rows in part.matters(person.pk) if rows.exists()]
    assert {rows.model for rows in matters} == {Shift, Review, Membership}
    for rows in matters:
        is_held = threading.Event()
        other = threading.Thread(target=hold_then_lock_the_person, args=(rows, person, is_held, faults))
        other.start()
        is_held.wait(5)
        with transaction.atomic():
            rights._locked_with_matters(person.pk)
        other.join()
    assert faults == []


def test_erasure_gives_way_and_is_done_at_the_next_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rights, "PATIENCE", "1ms")
    monkeypatch.setattr(rights, "TURNS", 2)
    person, is_held = make.volunteer(), threading.Event()
    erasure, faults = erasure_of(person), list[BaseException]()
    matter = User.objects.filter(pk=person.pk)
    other = threading.Thread(target=hold_then_lock_the_person, args=(matter, person, is_held, faults))
    other.start()
    is_held.wait(5)
    assert erase_due(at=timezone.now()) == 0
    other.join()
    erasure.refresh_from_db()
    assert (faults, erasure.started_at, User.objects.get(pk=person.pk).is_active) == ([], None, True)
    assert erase_due(at=timezone.now()) == 1
