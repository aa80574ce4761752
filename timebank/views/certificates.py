"""A volunteer's certificates: asked for, taken back, printed; and the page that verifies one."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import NotFound, Problem
from core.paper import as_pdf, square
from people.permissions import signed_in
from timebank.actions.certificates import ask_for_certificate, withdraw_certificate
from timebank.errors import CertificateOver, DocumentDiffers
from timebank.forms.certificates import AskForm, DocumentForm
from timebank.logic.certificate import masked
from timebank.models import Certificate, Issuer
from timebank.permissions import can_manage_certificates
from timebank.queries.certificates import by_token, notice_until, own_certificates, served_between
from timebank.sentences.bank import picture_address

ROWS: Final = 20
# More would not fit on one page; what is left out is summed up.
SHOWN_LINES: Final = 7
STYLES: Final = ("core/tokens.css", "timebank/certificate.css")


@login_required
@require_http_methods(["GET", "POST"])
def certificates(request: HttpRequest) -> HttpResponse:
    """Show the person's certificates, and take the wish for one."""
    person = signed_in(request)
    form = AskForm(request.POST or None)
    if form.is_valid():
        try:
            ask_for_certificate(**form.cleaned_data, by=person, at=timezone.now())
        except Problem as problem:
            form.add_error(None, problem.detail)
        else:
            messages.success(request, _("Asked for. It is published inside your organisation for a week, then issued."))
            return redirect("timebank:certificates")
    page = Paginator(own_certificates(person), ROWS).get_page(request.GET.get("page"))
    rows = [{"certificate": one, "until": notice_until(one)} for one in page]
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "document_form": DocumentForm(),
        "has_service": bool(served_between(person, None, None)),
        "is_waiting": any(one.state == Certificate.State.ANNOUNCED for one in page),
    }
    return render(request, "timebank/certificates.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def withdraw(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    """Take the own wish back in the week of notice."""
    certificate = own_certificates(signed_in(request)).filter(pk=certificate_id).first()
    if certificate is None:
        raise NotFound
    why = _("Taken back by the person who asked.")
    withdraw_certificate(certificate=certificate, why=why, by=signed_in(request), at=timezone.now())
    return redirect("timebank:certificates")


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def paper(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    """Send the certificate as PDF, to the person and to who handles it; by POST with the document's number in full."""
    certificate = _readable(request, certificate_id)
    if certificate.state != Certificate.State.ISSUED:
        raise CertificateOver(state=certificate.get_state_display())
    form = DocumentForm(request.POST)
    number = form.cleaned_data["document_number"] if form.is_valid() else ""
    if number and masked(number) != certificate.document_shown:
        raise DocumentDiffers
    told = _told(request, certificate)
    told["document_number"] = number or certificate.document_shown
    pdf = as_pdf(render_to_string("timebank/certificate_paper.html", told, request), styles=STYLES)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="certificate-{certificate.number}.pdf"'
    return answer


@require_GET
@never_cache
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """Say to whoever holds the paper whether it is true, and what stands on it; nothing more."""
    certificate = by_token(token)
    if certificate is None:
        return render(request, "timebank/verify.html", {"certificate": None}, status=404)
    return render(request, "timebank/verify.html", _told(request, certificate))


def _readable(request: HttpRequest, certificate_id: UUID) -> Certificate:
    person = signed_in(request)
    found = Certificate.objects.select_related("organisation").filter(pk=certificate_id).first()
    if found is None or (found.volunteer_id != person.pk and not can_manage_certificates(person, found.organisation)):
        raise NotFound
    return found


def _told(request: HttpRequest, certificate: Certificate) -> dict[str, Any]:
    """Return what stands on the paper."""
    address = request.build_absolute_uri(reverse("timebank:verify", args=[certificate.token]))
    issuer = Issuer.objects.filter(organisation=certificate.organisation_id).first()
    rest = certificate.content[SHOWN_LINES:]
    return {
        "certificate": certificate,
        "document_number": certificate.document_shown,
        "lines": certificate.content[:SHOWN_LINES],
        "others": {"count": len(rest), "seconds": sum(line["seconds"] for line in rest)} if rest else None,
        "address": address,
        "square": square(address),
        "seal": picture_address(issuer.seal) if issuer and issuer.seal else "",
        "language": get_language(),
    }
