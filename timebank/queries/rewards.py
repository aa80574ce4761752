"""What we know of rewards: the catalogue, one's vouchers, what waits for a second person, and what a sponsor's promise became."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet, Sum

from core.sql import Statements
from people.models import User
from people.permissions import MATRIX, Person
from timebank.models import Item, Keeper, Proposal, Sponsor, Voucher

SQL: Final = Statements(Path(__file__).resolve().parent.parent / "sql")


@dataclass(frozen=True, slots=True)
class Impact:
    """What became of a sponsor's promise: redeemed vouchers, their points and people, and the service behind them."""

    vouchers: int
    points: int
    people: int
    seconds: int
    package_hours: int

    @property
    def hours(self) -> int:
        """Whole hours of service behind what was redeemed."""
        return self.seconds // 3600


def catalogue(kind: str = "") -> QuerySet[Item]:
    """Return what volunteers may choose from, what is there before what is gone, the cheapest first."""
    items = Item.objects.filter(state=Item.State.OPEN, sponsor__is_active=True).select_related("sponsor")
    if kind in Item.Kind.values:
        items = items.filter(kind=kind)
    return items.annotate(is_gone=Q(stock=0)).order_by("is_gone", "price", "id")


def vouchers_of(person: User) -> QuerySet[Voucher]:
    """Return a person's vouchers, newest first."""
    found = Voucher.objects.filter(owner=person).select_related("item__sponsor", "service_point")
    return found.prefetch_related("item__service_points").order_by("-held_at")


def redeemed_at(points: QuerySet[Any]) -> QuerySet[Voucher]:
    """Return what was handed out at service points, newest first."""
    found = Voucher.objects.filter(service_point__in=points, state=Voucher.State.CAPTURED)
    return found.select_related("item", "service_point").order_by("-ended_at")


def items_kept() -> QuerySet[Item]:
    """Return every item with how many are on hold and redeemed, for who keeps the rewards."""
    held = Count("vouchers", filter=Q(vouchers__state="held"))
    redeemed = Count("vouchers", filter=Q(vouchers__state="captured"))
    return (
        Item.objects.select_related("sponsor").annotate(held=held, redeemed=redeemed).order_by("sponsor", "price", "id")
    )


def proposals(state: str = "") -> QuerySet[Proposal]:
    """Return proposals, those that wait first, then the newest."""
    found = Proposal.objects.select_related("sponsor", "item", "proposed_by", "decided_by")
    if state:
        found = found.filter(state=state)
    return found.order_by(F("decided_at").desc(nulls_first=True), "-proposed_at")


def keepers() -> QuerySet[Keeper]:
    """Return who redeems where."""
    found = Keeper.objects.filter(ended_at=None).select_related("service_point", "user")
    return found.order_by("service_point", "user__name")


def deciders(proposer: User) -> list[User]:
    """Return who may decide about somebody's proposal: administrators, and officers of the same standing, but not the proposer."""
    roles = [role.value for role in MATRIX["keep_rewards"]]
    held = User.objects.filter(role_grants__role__in=roles, role_grants__revoked_at=None, is_active=True)
    return list(held.filter(role_grants__area__in=["", *_areas(proposer)]).exclude(pk=proposer.pk).distinct())


def sponsors_of(person: Person) -> QuerySet[Sponsor]:
    """Return the sponsors whose contact the person is."""
    return Sponsor.objects.filter(contacts=person.pk).order_by("code")


def impact_of(sponsor: Sponsor) -> Impact:
    """Return what was redeemed of a sponsor's items, and the seconds of verified service that earned those points."""
    redeemed = Voucher.objects.filter(item__sponsor=sponsor, state=Voucher.State.CAPTURED)
    found = redeemed.aggregate(vouchers=Count("pk"), points=Sum("points"), people=Count("owner", distinct=True))
    bought = sponsor.proposals.filter(kind=Proposal.Kind.PACKAGE, state=Proposal.State.APPROVED)
    hours = bought.aggregate(total=Sum("hours"))["total"] or 0
    seconds = SQL.value("seconds_behind", {"sponsor": sponsor.pk})
    return Impact(found["vouchers"], found["points"] or 0, found["people"], int(seconds), hours)


def impact_by_item(sponsor: Sponsor) -> QuerySet[Item]:
    """Return a sponsor's items with what was redeemed and is on hold of each."""
    return items_kept().filter(sponsor=sponsor)


def _areas(person: User) -> list[str]:
    return list(person.role_grants.filter(revoked_at=None).values_list("area", flat=True))
