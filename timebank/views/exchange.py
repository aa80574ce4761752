"""The officers' side of transfers: wishes decided, what is on its way, what came in."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.errors import NotAllowed, NotFound
from people.models import User
from people.permissions import signed_in
from timebank.actions.transfers import abort_transfer, decide_transfer
from timebank.forms.certificates import ReasonForm
from timebank.models import Transfer
from timebank.permissions import can_decide_transfers, can_exchange_files
from timebank.queries.transfers import all_incoming, transfers_to_handle

ROWS: Final = 20


@login_required
@require_GET
def exchange(request: HttpRequest) -> HttpResponse:
    """Show what waits for a decision, what is on its way, and what came in."""
    person = _officer(request)
    page = Paginator(transfers_to_handle(), ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "incoming": all_incoming()[:ROWS],
        "person": person,
        "has_files": can_exchange_files(person),
    }
    return render(request, "timebank/exchange.html", context)


@login_required
@require_POST
def decide(request: HttpRequest, transfer_id: UUID) -> HttpResponse:
    """Approve a wish, or decline it with a reason."""
    person = _officer(request)
    transfer = _found(transfer_id)
    is_approved = request.POST.get("decision") == "approve"
    form = ReasonForm(request.POST)
    if not is_approved and not form.is_valid():
        messages.error(request, _("Say in a few words why."))
        return redirect("timebank:exchange")
    why = "" if is_approved else form.cleaned_data["text"]
    decide_transfer(transfer=transfer, is_approved=is_approved, why=why, by=person, at=timezone.now())
    messages.success(request, _("Approved; it is being sent.") if is_approved else _("Declined."))
    return redirect("timebank:exchange")


@login_required
@require_POST
def abort(request: HttpRequest, transfer_id: UUID) -> HttpResponse:
    """Stop a transfer whose confirmation was not asked for yet."""
    person = _officer(request)
    form = ReasonForm(request.POST)
    transfer = _found(transfer_id)
    if form.is_valid():
        abort_transfer(transfer=transfer, why=form.cleaned_data["text"], by=person, at=timezone.now())
    else:
        messages.error(request, _("Say in a few words why."))
    return redirect("timebank:exchange")


def _officer(request: HttpRequest) -> User:
    person = signed_in(request)
    if not can_decide_transfers(person):
        raise NotAllowed
    return person


def _found(transfer_id: UUID) -> Transfer:
    transfer = Transfer.objects.filter(pk=transfer_id).first()
    if transfer is None:
        raise NotFound
    return transfer
