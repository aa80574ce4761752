"""Whom one calls at a sponsor, for who keeps the rewards."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import NotFound
from people.models import User
from timebank.actions.contacts import end_contact, keep_contact
from timebank.forms.causes import ContactForm
from timebank.models import Sponsor, SponsorContact
from timebank.queries.contacts import contacts_of, read_contact
from timebank.views.keeping import keeper_of


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def contacts(request: HttpRequest, sponsor_code: str) -> HttpResponse:
    """Show whom one calls, and add somebody."""
    person, sponsor = keeper_of(request), _sponsor(sponsor_code)
    form = ContactForm(request.POST or None)
    if form.is_valid():
        return _kept(request, form, sponsor, None, person)
    context = {"sponsor": sponsor, "contacts": contacts_of(sponsor), "form": form}
    return render(request, "timebank/rewards/contacts.html", context, status=422 if form.is_bound else 200)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, sponsor_code: str, contact_id: UUID) -> HttpResponse:
    """Correct somebody."""
    person, sponsor = keeper_of(request), _sponsor(sponsor_code)
    known = _contact(sponsor, contact_id)
    said = read_contact(known)
    first = {"name": said.name, "duty": said.duty, "phone": said.phone, "email": said.email}
    form = ContactForm(request.POST or None, initial=first)
    if form.is_valid():
        return _kept(request, form, sponsor, known, person)
    context = {"sponsor": sponsor, "contact": said, "form": form}
    return render(request, "timebank/rewards/contact.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def end(request: HttpRequest, sponsor_code: str, contact_id: UUID) -> HttpResponse:
    """Delete somebody."""
    person, sponsor = keeper_of(request), _sponsor(sponsor_code)
    end_contact(contact=_contact(sponsor, contact_id), by=person, at=timezone.now())
    messages.success(request, _("Deleted."))
    return redirect("rewards:contacts", sponsor.pk)


def _kept(
    request: HttpRequest, form: ContactForm, sponsor: Sponsor, known: SponsorContact | None, person: User
) -> HttpResponse:
    said = dict(form.cleaned_data)
    keep_contact(contact=known, sponsor=sponsor, duty=said.pop("duty"), said=said, by=person, at=timezone.now())
    messages.success(request, _("Kept, encrypted."))
    return redirect("rewards:contacts", sponsor.pk)


def _sponsor(code: str) -> Sponsor:
    found = Sponsor.objects.filter(pk=code).first()
    if found is None:
        raise NotFound
    return found


def _contact(sponsor: Sponsor, key: UUID) -> SponsorContact:
    found = SponsorContact.objects.filter(pk=key, sponsor=sponsor).first()
    if found is None:
        raise NotFound
    return found
