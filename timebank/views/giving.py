"""Giving: points to a good cause, points or hours to a relative; and what others would give."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import Problem
from core.ids import new_id
from people.models import User
from people.permissions import signed_in
from timebank.actions.giving import answer_gift, donate_points, offer_gift, withdraw_gift
from timebank.forms.bank import DonationForm, GiftForm
from timebank.models import Currency
from timebank.queries import balance
from timebank.queries.bank import gift_schemes_on, gifts_of, given_in_year
from timebank.queries.causes import closed_causes, open_causes
from timebank.sentences.bank import amount_in_words

ROWS = 20
# Earlier causes shown below those that take points.
ENDED = 5


@login_required
@require_http_methods(["GET", "POST"])
def giving(request: HttpRequest) -> HttpResponse:
    """Show what can be given and what was, and take an offer to a relative."""
    person = signed_in(request)
    schemes = gift_schemes_on(timezone.localdate())
    form = GiftForm(request.POST or None, schemes=schemes, initial={"id": new_id()})
    if form.is_valid():
        told = dict(form.cleaned_data)
        try:
            offer_gift(gift_id=told.pop("id"), **told, by=person, at=timezone.now())
        except Problem as problem:
            form.add_error(None, problem.detail)
        else:
            messages.success(request, _("Offered. Nothing is taken from you before your relative says yes."))
            return redirect("timebank:giving")
    donation = DonationForm(initial={"id": new_id()})
    return _shown(request, person, {"form": form, "donation": donation}, 422 if form.is_bound else 200)


@login_required
@require_POST
def donate(request: HttpRequest) -> HttpResponse:
    """Give points to a good cause."""
    person = signed_in(request)
    donation = DonationForm(request.POST)
    if donation.is_valid():
        told = donation.cleaned_data
        try:
            donate_points(
                donation_id=told["id"], pool=told["pool"], points=told["points"], by=person, at=timezone.now()
            )
        except Problem as problem:
            donation.add_error(None, problem.detail)
        else:
            messages.success(request, _("Thank you. Your points went to {pool}.").format(pool=told["pool"]))
            return redirect("timebank:giving")
    form = GiftForm(schemes=gift_schemes_on(timezone.localdate()), initial={"id": new_id()})
    return _shown(request, person, {"form": form, "donation": donation}, 422)


@login_required
@require_POST
def answer(request: HttpRequest, gift_id: UUID) -> HttpResponse:
    """Say yes or no to what a relative would give."""
    accept = request.POST.get("answer") == "yes"
    answer_gift(gift_id=gift_id, accept=accept, by=signed_in(request), at=timezone.now())
    return redirect("timebank:giving")


@login_required
@require_POST
def withdraw(request: HttpRequest, gift_id: UUID) -> HttpResponse:
    """Take an offer back."""
    withdraw_gift(gift_id=gift_id, by=signed_in(request), at=timezone.now())
    return redirect("timebank:giving")


def _shown(request: HttpRequest, person: User, forms: dict[str, Any], status: int) -> HttpResponse:
    today = timezone.localdate()
    page = Paginator(gifts_of(person), ROWS).get_page(request.GET.get("page"))
    rows = [
        {
            "gift": one,
            "amount": amount_in_words(one.amount, one.scheme.currency),
            "is_mine": one.giver_id == person.pk,
            "other": one.receiver if one.giver_id == person.pk else one.giver,
        }
        for one in page
    ]
    schemes = [
        {
            "label": one.label,
            "left": amount_in_words(max(one.most_a_year - given_in_year(person, one, today), 0), one.currency),
            "most": amount_in_words(one.most_a_year, one.currency),
        }
        for one in gift_schemes_on(today)
    ]
    context = {
        **forms,
        "page": page,
        "rows": rows,
        "schemes": schemes,
        "points": balance(person, Currency.POINTS),
        "seconds": balance(person),
        "causes": open_causes(),
        "ended_causes": closed_causes()[:ENDED],
    }
    return render(request, "timebank/giving.html", context, status=status)
