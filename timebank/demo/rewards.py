"""Rewards of the demo, all invented: sponsors, a catalogue, a keeper, vouchers, a gift that waits, points near their last day."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from core.ids import new_id
from people.models import User
from sites.models import ServicePoint
from timebank.actions import rewards
from timebank.actions.causes import close_cause
from timebank.actions.contacts import keep_contact
from timebank.actions.giving import donate_points, offer_gift
from timebank.actions.points import warn_of_expiry
from timebank.actions.trial import strike_trial_balance
from timebank.actions.vouchers import capture_voucher, redeem_item
from timebank.models import CharityPool, Currency, GiftScheme, Item, Proposal, Sponsor
from timebank.queries import balance

VOLUNTEER, FIRST, SECOND = "volunteer@example.org", "officer@example.org", "administrator@example.org"
KEEPER, CONTACT = "manager@example.org", "reviewer@example.org"
# The good cause that is over.
SCARVES: Final = "winter-scarves"
DAYS: Final = 9
OTHERS: Final = 6
Kind = Proposal.Kind


def load(*, at: datetime) -> str:
    """Add them once; say what is there."""
    if not Sponsor.objects.exists():
        data = json.loads((Path(__file__).parent / "rewards.json").read_text(encoding="utf-8"))
        people = {person.email: person for person in User.objects.filter(email__endswith="@example.org")}
        _stock(data, people, at - timedelta(days=DAYS))
        _redeem(people, at)
        warn_of_expiry(at=at)
        for days_ago in (2, 1, 0):
            strike_trial_balance(at=at - timedelta(days=days_ago))
    return (
        f"{Item.objects.count()} items of {Sponsor.objects.count()} sponsors, {CharityPool.objects.count()} good causes"
    )


def _stock(data: dict[str, Any], people: dict[str, User], at: datetime) -> None:
    first, second = people[FIRST], people[SECOND]
    sponsors = {row["code"]: _sponsor(row, people, at) for row in data["sponsors"]}
    points = list(ServicePoint.objects.filter(is_active=True).order_by("code")[:2])
    for row in data["items"]:
        values = {"text_en": "", "story_zh": "", "story_en": "", "county": "", **row, "most_a_person": row["most"]}
        sponsor = sponsors[row["sponsor"]]
        item = rewards.keep_item(item=None, sponsor=sponsor, values=values, points=points, by=first, at=at)
        for kind, amount in ((Kind.STOCK, row["stock"]), (Kind.OPENING, 0)):
            if amount or kind == Kind.OPENING:
                _give(kind, sponsor, item, amount, None, "演示", first, second, at)
    for row in data["pools"]:
        CharityPool.objects.create(**{**row, "sponsor": sponsors.get(row["sponsor"] or "")})
    _causes_and_contacts(sponsors, first, at)
    for point in points:
        rewards.name_keeper(service_point=point, user=people[KEEPER], by=first, at=at)
    care = Item.objects.get(picture="care")
    rewards.propose(
        kind=Kind.STOCK, sponsor=care.sponsor, item=care, amount=8, hours=None, note="演示：补货", by=second, at=at
    )


def _causes_and_contacts(sponsors: dict[str, Sponsor], by: User, at: datetime) -> None:
    """One cause that will have reached its end, and whom one calls."""
    CharityPool.objects.create(
        code=SCARVES, label_zh="冬日围巾（演示）", label_en="Winter scarves (demo)",
        story_zh="为守夜的文物看护员送围巾。虚构项目，只用于演示。", story_en="Scarves for guards who watch at night. Invented, for the demo.",
    )  # fmt: skip
    said = {"name": "茶小满", "phone": "+8613900000001", "email": "csr@example.org"}
    keep_contact(contact=None, sponsor=sponsors["laojie-tea"], duty="公益负责人（演示）", said=said, by=by, at=at)


def _sponsor(row: dict[str, Any], people: dict[str, User], at: datetime) -> Sponsor:
    values = {name: row[name] for name in ("name_zh", "name_en", "about_zh")}
    sponsor = rewards.keep_sponsor(code=row["code"], values=values, by=people[FIRST], at=at)
    sponsor.contacts.add(people[CONTACT])
    for points, hours, note in row["packages"]:
        _give(Kind.PACKAGE, sponsor, None, points, hours, note, people[FIRST], people[SECOND], at)
    for points, note in row["budgets"]:
        _give(Kind.BUDGET, sponsor, None, points, None, note, people[FIRST], people[SECOND], at)
    return sponsor


def _give(
    kind: Kind, sponsor: Sponsor, item: Item | None, amount: int, hours: int | None, note: str, by: User, and_by: User,
    at: datetime,
) -> None:  # fmt: skip
    made = rewards.propose(kind=kind, sponsor=sponsor, item=item, amount=amount, hours=hours, note=note, by=by, at=at)
    rewards.decide(proposal=made, approve=True, by=and_by, at=at + timedelta(hours=2))


def _redeem(people: dict[str, User], at: datetime) -> None:
    """Let some volunteers redeem something, the demo's own among them; half of it has been handed out."""
    keeper = people[KEEPER]
    items = list(Item.objects.filter(stock__gt=0).order_by("price"))
    wealthy = User.objects.filter(point_lots__left__gt=0).exclude(email=VOLUNTEER).distinct().order_by("email")[:OTHERS]
    for number, person in enumerate([people[VOLUNTEER], *wealthy]):
        item = items[number % len(items)]
        if balance(person, Currency.POINTS) < item.price:
            continue
        held_at = at - timedelta(days=DAYS - 1 - number % DAYS)
        voucher = redeem_item(voucher_id=new_id(), item_id=item.pk, by=person, at=held_at)
        if number % 2 == 0:
            point = item.service_points.order_by("code")[0]
            capture_voucher(code=voucher.code, service_point=point, by=keeper, at=held_at + timedelta(hours=5))
    _give_away(people, list(wealthy), at)


def _give_away(people: dict[str, User], others: list[User], at: datetime) -> None:
    pool = CharityPool.objects.get(pk="village-library")
    for number, person in enumerate(others[1:]):
        points = min(balance(person, Currency.POINTS), 20 + 10 * number)
        if points:
            donate_points(donation_id=new_id(), pool=pool, points=points, by=person, at=at - timedelta(days=1))
    scarves = CharityPool.objects.get(pk=SCARVES)
    for person in others[:3]:
        if balance(person, Currency.POINTS) >= 5:
            donate_points(donation_id=new_id(), pool=scarves, points=5, by=person, at=at - timedelta(days=2))
    outcome = (
        "三十六条围巾送到了长城沿线的看护员手里。（演示）",
        "Thirty-six scarves reached the guards along the wall. (demo)",
    )
    close_cause(cause=scarves, outcome=outcome, by=people[FIRST], at=at)
    receiver = people[VOLUNTEER]
    if others and balance(others[0], Currency.POINTS) >= 10:
        scheme = GiftScheme.objects.get(pk="points-relative")
        offer_gift(
            gift_id=new_id(), scheme=scheme, email=receiver.email, name=receiver.name, relation="sibling", amount=10,
            by=others[0], at=at,
        )  # fmt: skip
