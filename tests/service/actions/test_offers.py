"""Asking people to come, one by one and in waves."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from core.errors import NotAllowed
from people.models import Notice, User
from service.actions.offers import (
    accept_offer,
    call_in_waves,
    decline_offer,
    expire_offers,
    offer_shift,
    send_due_waves,
)
from service.errors import OfferOver, ShiftFull
from service.models import Offer, Shift
from tests.factories import make
from tests.service import needed

NOW = make.NOW


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


def states() -> list[str]:
    return list(Offer.objects.order_by("wave", "pk").values_list("state", flat=True))


def test_offer_is_told_and_accepted_without_the_organiser(volunteer: User) -> None:
    shift = needed.shift(needed.activity(is_automatic=False))
    offer = offer_shift(shift=shift, person=volunteer, by=shift.activity.made_by, at=NOW)
    assert Notice.objects.get(user=volunteer).kind == "activity_offer"
    application = accept_offer(offer=offer, by=volunteer, at=NOW)
    assert (application.state, accept_offer(offer=offer, by=volunteer, at=NOW).pk) == ("accepted", application.pk)


def test_offer_that_ran_out_or_was_declined_is_over(volunteer: User) -> None:
    shift = needed.shift()
    offer = offer_shift(shift=shift, person=volunteer, by=shift.activity.made_by, at=NOW)
    with pytest.raises(OfferOver):
        accept_offer(offer=offer, by=volunteer, at=offer.accept_by)
    assert (expire_offers(at=offer.accept_by), states()) == (1, ["expired"])
    other = make.volunteer()
    second = offer_shift(shift=shift, person=other, by=shift.activity.made_by, at=NOW)
    assert decline_offer(offer=second, by=other, at=NOW).state == "declined"
    with pytest.raises(OfferOver):
        accept_offer(offer=second, by=other, at=NOW)


def test_offer_belongs_to_its_person_and_is_made_by_the_organiser(volunteer: User, stranger: User) -> None:
    shift = needed.shift()
    with pytest.raises(NotAllowed):
        offer_shift(shift=shift, person=volunteer, by=stranger, at=NOW)
    with pytest.raises(OfferOver):
        offer_shift(shift=shift, person=stranger, by=shift.activity.made_by, at=NOW)
    offer = offer_shift(shift=shift, person=volunteer, by=shift.activity.made_by, at=NOW)
    for answer in (accept_offer, decline_offer):
        with pytest.raises(NotAllowed):
            answer(offer=offer, by=make.volunteer(), at=NOW)
    assert not AnonymousUser().is_authenticated


def test_waves_ask_the_best_and_then_the_next_until_filled(db: None) -> None:
    people = [make.volunteer() for _ in range(12)]
    shift = needed.shift(quota=2)
    call_in_waves(shift=shift, by=shift.activity.made_by, at=NOW)
    assert [send_due_waves(at=NOW + minutes(n)) for n in (0, 1, 19, 20)] == [5, 0, 0, 5]
    assert list(Offer.objects.order_by("wave").values_list("wave", flat=True)) == [1] * 5 + [2] * 5
    first, second, third = Offer.objects.order_by("pk")[:3]
    accept_offer(offer=first, by=first.volunteer, at=NOW + minutes(21))
    accept_offer(offer=second, by=second.volunteer, at=NOW + minutes(22))
    with pytest.raises(OfferOver):
        accept_offer(offer=third, by=third.volunteer, at=NOW + minutes(23))
    assert sorted(states()) == ["accepted"] * 2 + ["closed"] * 8
    shift.refresh_from_db()
    assert (shift.next_wave_at, shift.filled_at) == (None, NOW + minutes(22))
    assert send_due_waves(at=NOW + minutes(60)) == 0
    assert len(people) == 12


def test_waves_end_when_nobody_is_left(db: None) -> None:
    make.volunteer()
    shift = needed.shift(quota=2)
    call_in_waves(shift=shift, by=shift.activity.made_by, at=NOW)
    assert [send_due_waves(at=NOW + minutes(n)) for n in (0, 20)] == [1, 0]
    assert Shift.objects.get().next_wave_at is None


def test_a_full_shift_calls_nobody(volunteer: User) -> None:
    shift = needed.shift(quota=1)
    needed.place(shift, volunteer)
    with pytest.raises(ShiftFull):
        call_in_waves(shift=shift, by=shift.activity.made_by, at=NOW)
