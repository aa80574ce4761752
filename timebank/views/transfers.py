"""A volunteer's transfers: records taken to another platform, and a code to receive some from there."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import NotFound, Problem
from people.models import User
from people.permissions import signed_in
from timebank.actions.incoming import make_receiving_code
from timebank.actions.transfers import ask_for_transfer, withdraw_transfer
from timebank.forms.exchange import TransferForm
from timebank.models import ServiceRecord
from timebank.queries.transfers import admitted_partners, incoming_of, open_codes, own_transfers, transferable

ROWS: Final = 20
# More are handed over in another transfer.
MOST_SHOWN: Final = 100


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def transfers(request: HttpRequest) -> HttpResponse:
    """Show the person's transfers, and take the wish for one."""
    person = signed_in(request)
    form = _form(person, request)
    if form.is_valid():
        told = form.cleaned_data
        chosen = [record.pk for record in told["records"]]
        try:
            ask_for_transfer(
                partner=told["partner"],
                records=chosen,
                receiving_code=told["receiving_code"],
                by=person,
                at=timezone.now(),
            )
        except Problem as problem:
            form.add_error(None, problem.detail)
        else:
            messages.success(request, _("Asked for. When an officer has approved it, the records are handed over."))
            return redirect("timebank:transfers")
    return _page(request, form)


@login_required
@never_cache
@require_POST
def receiving_code(request: HttpRequest) -> HttpResponse:
    """Make a receiving code and show it, this once."""
    person = signed_in(request)
    code = make_receiving_code(by=person, at=timezone.now())
    return _page(request, _form(person, None), code=code)


@login_required
@require_POST
def withdraw(request: HttpRequest, transfer_id: UUID) -> HttpResponse:
    """Take the own wish back before it is decided."""
    transfer = own_transfers(signed_in(request)).filter(pk=transfer_id).first()
    if transfer is None:
        raise NotFound
    withdraw_transfer(transfer=transfer, by=signed_in(request), at=timezone.now())
    return redirect("timebank:transfers")


def _form(person: User, request: HttpRequest | None) -> TransferForm:
    body = request.POST if request is not None and request.method == "POST" else None
    return TransferForm(body, partners=admitted_partners(timezone.now()), records=transferable(person))


def _page(request: HttpRequest, form: TransferForm, *, code: str = "") -> HttpResponse:
    person, at = signed_in(request), timezone.now()
    chosen = set(form.data.getlist("records")) if form.is_bound else set()  # type: ignore[attr-defined]
    free = list(transferable(person)[:MOST_SHOWN])
    context: dict[str, Any] = {
        "form": form,
        "records": [_row(record, chosen) for record in free],
        "has_partners": admitted_partners(at).exists(),
        "page": Paginator(own_transfers(person), ROWS).get_page(request.GET.get("page")),
        "incoming": incoming_of(person)[:ROWS],
        "code": code,
        "open_codes": open_codes(person, at),
    }
    return render(request, "timebank/transfers.html", context, status=422 if form.errors else 200)


def _row(record: ServiceRecord, chosen: set[str]) -> dict[str, Any]:
    seconds = int((record.during.upper - record.during.lower).total_seconds())
    return {"record": record, "seconds": seconds, "is_chosen": str(record.pk) in chosen}
