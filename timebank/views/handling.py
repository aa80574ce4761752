"""Certificates inside their unit: published for a week, objected to, answered, revoked; and who issues them."""

from typing import Final
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
from timebank.actions.certificates import (
    answer_objection,
    keep_issuer,
    object_to_certificate,
    revoke_certificate,
    withdraw_certificate,
)
from timebank.forms.certificates import IssuerForm, ReasonForm
from timebank.models import Certificate, Issuer, Objection
from timebank.permissions import managed_organisations
from timebank.queries.certificates import handled_by, notice_until, published_in_unit
from timebank.sentences.bank import picture_address

ROWS: Final = 20


@login_required
@require_GET
def published(request: HttpRequest) -> HttpResponse:
    """Show what is in public notice inside the person's unit."""
    page = Paginator(published_in_unit(signed_in(request)), ROWS).get_page(request.GET.get("page"))
    rows = [{"certificate": one, "until": notice_until(one)} for one in page]
    return render(request, "timebank/published.html", {"page": page, "rows": rows, "form": ReasonForm()})


@login_required
@require_POST
def object_to(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    """Take an objection."""
    person = signed_in(request)
    certificate = published_in_unit(person).filter(pk=certificate_id).first()
    if certificate is None:
        raise NotFound
    form = ReasonForm(request.POST)
    if form.is_valid():
        text = form.cleaned_data["text"]
        object_to_certificate(certificate=certificate, text=text, by=person, at=timezone.now())
        messages.success(request, _("Your objection was noted. The certificate is not issued before it is answered."))
    else:
        messages.error(request, _("Say in a few words what is wrong."))
    return redirect("timebank:published")


@login_required
@require_GET
def handled(request: HttpRequest) -> HttpResponse:
    """Show a manager the certificates of their organisations, and who issues them."""
    person = _manager(request)
    page = Paginator(handled_by(person), ROWS).get_page(request.GET.get("page"))
    rows = [{"certificate": one, "until": notice_until(one), "objections": one.objections.all()} for one in page]
    organisations = managed_organisations(person).select_related("certificate_issuer").order_by("code")
    context = {"page": page, "rows": rows, "organisations": organisations, "form": ReasonForm()}
    return render(request, "timebank/handled.html", context)


@login_required
@require_POST
def answer(request: HttpRequest, objection_id: UUID) -> HttpResponse:
    """Answer an objection."""
    person = _manager(request)
    found = Objection.objects.select_related("certificate__organisation")
    objection = found.filter(pk=objection_id, certificate__organisation__in=managed_organisations(person)).first()
    if objection is None:
        raise NotFound
    form = ReasonForm(request.POST)
    if form.is_valid():
        answer_objection(objection=objection, answer=form.cleaned_data["text"], by=person, at=timezone.now())
    else:
        messages.error(request, _("Say in a few words what the answer is."))
    return redirect("timebank:handled")


@login_required
@require_POST
def end(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    """End a certificate with a reason: withdrawn in its week, revoked after it."""
    person = _manager(request)
    certificate = handled_by(person).filter(pk=certificate_id).first()
    if certificate is None:
        raise NotFound
    form = ReasonForm(request.POST)
    if form.is_valid():
        is_published = certificate.state == Certificate.State.ANNOUNCED
        ending = withdraw_certificate if is_published else revoke_certificate
        ending(certificate=certificate, why=form.cleaned_data["text"], by=person, at=timezone.now())
    else:
        messages.error(request, _("Say in a few words why."))
    return redirect("timebank:handled")


@login_required
@require_http_methods(["GET", "POST"])
def issuer(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Let a manager say who answers for the organisation's certificates."""
    person = _manager(request)
    organisation = managed_organisations(person).filter(pk=organisation_id).first()
    if organisation is None:
        raise NotFound
    known = Issuer.objects.filter(organisation=organisation).first()
    first = {"name": organisation.name_zh, "person_in_charge": "", "handler": person.name, "contact": person.email}
    form = IssuerForm(request.POST or None, request.FILES or None, instance=known, initial=None if known else first)
    if form.is_valid():
        told = dict(form.cleaned_data)
        seal = told.pop("seal_file")
        keep_issuer(organisation=organisation, values=told, seal=seal, by=person, at=timezone.now())
        messages.success(request, _("Kept. Certificates issued from now on say this."))
        return redirect("timebank:handled")
    seal = picture_address(known.seal) if known and known.seal else ""
    context = {"form": form, "organisation": organisation, "seal": seal}
    return render(request, "timebank/issuer.html", context, status=422 if form.is_bound else 200)


def _manager(request: HttpRequest) -> User:
    person = signed_in(request)
    if not managed_organisations(person).exists():
        raise NotAllowed
    return person
