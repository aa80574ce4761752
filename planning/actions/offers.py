"""Visits that look for somebody: offered, claimed by exactly one, closed when their day has passed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from core import audit
from core.errors import NotFound
from patrol.actions.assignments import take_assignment
from patrol.errors import AlreadyTaken
from patrol.models import Assignment
from people.actions import notify
from people.models import User
from people.notices import in_both
from planning.errors import NotEligible, OfferGone
from planning.logic.reasons import OwnReason
from planning.models import Offer, Plan
from planning.queries.duties import today
from planning.queries.offers import eligible_offers, nearest_eligible

# So many neighbours hear of a visit that looks for somebody; all others find it in the list.
TOLD: Final = 10
NOT_OFFERED: Final = (OwnReason.ALREADY_ASKED, OwnReason.REMOVED, OwnReason.CLOSED, OwnReason.SUSPENDED)
WHY: Final = {
    Assignment.End.DECLINED: Offer.Why.DECLINED,
    Assignment.End.GIVEN_BACK: Offer.Why.GIVEN_BACK,
    Assignment.End.NOT_ACCEPTED: Offer.Why.NOT_ACCEPTED,
}


def offer_left_out(*, plan: Plan, by: User, at: datetime) -> int:
    """Offer the sites a published plan leaves out to whoever lives near; return how many. The caller holds the plan."""
    with transaction.atomic():
        rest = plan.omissions.exclude(reason__in=NOT_OFFERED).values_list("site_id", flat=True)
        offers = _offer(plan, rest, Offer.Why.LEFT_OUT, at)
        audit.record("offer_left_out", plan, by=by, at=at, change={"offers": len(offers)})
        return len(offers)


def offer_released(*, assignment_id: UUID, at: datetime) -> Offer | None:
    """Offer a planned visit that was released to others nearby and tell the nearest of them.

    None where it goes back to whoever plans: its day has passed, it was planned anew, or somebody has the site already.
    """
    with transaction.atomic():
        known = Assignment.objects.select_related("site")
        released = known.filter(pk=assignment_id, status=Assignment.Status.RELEASED).first()
        if released is None or released.end_reason not in WHY or released.do_by <= today(at):
            return None
        plan = Plan.objects.filter(pk=released.plan_id).first() if released.plan_id else None
        is_held = Assignment.objects.filter(site=released.site, status=Assignment.Status.OPEN).exists()
        if plan is None or is_held:
            return None
        offers = _offer(plan, [released.site_id], WHY[Assignment.End(released.end_reason)], at)
        for offer in offers:
            offer.do_by = released.do_by
            offer.save(update_fields=["do_by"])
            audit.record("offer_released", offer, by=None, at=at, change={"site": released.site.code})
            _tell_neighbours(offer, without=released.volunteer_id, at=at)
        return offers[0] if offers else None


def claim_visit(*, offer_id: UUID, by: User, at: datetime) -> Assignment:
    """Give an offered visit to whoever asks first and can; asking twice returns the same visit.

    Refuses NotFound, OfferGone, NotEligible, and what `take_assignment` does.
    """
    with transaction.atomic():
        # The row is the lock: of many who claim at once, the first has it and the others read what it became.
        offer = Offer.objects.select_for_update(of=("self",)).select_related("site", "plan").filter(pk=offer_id).first()
        if offer is None:
            raise NotFound
        if offer.state == Offer.State.CLAIMED and offer.claimed_by_id == by.pk and offer.assignment is not None:
            return offer.assignment
        if offer.state != Offer.State.OPEN or offer.do_by < today(at):
            raise OfferGone
        if not eligible_offers(by, on=today(at)).filter(pk=offer.pk).exists():
            raise NotEligible
        try:
            made = take_assignment(site=offer.site, by=by, at=at, do_by=offer.do_by, plan_id=offer.plan_id)
        except AlreadyTaken as taken:
            raise OfferGone from taken
        offer.state, offer.ended_at = Offer.State.CLAIMED, at
        offer.claimed_by, offer.assignment = by, made
        offer.save()
        audit.record("claim_visit", offer, by=by, at=at, change={"site": offer.site.code})
        return made


def close_offers(*, at: datetime) -> int:
    """Close offers whose day has passed or whose site somebody visited or has; return how many."""
    found = 0
    with transaction.atomic():
        opened = Offer.objects.select_for_update(of=("self",), skip_locked=True).filter(state=Offer.State.OPEN)
        for offer in opened.select_related("site__duty").order_by("pk"):
            visited = offer.site.duty.last_visited_on
            if offer.do_by < today(at) or (visited is not None and visited >= today(offer.made_at)):
                offer.state, offer.ended_at = Offer.State.CLOSED, at
                offer.save(update_fields=["state", "ended_at"])
                audit.record("close_offer", offer, by=None, at=at)
                found += 1
    return found


def _offer(plan: Plan, sites: Iterable[UUID], why: Offer.Why, at: datetime) -> list[Offer]:
    """Make the offers that are not there yet."""
    wanted = set(sites)
    wanted -= set(Offer.objects.filter(site__in=wanted, state=Offer.State.OPEN).values_list("site_id", flat=True))
    made = [Offer(site_id=site, plan=plan, why=why, do_by=plan.do_by, made_at=at) for site in sorted(wanted)]
    return Offer.objects.bulk_create(made)


def _tell_neighbours(offer: Offer, *, without: UUID, at: datetime) -> None:
    site = offer.site
    people = nearest_eligible(offer, without=without, on=today(at))[:TOLD]
    params = {"site": [site.name_zh, site.name_en], "why": in_both(Offer.Why(offer.why).label)}
    notify(users=people, kind="visit_free", params=params, url=reverse("planning:offers"), at=at)
