"""The catalogue of rewards, open to everybody; and what a sponsor's promise became, for the sponsor."""

from typing import Final
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.errors import NotFound
from core.ids import new_id
from people.permissions import signed_in
from timebank.models import Currency, Item, Proposal, Sponsor
from timebank.permissions import can_keep_rewards, can_see_sponsor, kept_points
from timebank.queries import balance
from timebank.queries.rewards import catalogue as items_of
from timebank.queries.rewards import impact_by_item, impact_of, proposals, sponsors_of

ROWS: Final = 24


@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """Show what points can be redeemed for, by kind."""
    kind = request.GET.get("kind", "")
    page = Paginator(items_of(kind), ROWS).get_page(request.GET.get("page"))
    here = reverse("rewards:catalogue")
    kinds = [("", _("Everything")), *Item.Kind.choices]
    tabs = [
        {"label": label, "url": f"{here}?kind={value}" if value else here, "is_current": value == kind}
        for value, label in kinds
    ]
    person = request.user
    context = {
        "page": page,
        "tabs": tabs,
        "points": balance(person, Currency.POINTS) if person.is_authenticated else None,
        "is_keeper": kept_points(person).exists(),
        "keeps_rewards": can_keep_rewards(person),
        "sponsors": sponsors_of(person) if person.is_authenticated else [],
    }
    return render(request, "timebank/rewards/catalogue.html", context)


@require_GET
def item(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Show an item with its story, its stock and where it is handed out."""
    found = items_of().filter(pk=item_id).first()
    if found is None:
        raise NotFound
    points = balance(request.user, Currency.POINTS) if request.user.is_authenticated else None
    context = {
        "item": found,
        "points": points,
        "missing": max(found.price - points, 0) if points is not None else None,
        "service_points": found.service_points.order_by("code"),
        "voucher_id": new_id(),
    }
    return render(request, "timebank/rewards/item.html", context)


@login_required
@require_GET
def sponsor(request: HttpRequest, sponsor_code: str) -> HttpResponse:
    """Show a sponsor what became of what it promised."""
    found = Sponsor.objects.filter(pk=sponsor_code).first()
    if found is None or not can_see_sponsor(signed_in(request), found):
        raise NotFound
    context = {
        "sponsor": found,
        "impact": impact_of(found),
        "items": impact_by_item(found),
        "grants": proposals(Proposal.State.APPROVED).filter(sponsor=found, kind__in=["budget", "package"]),
        "pools": found.pools.order_by("code"),
        "keeps_rewards": can_keep_rewards(request.user),
    }
    return render(request, "timebank/rewards/sponsor.html", context)
