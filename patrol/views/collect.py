"""ODK Collect for a volunteer: its phones' keys, and what they sent; for officers: what came and is no report."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import NotAllowed, Problem
from core.paper import square
from patrol.actions.collect_tokens import make_token, revoke_token
from patrol.forms import CollectTokenForm
from patrol.logic.collect_settings import settings_text
from patrol.permissions import can_review_reports
from patrol.queries.collect import instances_of, refused_instances, tokens_of
from patrol.sentences import refusal_sentence
from people.models import User
from people.permissions import has_right, signed_in

ROWS = 30


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def collect_page(request: HttpRequest) -> HttpResponse:
    """Show the person's keys and what their phones sent; a new key is shown once, as the square Collect scans."""
    person = _volunteer(request)
    form = CollectTokenForm(request.POST or None)
    made = None
    if request.method == "POST" and form.is_valid():
        try:
            token, text = make_token(label=form.cleaned_data["label"], by=person, at=timezone.now())
        except Problem as refusal:
            form.add_error("label", refusal.detail)
        else:
            made = {"token": token, **_address(reverse("openrosa:key_form_list", args=[text]))}
            form = CollectTokenForm()
    context = {
        "form": form,
        "made": made,
        "tokens": tokens_of(person),
        "instances": instances_of(person),
        "plain_address": _address(reverse("openrosa:form_list"))["url"],
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "patrol/field/collect.html", context, status=status)


@login_required
@require_POST
def take_back(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """Take one of the person's keys back."""
    token = revoke_token(token_id=token_id, by=_volunteer(request), at=timezone.now())
    messages.success(request, _("The code of {phone} no longer lets anybody in.").format(phone=token.label))
    return redirect("patrol:collect")


@login_required
@require_GET
def kept_page(request: HttpRequest) -> HttpResponse:
    """List, for officers, the forms of Collect that could not become reports, with why."""
    if not can_review_reports(request.user):
        raise NotAllowed
    page = Paginator(refused_instances(request.user), ROWS).get_page(request.GET.get("page"))
    rows = [{"instance": one, "why": refusal_sentence(one.refusal)} for one in page]
    return render(request, "patrol/desk/collect.html", {"page": page, "rows": rows})


def _volunteer(request: HttpRequest) -> User:
    person = signed_in(request)
    if not has_right(person, "submit_report"):
        raise NotAllowed
    return person


def _address(form_list: str) -> dict[str, object]:
    url = settings.PUBLIC_URL + form_list.removesuffix("/formList")
    return {"url": url, "square": square(settings_text(url, "文物巡查"), border=4)}
