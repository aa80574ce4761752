"""Rewards as tests need them: a sponsor with a budget, an item in the catalogue with stock, a keeper, a volunteer with points."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.gis.geos import Point
from django.utils import timezone

from core.ids import new_id
from people.models import Role, User
from sites.models import ServicePoint
from tests.factories import make
from tests.timebank.test_walls import credit
from timebank.actions import rewards
from timebank.actions.contacts import keep_contact
from timebank.actions.vouchers import redeem_item
from timebank.models import CharityPool, Gift, Item, Proposal, Sponsor, Voucher

NOW = make.NOW


@dataclass(frozen=True)
class Shop:
    """What stands ready."""

    sponsor: Sponsor
    item: Item
    point: ServicePoint
    keeper: User
    first: User
    second: User


def shop(*, stock: int = 2, budget: int = 1_000, price: int = 20, **fields: Any) -> Shop:
    """Make a sponsor, an open item handed out at a service point, its keeper, and the two who approved all of it."""
    first, second = make.user(), make.user()
    for person in (first, second):
        make.grant(person, Role.ADMINISTRATOR)
    make.district()
    point, _ = ServicePoint.objects.get_or_create(
        code="SP-1", defaults={"name_zh": "服务点", "district_id": "110101", "geom": Point(116.45, 39.95, srid=4326)}
    )
    told = {"name_zh": "某茶厂", "name_en": "A tea factory"}
    sponsor = rewards.keep_sponsor(code=new_id().hex[:12], values=told, by=first, at=NOW)
    item = rewards.keep_item(
        item=None, sponsor=sponsor, values=words(price, **fields), points=[point], by=first, at=NOW
    )
    for kind, amount in ((Proposal.Kind.BUDGET, budget), (Proposal.Kind.STOCK, stock), (Proposal.Kind.OPENING, 0)):
        if kind == Proposal.Kind.OPENING or amount:
            approved(kind, sponsor, None if kind == Proposal.Kind.BUDGET else item, amount, first, second)
    keeper = make.user()
    rewards.name_keeper(service_point=point, user=keeper, by=first, at=NOW)
    item.refresh_from_db()
    sponsor.refresh_from_db()
    return Shop(sponsor, item, point, keeper, first, second)


def words(price: int = 20, **fields: Any) -> dict[str, Any]:
    """Return what an item says."""
    blank = dict.fromkeys(("text_en", "county", "story_zh", "story_en"), "")
    told = {"kind": "goods", "picture": "tea", "title_zh": "新茶一盒", "title_en": "A box of tea", "text_zh": "一盒"}
    return {**blank, **told, "price": price, "most_a_person": 1, **fields}


def approved(
    kind: Proposal.Kind, sponsor: Sponsor, item: Item | None, amount: int, by: User, and_by: User, **more: Any
) -> Proposal:
    """Propose by one, approve by the other."""
    told = {"hours": None, "note": "协议", **more}
    made = rewards.propose(kind=kind, sponsor=sponsor, item=item, amount=amount, by=by, at=NOW, **told)
    return rewards.decide(proposal=made, approve=True, by=and_by, at=NOW)


def rich(person: User, officer: User, hours: int = 6) -> User:
    """Let a person have ten points an hour, one hour a day."""
    for day in range(hours):
        credit(person, officer, source=f"report:{person.pk}:{day}", hours=1, days_ago=day + 1)
    return person


def held(shop: Shop, person: User, **fields: Any) -> Voucher:
    """Put points aside for the item."""
    return redeem_item(voucher_id=new_id(), item_id=shop.item.pk, by=person, at=fields.get("at", NOW))


LATER = NOW + timedelta(days=40)


def for_addresses(volunteer: User, people: dict[str, User | None]) -> dict[str, Any]:
    """Open a shop whose keeper is the manager; let the volunteer hold a voucher, and offer the stranger a gift."""
    officer, manager, stranger = people["officer"], people["manager"], people["stranger"]
    assert officer is not None
    assert manager is not None
    assert stranger is not None
    made = shop(most_a_person=9)
    keeper = rewards.name_keeper(service_point=made.point, user=manager, by=made.first, at=NOW)
    voucher = held(made, rich(volunteer, officer), at=timezone.now())
    proposal = Proposal.objects.create(
        kind="budget", sponsor=made.sponsor, amount=1, note="?", proposed_by=made.first, proposed_at=NOW
    )
    gift = Gift.objects.create(
        scheme_id="points-relative", giver=volunteer, receiver=stranger, relation="parent", amount=5, offered_at=NOW
    )
    said = {"name": "某人", "phone": "", "email": "csr@example.org"}
    contact = keep_contact(contact=None, sponsor=made.sponsor, duty="", said=said, by=made.first, at=NOW)
    return {
        "contact_id": contact.pk,
        "cause_code": CharityPool.objects.create(code="school", label_zh="图书角", story_zh="书").pk,
        "item_id": made.item.pk,
        "voucher_id": voucher.pk,
        "voucher_code": voucher.code,
        "sponsor_code": made.sponsor.pk,
        "proposal_id": proposal.pk,
        "keeper_id": keeper.pk,
        "gift_id": gift.pk,
        "currency": "points",
    }
