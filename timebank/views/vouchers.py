"""A volunteer's vouchers: an item redeemed, the code shown at the service point, or given back."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from core.errors import NotFound, Problem
from core.paper import square
from people.permissions import signed_in
from timebank.actions.vouchers import cancel_voucher, redeem_item
from timebank.models import Currency
from timebank.queries import balance
from timebank.queries.rewards import vouchers_of
from timebank.sentences.bank import voucher_code

ROWS: Final = 20
# Around a code on a screen, so that a camera finds it.
BORDER: Final = 3


@login_required
@require_POST
def redeem(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Put points aside for an item; the page's own id makes a second press the same voucher."""
    try:
        voucher_id = UUID(request.POST.get("voucher", ""))
    except ValueError:
        raise NotFound from None
    try:
        kept = redeem_item(voucher_id=voucher_id, item_id=item_id, by=signed_in(request), at=timezone.now())
    except NotFound:
        raise
    except Problem as problem:
        messages.error(request, problem.detail)
        return redirect("rewards:item", item_id)
    messages.success(request, _("Put aside for you. Show this code at the service point."))
    return redirect("rewards:voucher", kept.pk)


@login_required
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Show the person's vouchers."""
    person = signed_in(request)
    page = Paginator(vouchers_of(person), ROWS).get_page(request.GET.get("page"))
    context: dict[str, Any] = {"page": page, "points": balance(person, Currency.POINTS)}
    return render(request, "timebank/rewards/mine.html", context)


@login_required
@never_cache
@require_GET
def voucher(request: HttpRequest, voucher_id: UUID) -> HttpResponse:
    """Show one's voucher with its code, to be scanned or read aloud."""
    found = vouchers_of(signed_in(request)).filter(pk=voucher_id).first()
    if found is None:
        raise NotFound
    address = request.build_absolute_uri(reverse("rewards:hand_out", args=[found.code]))
    context = {"voucher": found, "square": square(address, border=BORDER), "code": voucher_code(found.code)}
    return render(request, "timebank/rewards/voucher.html", context)


@login_required
@require_POST
def cancel(request: HttpRequest, voucher_id: UUID) -> HttpResponse:
    """Give a voucher back."""
    cancel_voucher(voucher_id=voucher_id, by=signed_in(request), at=timezone.now())
    messages.success(request, _("Given back. Your points are yours again."))
    return redirect("rewards:mine")
