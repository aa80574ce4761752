"""Calls go out: events are handed to subscriptions, each is called, and called again later where it did not answer."""

import json
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from core.jobs import later
from patrol.actions.webhooks import secret_of_webhook, stop_webhook
from patrol.adapters import post
from patrol.logic.webhook import GONE, Answer, headers_for, wait_after
from patrol.models import Webhook, WebhookAttempt, WebhookDelivery, WebhookEvent
from patrol.queries.webhooks import due_deliveries, payload, subscribers
from people.actions import notify
from people.models import User
from people.queries import administrators

EVENTS_AT_ONCE: Final = 200
CALLS_AT_ONCE: Final = 200
# Longer than any call lasts: whoever took a delivery and died leaves it to the next.
LEASE: Final = timedelta(minutes=2)
State = WebhookDelivery.State


def send_due(*, at: datetime) -> int:
    """Hand new events to their subscriptions and queue every call whose time has come; return how many."""
    _spread(at)
    due = list(due_deliveries(at, CALLS_AT_ONCE))
    for delivery in due:
        # One call at a time to each receiver; one slow receiver holds up no other.
        later(
            "patrol.deliver_webhook",
            queueing_lock=f"webhook-delivery {delivery.pk}",
            lock=f"webhook {delivery.webhook_id}",
            delivery_id=str(delivery.pk),
        )
    return len(due)


def deliver(*, delivery: WebhookDelivery, at: datetime) -> WebhookAttempt | None:
    """Call the subscription, and keep how it went; None where there is nothing to do any more.

    2xx is taken; anything else is tried again after a growing while, and given up after ten attempts. 410, or days of
    nothing but failures, stop the subscription, and its keeper is told.
    """
    claimed = _claim(delivery, at)
    if claimed is None:
        return None
    body = json.dumps(payload(claimed.event, claimed.webhook), ensure_ascii=False).encode()
    signed = headers_for(
        secret_of_webhook(webhook=claimed.webhook), message_id=f"msg_{claimed.event_id.hex}", at=at, body=body
    )
    answer = post(claimed.webhook.url, body, {"Content-Type": "application/json", **signed})
    return _record(claimed, answer, at)


def _spread(at: datetime) -> None:
    with transaction.atomic():
        fresh = WebhookEvent.objects.select_for_update(skip_locked=True).filter(spread_at=None).order_by("at")
        for event in fresh[:EVENTS_AT_ONCE]:
            WebhookDelivery.objects.bulk_create(
                (WebhookDelivery(webhook=one, event=event, made_at=at, next_at=at) for one in subscribers(event)),
                ignore_conflicts=True,
            )
            event.spread_at = at
            event.save(update_fields=["spread_at"])


def _claim(delivery: WebhookDelivery, at: datetime) -> WebhookDelivery | None:
    """Take the delivery for this attempt: nobody else calls until the lease has run out."""
    with transaction.atomic():
        taken = (
            WebhookDelivery.objects.select_for_update(of=("self",))
            .select_related("webhook", "event")
            .get(pk=delivery.pk)
        )
        is_due = taken.state == State.PENDING and taken.next_at is not None and taken.next_at <= at
        if not is_due or taken.webhook.stopped_at is not None:
            return None
        taken.tries += 1
        taken.next_at = at + LEASE
        taken.save(update_fields=["tries", "next_at"])
        return taken


def _record(delivery: WebhookDelivery, answer: Answer, at: datetime) -> WebhookAttempt:
    with transaction.atomic():
        attempt = WebhookAttempt.objects.create(
            delivery=delivery,
            at=at,
            status=answer.status,
            error=answer.error,
            answer=answer.text,
            milliseconds=answer.milliseconds,
        )
        wait = None if answer.is_taken else wait_after(delivery.tries)
        delivery.next_at = None if wait is None else at + wait
        delivery.state = State.DELIVERED if answer.is_taken else State.FAILED if wait is None else State.PENDING
        delivery.save(update_fields=["state", "next_at"])
        _judge(delivery.webhook, answer, at)
        return attempt


def _judge(webhook: Webhook, answer: Answer, at: datetime) -> None:
    """Remember since when nothing but failures came back, and stop what is gone or fails for days."""
    if answer.is_taken:
        Webhook.objects.filter(pk=webhook.pk).exclude(failing_since=None).update(failing_since=None)
        return
    Webhook.objects.filter(pk=webhook.pk, failing_since=None).update(failing_since=at)
    since = Webhook.objects.values_list("failing_since", flat=True).get(pk=webhook.pk)
    fails_for_days = since is not None and at - since >= timedelta(days=settings.WEBHOOK_FAILING_DAYS)
    if answer.status == GONE or fails_for_days:
        stop_webhook(webhook=webhook, by=None, why="gone" if answer.status == GONE else "failing", at=at)
        _tell(webhook, at)


def _tell(webhook: Webhook, at: datetime) -> None:
    people = {person.pk: person for person in [User.objects.get(pk=webhook.made_by_id), *administrators()]}
    url = reverse("patrol:webhook", args=[webhook.pk])
    notify(users=people.values(), kind="webhook_stopped", params={"label": webhook.label}, url=url, at=at)
