"""Subscriptions of webhooks and the log of their calls, kept by officers."""

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

from core.errors import NotAllowed, NotFound, Problem
from patrol.actions.webhooks import (
    make_webhook,
    redeliver,
    renew_secret,
    secret_of_webhook,
    send_test,
    start_webhook,
    stop_webhook,
)
from patrol.forms.public import WebhookForm
from patrol.models import Webhook
from patrol.permissions import can_keep_channels
from patrol.queries.webhooks import deliveries_of, organisations_to_choose, webhooks_of
from patrol.views.hotlines import area_choices
from people.models import User
from people.permissions import signed_in

ROWS = 25


@login_required
@require_http_methods(["GET", "POST"])
def webhooks_page(request: HttpRequest) -> HttpResponse:
    """List the subscriptions and make a new one."""
    if not can_keep_channels(request.user):
        raise NotAllowed
    choices = {"areas": area_choices(request.user), "organisations": organisations_to_choose()}
    form = WebhookForm(request.POST or None, **choices)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                webhook = make_webhook(**form.cleaned_data, by=signed_in(request), at=timezone.now())
            except Problem as refusal:
                form.add_error("url", refusal.detail)
            else:
                return redirect("patrol:webhook", webhook.pk)
    context = {"form": form, "webhooks": webhooks_of(request.user)}
    return render(request, "patrol/public/webhooks.html", context, status=status)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def webhook_page(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """Show a subscription with its log; stop it, start it, test it, or give it a new secret."""
    webhook = _in_area(request, webhook_id)
    refusal = ""
    if request.method == "POST":
        try:
            _do(request, webhook, request.POST.get("do", ""), signed_in(request))
        except Problem as problem:
            refusal = problem.detail
        else:
            return redirect("patrol:webhook", webhook.pk)
    page = Paginator(deliveries_of(webhook), ROWS).get_page(request.GET.get("page"))
    context = {"webhook": webhook, "page": page, "secret": secret_of_webhook(webhook=webhook), "refusal": refusal}
    return render(request, "patrol/public/webhook.html", context, status=409 if refusal else 200)


@login_required
@require_POST
def again(request: HttpRequest, webhook_id: UUID, delivery_id: UUID) -> HttpResponse:
    """Send an event once more."""
    webhook = _in_area(request, webhook_id)
    redeliver(webhook=webhook, delivery_id=delivery_id, by=signed_in(request), at=timezone.now())
    messages.success(request, _("It is sent once more."))
    return redirect("patrol:webhook", webhook.pk)


def _in_area(request: HttpRequest, webhook_id: UUID) -> Webhook:
    if not can_keep_channels(request.user):
        raise NotAllowed
    webhook = webhooks_of(request.user).filter(pk=webhook_id).first()
    if webhook is None:
        raise NotFound
    return webhook


def _do(request: HttpRequest, webhook: Webhook, what: str, by: User) -> None:
    at = timezone.now()
    if what == "stop":
        stop_webhook(webhook=webhook, by=by, why="paused", at=at)
        messages.success(request, _("It is called no more until you start it."))
    elif what == "start":
        start_webhook(webhook=webhook, by=by, at=at)
        messages.success(request, _("It is called again; what waited goes out now."))
    elif what == "renew":
        renew_secret(webhook=webhook, by=by, at=at)
        messages.success(request, _("There is a new secret; the old one signs nothing any more."))
    elif what == "test":
        send_test(webhook=webhook, by=by, at=at)
        messages.success(request, _("A test is on its way. Load the page again in a moment."))
