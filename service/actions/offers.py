"""Asking people to come: one by one by the organiser, or in waves where a need is urgent; and their answers."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core import audit
from core.errors import NotAllowed
from core.jobs import later
from people.actions import notify
from people.models import User
from service.actions.applications import take_offered_place
from service.actions.locking import locked_shift
from service.errors import ActivityNotOpen, OfferOver, ShiftBegan, ShiftFull
from service.logic.states import OPEN
from service.models import Application, Offer, Shift
from service.permissions import can_handle_activity
from service.queries.matching import RankedPerson, people_for
from service.queries.policy import service_rules_on
from service.sentences import beginning


def offer_shift(*, shift: Shift, person: User, by: User, at: datetime) -> Offer:
    """Ask somebody of the ranking to come; they answer in time or the offer ends. Asked twice it is the same offer.

    Refuses NotAllowed, ActivityNotOpen, ShiftBegan, ShiftFull, and OfferOver for who does not stand in the ranking.
    """
    if not can_handle_activity(by, shift.activity):
        raise NotAllowed
    with transaction.atomic():
        shift = locked_shift(shift=shift)
        _refuse_closed(shift, at)
        known = Offer.objects.filter(shift=shift, volunteer=person).first()
        if known is not None:
            return known
        ranked = next((one for one in people_for(shift, at=at) if one.user_id == person.pk), None)
        if ranked is None:
            raise OfferOver
        minutes = service_rules_on(timezone.localdate(at)).offer_minutes
        [offer] = _offered(shift, [ranked], 0, minutes, by, at)
    return offer


def call_in_waves(*, shift: Shift, by: User, at: datetime) -> Shift:
    """Say that a shift is urgent: the best fitting people are asked at once, the next ones while places are left.

    Refuses NotAllowed, ActivityNotOpen, ShiftBegan and ShiftFull.
    """
    if not can_handle_activity(by, shift.activity):
        raise NotAllowed
    with transaction.atomic():
        shift = locked_shift(shift=shift)
        _refuse_closed(shift, at)
        if shift.next_wave_at is None:
            shift.urgent_since, shift.next_wave_at, shift.wave = at, at, 0
            shift.save(update_fields=["urgent_since", "next_wave_at", "wave"])
            audit.record("call_in_waves", shift, by=by, at=at)
        later("service.send_waves", queueing_lock="service.send_waves")
    return shift


def send_due_waves(*, at: datetime) -> int:
    """Send the waves that are due; return how many people were asked."""
    due = Shift.objects.filter(next_wave_at__lte=at).order_by("next_wave_at", "pk")
    return sum(_send_wave(shift, at) for shift in due)


def accept_offer(*, offer: Offer, by: User, at: datetime) -> Application:
    """Say yes and have the place. Refuses NotAllowed, OfferOver, ShiftFull and as `take_offered_place`."""
    with transaction.atomic():
        offer = _own(offer, by)
        if offer.state == "accepted":
            return Application.objects.get(shift=offer.shift, volunteer=by)
        if offer.state != "open" or at >= offer.accept_by:
            raise OfferOver
        application = take_offered_place(shift=offer.shift, by=by, at=at)
        _end(offer, "accepted", by, at)
        _close_when_full(offer.shift, at)
    return application


def decline_offer(*, offer: Offer, by: User, at: datetime) -> Offer:
    """Say no; nothing follows from it. Refuses NotAllowed and OfferOver."""
    with transaction.atomic():
        offer = _own(offer, by)
        if offer.state == "declined":
            return offer
        if offer.state != "open":
            raise OfferOver
        _end(offer, "declined", by, at)
    return offer


def expire_offers(*, at: datetime) -> int:
    """End the offers nobody answered in time; return how many."""
    return Offer.objects.filter(state="open", accept_by__lte=at).update(state="expired", ended_at=at)


def _send_wave(shift: Shift, at: datetime) -> int:
    rules = service_rules_on(timezone.localdate(at))
    with transaction.atomic():
        shift = locked_shift(shift=shift)
        # Another worker may have sent it while this one waited for the lock.
        if shift.next_wave_at is None or shift.next_wave_at > at:
            return 0
        is_over = shift.activity.state not in OPEN or at >= shift.starts_at or shift.places_left < 1
        if is_over or shift.wave >= rules.wave_most:
            return _stop(shift)
        people = people_for(shift, at=at)[: rules.wave_people]
        if not people:
            return _stop(shift)
        shift.wave += 1
        shift.next_wave_at = at + timedelta(minutes=rules.wave_minutes)
        shift.save(update_fields=["wave", "next_wave_at"])
        return len(_offered(shift, people, shift.wave, rules.urgent_minutes, None, at))


def _stop(shift: Shift) -> int:
    shift.next_wave_at = None
    shift.save(update_fields=["next_wave_at"])
    return 0


def _offered(
    shift: Shift, people: list[RankedPerson], wave: int, minutes: float, by: User | None, at: datetime
) -> list[Offer]:
    until = min(at + timedelta(minutes=minutes), shift.starts_at)
    offers = Offer.objects.bulk_create(
        Offer(
            shift=shift,
            volunteer_id=one.user_id,
            score=one.match.score,
            reasons=list(one.match.reasons),
            wave=wave,
            made_at=at,
            made_by=by,
            accept_by=until,
        )
        for one in people
    )
    for offer in offers:
        audit.record("offer_shift", offer, by=by, at=at, change={"wave": wave, "score": offer.score})
    params = {
        "activity": shift.activity.title,
        "starts": beginning(shift),
        "accept_by": f"{timezone.localtime(until):%m-%d %H:%M}",
    }
    asked = User.objects.filter(pk__in=[one.user_id for one in people]).order_by("pk")
    notify(users=asked, kind="activity_offer", params=params, url=reverse("service:mine"), at=at)
    return offers


def _own(offer: Offer, by: User) -> Offer:
    if offer.volunteer_id != by.pk:
        raise NotAllowed
    # The shift is locked before the offer, as everywhere.
    shift = locked_shift(shift=offer.shift)
    found = Offer.objects.select_for_update().get(pk=offer.pk)
    found.shift = shift
    return found


def _end(offer: Offer, state: str, by: User, at: datetime) -> None:
    offer.state, offer.ended_at = state, at
    offer.save(update_fields=["state", "ended_at"])
    audit.record(f"offer_{state}", offer, by=by, at=at)


def _close_when_full(shift: Shift, at: datetime) -> None:
    shift.refresh_from_db(fields=["taken"])
    if shift.places_left < 1:
        Offer.objects.filter(shift=shift, state="open").update(state="closed", ended_at=at)


def _refuse_closed(shift: Shift, at: datetime) -> None:
    if shift.activity.state not in OPEN:
        raise ActivityNotOpen(state=shift.activity.get_state_display())
    if at >= shift.starts_at:
        raise ShiftBegan
    if shift.places_left < 1:
        raise ShiftFull
