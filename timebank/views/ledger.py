"""The trial balance of each night, for whoever answers for the ledger."""

from typing import Final

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core.errors import NotAllowed
from people.permissions import has_right, signed_in
from timebank.queries.bank import trial_balances

ROWS: Final = 30


@login_required
@require_GET
def ledger(request: HttpRequest) -> HttpResponse:
    """Show what the nightly looks at the ledger found."""
    if not has_right(signed_in(request), "see_ledger"):
        raise NotAllowed
    page = Paginator(trial_balances(), ROWS).get_page(request.GET.get("page"))
    context = {"page": page, "is_wrong": any(not one.is_balanced for one in page.object_list[:2])}
    return render(request, "timebank/ledger.html", context)
