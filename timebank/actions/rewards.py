"""The catalogue and what stands behind it: items written by one and opened by two; budgets, packages and stock likewise."""

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from core import audit
from core.errors import NotAllowed
from people.actions import notify
from people.models import User
from people.notices import in_both
from sites.models import ServicePoint
from timebank.errors import FourEyes, ProposalOver
from timebank.models import Item, Keeper, Proposal, Sponsor
from timebank.permissions import can_keep_rewards
from timebank.queries.rewards import deciders

Kind = Proposal.Kind
TEXTS: Final = (
    "kind", "picture", "title_zh", "title_en", "text_zh", "text_en", "county", "story_zh", "story_en", "price",
    "most_a_person",
)  # fmt: skip


def keep_sponsor(*, code: str, values: dict[str, Any], by: User, at: datetime) -> Sponsor:
    """Keep a sponsor's names and words; its budget changes by proposals alone."""
    _check_right(by)
    with transaction.atomic():
        sponsor, is_new = Sponsor.objects.update_or_create(code=code, defaults=values)
        audit.record("keep_sponsor", sponsor, by=by, at=at, change={**values, "is_new": is_new})
    return sponsor


def keep_item(
    *, item: Item | None, sponsor: Sponsor, values: dict[str, Any], points: list[ServicePoint], by: User, at: datetime
) -> Item:
    """Write an item, new or known; whatever is written leaves the catalogue until a second person has seen it."""
    _check_right(by)
    with transaction.atomic():
        told = {name: values[name] for name in TEXTS}
        item = Item.objects.select_for_update(no_key=True).get(pk=item.pk) if item else Item(sponsor=sponsor)
        for name, value in told.items():
            setattr(item, name, value)
        item.state, item.made_by, item.made_at = Item.State.DRAFT, by, at
        item.save()
        item.service_points.set(points)
        audit.record("keep_item", item, by=by, at=at, change={**told, "points": [point.pk for point in points]})
    return item


def close_item(*, item: Item, by: User, at: datetime) -> None:
    """Take an item out of the catalogue; vouchers that stand are honoured."""
    _check_right(by)
    with transaction.atomic():
        item = Item.objects.select_for_update(no_key=True).get(pk=item.pk)
        item.state = Item.State.CLOSED
        item.save(update_fields=["state"])
        audit.record("close_item", item, by=by, at=at)


def propose(
    *, kind: Proposal.Kind, sponsor: Sponsor, item: Item | None, amount: int, hours: int | None, note: str, by: User,
    at: datetime,
) -> Proposal:  # fmt: skip
    """Propose to give something of value; a second person is told and decides."""
    _check_right(by)
    with transaction.atomic():
        proposal = Proposal.objects.create(
            kind=kind, sponsor=sponsor, item=item, amount=amount, hours=hours, note=note, proposed_by=by, proposed_at=at
        )
        change = {"kind": kind, "amount": amount, "item": str(item.pk) if item else ""}
        audit.record("propose", proposal, by=by, at=at, change=change)
        params = {"name": [sponsor.name_zh, sponsor.name_en], "kind": in_both(Kind(kind).label)}
        notify(users=deciders(by), kind="proposal_waiting", params=params, url=reverse("rewards:handled"), at=at)
    return proposal


def decide(*, proposal: Proposal, approve: bool, by: User, at: datetime) -> Proposal:
    """Approve or refuse somebody else's proposal; approved, it takes effect at once. Raises FourEyes and ProposalOver."""
    _check_right(by)
    with transaction.atomic():
        proposal = Proposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
        if proposal.state != Proposal.State.WAITING:
            raise ProposalOver
        if proposal.proposed_by_id == by.pk:
            raise FourEyes
        proposal.state = Proposal.State.APPROVED if approve else Proposal.State.REFUSED
        proposal.decided_by, proposal.decided_at = by, at
        if approve and proposal.kind == Kind.OPENING and _was_rewritten(proposal):
            raise ProposalOver
        proposal.save(update_fields=["state", "decided_by", "decided_at"])
        if approve:
            _take_effect(proposal)
        audit.record("decide_proposal", proposal, by=by, at=at, change={"approve": approve, "kind": proposal.kind})
    return proposal


def name_keeper(*, service_point: ServicePoint, user: User, by: User, at: datetime) -> Keeper:
    """Let a person redeem vouchers at a service point."""
    _check_right(by)
    with transaction.atomic():
        keeper, is_new = Keeper.objects.get_or_create(
            service_point=service_point, user=user, ended_at=None, defaults={"since": at, "named_by": by}
        )
        if is_new:
            change = {"point": service_point.pk, "user": str(user.pk)}
            audit.record("name_keeper", keeper, by=by, at=at, change=change)
    return keeper


def end_keeper(*, keeper: Keeper, by: User, at: datetime) -> None:
    """Let a person redeem no more at a service point."""
    _check_right(by)
    with transaction.atomic():
        if Keeper.objects.filter(pk=keeper.pk, ended_at=None).update(ended_at=at):
            audit.record("end_keeper", keeper, by=by, at=at)


def _was_rewritten(proposal: Proposal) -> bool:
    return Item.objects.filter(proposals=proposal, made_at__gt=proposal.proposed_at).exists()


def _take_effect(proposal: Proposal) -> None:
    item = Item.objects.filter(proposals=proposal)
    if proposal.kind in (Kind.BUDGET, Kind.PACKAGE):
        Sponsor.objects.filter(pk=proposal.sponsor_id).update(budget=F("budget") + proposal.amount)
    elif proposal.kind == Kind.STOCK:
        item.update(stock=F("stock") + proposal.amount)
    else:
        item.update(state=Item.State.OPEN)


def _check_right(by: User) -> None:
    if not can_keep_rewards(by):
        raise NotAllowed
