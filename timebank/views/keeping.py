"""The desk of the rewards: sponsors, items, and what one proposes and another decides; who redeems where."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import NotAllowed, NotFound
from people.models import User
from people.permissions import signed_in
from timebank.actions import rewards
from timebank.forms.bank import ItemForm, KeeperForm, ProposalForm, SponsorForm
from timebank.models import Item, Keeper, Proposal, Sponsor
from timebank.permissions import can_keep_rewards
from timebank.queries.rewards import items_kept, keepers, proposals

ROWS: Final = 20
BEFORE: Final = {"kind": Proposal.Kind.STOCK}


@login_required
@require_GET
def handled(request: HttpRequest) -> HttpResponse:
    """Show what waits for a second person, all items, and the sponsors with their budgets."""
    person = keeper_of(request)
    context = {
        "waiting": [{"proposal": one, "is_mine": one.proposed_by_id == person.pk} for one in proposals("waiting")],
        "page": Paginator(items_kept(), ROWS).get_page(request.GET.get("page")),
        "sponsors": Sponsor.objects.order_by("code"),
        "decided": proposals().exclude(state="waiting")[:ROWS],
    }
    return render(request, "timebank/rewards/handled.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def keep_sponsor_page(request: HttpRequest) -> HttpResponse:
    """Write a sponsor."""
    person = keeper_of(request)
    form = SponsorForm(request.POST or None)
    if form.is_valid():
        told = dict(form.cleaned_data)
        rewards.keep_sponsor(code=told.pop("code"), values=told, by=person, at=timezone.now())
        messages.success(request, _("Kept. Propose its points next."))
        return redirect("rewards:handled")
    return _form(request, form, _("A sponsor"))


@login_required
@require_http_methods(["GET", "POST"])
def item_page(request: HttpRequest, item_id: UUID | None = None) -> HttpResponse:
    """Write an item, and propose at once that it stands in the catalogue."""
    person = keeper_of(request)
    known = Item.objects.filter(pk=item_id).first() if item_id else None
    if item_id and known is None:
        raise NotFound
    form = ItemForm(request.POST or None, instance=known)
    if form.is_valid():
        told, at = dict(form.cleaned_data), timezone.now()
        points = list(told.pop("service_points"))
        values = {"text_en": "", "story_en": "", **told}
        before = Item.objects.get(pk=item_id) if item_id else None
        if before is not None:
            values |= {"text_en": before.text_en, "story_en": before.story_en}
        item = rewards.keep_item(item=before, sponsor=told["sponsor"], values=values, points=points, by=person, at=at)
        note = _("Written on {day}").format(day=timezone.localdate(at))
        rewards.propose(
            kind=Proposal.Kind.OPENING,
            sponsor=item.sponsor,
            item=item,
            amount=0,
            hours=None,
            note=note,
            by=person,
            at=at,
        )
        messages.success(request, _("Kept. A second person puts it into the catalogue."))
        return redirect("rewards:handled")
    return _form(request, form, str(known) if known else _("A new item"), known)


@login_required
@require_POST
def close(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Take an item out of the catalogue."""
    person = keeper_of(request)
    item = Item.objects.filter(pk=item_id).first()
    if item is None:
        raise NotFound
    rewards.close_item(item=item, by=person, at=timezone.now())
    return redirect("rewards:handled")


@login_required
@require_http_methods(["GET", "POST"])
def propose_page(request: HttpRequest) -> HttpResponse:
    """Propose points, a package of volunteer time, stock or an opening."""
    person = keeper_of(request)
    first = {"kind": request.GET.get("kind", BEFORE["kind"]), "item": request.GET.get("item", "")}
    form = ProposalForm(request.POST or None, initial=first)
    if form.is_valid():
        rewards.propose(**form.cleaned_data, by=person, at=timezone.now())
        messages.success(request, _("Proposed. It takes effect when a second person approves."))
        return redirect("rewards:handled")
    return _form(request, form, _("Propose to give something"))


@login_required
@require_POST
def decide_page(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """Approve or refuse what somebody else proposed."""
    person = keeper_of(request)
    proposal = Proposal.objects.filter(pk=proposal_id).first()
    if proposal is None:
        raise NotFound
    approve = request.POST.get("decision") == "approve"
    rewards.decide(proposal=proposal, approve=approve, by=person, at=timezone.now())
    messages.success(request, _("Approved: it holds now.") if approve else _("Refused."))
    return redirect("rewards:handled")


@login_required
@require_http_methods(["GET", "POST"])
def keepers_page(request: HttpRequest) -> HttpResponse:
    """Show who redeems vouchers where, and name somebody."""
    person = keeper_of(request)
    form = KeeperForm(request.POST or None)
    if form.is_valid():
        told = form.cleaned_data
        rewards.name_keeper(service_point=told["service_point"], user=told["email"], by=person, at=timezone.now())
        return redirect("rewards:keepers")
    context = {"form": form, "keepers": keepers()}
    return render(request, "timebank/rewards/keepers.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def end(request: HttpRequest, keeper_id: UUID) -> HttpResponse:
    """Let somebody redeem no more."""
    person = keeper_of(request)
    keeper = Keeper.objects.filter(pk=keeper_id).first()
    if keeper is None:
        raise NotFound
    rewards.end_keeper(keeper=keeper, by=person, at=timezone.now())
    return redirect("rewards:keepers")


def keeper_of(request: HttpRequest) -> User:
    """Return the person, who keeps the rewards."""
    person = signed_in(request)
    if not can_keep_rewards(person):
        raise NotAllowed
    return person


def _form(request: HttpRequest, form: Any, heading: str, item: Item | None = None) -> HttpResponse:
    context = {"form": form, "heading": heading, "item": item}
    return render(request, "timebank/rewards/form.html", context, status=422 if form.is_bound else 200)
