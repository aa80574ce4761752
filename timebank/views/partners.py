"""The register of partner platforms: proposed by one, admitted by another, stopped by either."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import NotAllowed, NotFound, Problem
from people.models import User
from people.permissions import signed_in
from timebank.actions.partners import admit_key, propose_key, propose_partner, stop_partner, withdraw_key
from timebank.forms.exchange import KeyForm, PartnerForm
from timebank.models import Partner, PartnerKey
from timebank.permissions import can_keep_partners
from timebank.queries import transfers as known


@login_required
@require_http_methods(["GET", "POST"])
def partners(request: HttpRequest) -> HttpResponse:
    """Show the partners, and take the proposal of one."""
    person = _keeper(request)
    today = timezone.localdate()
    form = PartnerForm(request.POST or None, initial={"valid_from": today, "valid_until": today + timedelta(days=730)})
    if form.is_valid():
        try:
            propose_partner(**form.cleaned_data, by=person, at=timezone.now())
        except Problem as problem:
            form.add_error(None, problem.detail)
        else:
            messages.success(request, _("Proposed. A second person must admit its key."))
            return redirect("timebank:partners")
    rows = [{"partner": one, "keys": one.keys.all()} for one in known.partners()]
    context = {
        "rows": rows,
        "form": form,
        "person": person,
        "now": timezone.now(),
        "own_key": known.own_keys()[0],
        "own_url": settings.PUBLIC_URL,
    }
    return render(request, "timebank/partners.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "POST"])
def new_key(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """Take the proposal of a partner's next key."""
    person = _keeper(request)
    partner = Partner.objects.filter(pk=partner_id).first()
    if partner is None:
        raise NotFound
    today = timezone.localdate()
    form = KeyForm(request.POST or None, initial={"valid_from": today, "valid_until": today + timedelta(days=730)})
    if form.is_valid():
        try:
            propose_key(partner=partner, **form.cleaned_data, by=person, at=timezone.now())
        except Problem as problem:
            form.add_error(None, problem.detail)
        else:
            messages.success(request, _("Proposed. A second person must admit its key."))
            return redirect("timebank:partners")
    context = {"form": form, "partner": partner}
    return render(request, "timebank/partner_key.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def admit(request: HttpRequest, key_id: UUID) -> HttpResponse:
    """Admit a key somebody else proposed."""
    person = _keeper(request)
    admit_key(key=_key(key_id), by=person, at=timezone.now())
    return redirect("timebank:partners")


@login_required
@require_POST
def withdraw(request: HttpRequest, key_id: UUID) -> HttpResponse:
    """Let a key count no more."""
    person = _keeper(request)
    withdraw_key(key=_key(key_id), by=person, at=timezone.now())
    return redirect("timebank:partners")


@login_required
@require_POST
def stop(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """End the exchange with a partner."""
    person = _keeper(request)
    partner = Partner.objects.filter(pk=partner_id).first()
    if partner is None:
        raise NotFound
    stop_partner(partner=partner, by=person, at=timezone.now())
    return redirect("timebank:partners")


def _keeper(request: HttpRequest) -> User:
    person = signed_in(request)
    if not can_keep_partners(person):
        raise NotAllowed
    return person


def _key(key_id: UUID) -> PartnerKey:
    key = PartnerKey.objects.filter(pk=key_id).first()
    if key is None:
        raise NotFound
    return key
