"""Subscriptions: made, paused, started, given a new secret, tested; and a delivery sent once more."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from core import audit
from core.errors import NotAllowed, NotFound
from core.ids import new_id
from core.jobs import later
from patrol.adapters import OutsideRefused, target_of
from patrol.errors.public import TooManyWebhooks, WebhookStopped, WebhookUrlRefused
from patrol.logic.webhook import secret_text
from patrol.models import EventKind, Webhook, WebhookDelivery, WebhookEvent
from patrol.permissions import can_keep_channels, can_keep_webhook
from people.models import Organisation, User

MOST: Final = 20


def make_webhook(
    *, label: str, url: str, area: str, organisation: Organisation | None, events: list[str], by: User, at: datetime
) -> Webhook:
    """Subscribe an address to events of an area, or of an organisation's people in it.

    Refuses NotAllowed, WebhookUrlRefused and TooManyWebhooks.
    """
    if not can_keep_channels(by, area):
        raise NotAllowed
    try:
        target_of(url)
    except OutsideRefused:
        raise WebhookUrlRefused from None
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        if Webhook.objects.filter(made_by=by, stopped_at=None).count() >= MOST:
            raise TooManyWebhooks(limit=MOST)
        webhook = Webhook.objects.create(
            label=label, url=url, area=area, organisation=organisation, events=events, made_by=by, made_at=at
        )
        change = {"url": url, "area": area, "events": events, "organisation": str(organisation or "")}
        audit.record("make_webhook", webhook, by=by, at=at, change=change)
        return webhook


def secret_of_webhook(*, webhook: Webhook) -> str:
    """Return the secret its calls are signed with; it is computed, and stored nowhere."""
    return secret_text(settings.SECRET_KEY, str(webhook.pk), webhook.secret_round)


def stop_webhook(*, webhook: Webhook, by: User | None, why: str, at: datetime) -> Webhook:
    """Call it no more until somebody starts it again; `why` is paused, failing or gone. Refuses NotAllowed."""
    with transaction.atomic():
        locked = _locked(webhook, by)
        if locked.stopped_at is None:
            locked.stopped_at, locked.stopped_why = at, why
            locked.save(update_fields=["stopped_at", "stopped_why"])
            audit.record("stop_webhook", locked, by=by, at=at, change={"why": why})
        return locked


def start_webhook(*, webhook: Webhook, by: User, at: datetime) -> Webhook:
    """Call it again; what is still pending goes out at once. Refuses NotAllowed."""
    with transaction.atomic():
        locked = _locked(webhook, by)
        if locked.stopped_at is not None:
            locked.stopped_at, locked.stopped_why, locked.failing_since = None, "", None
            locked.save(update_fields=["stopped_at", "stopped_why", "failing_since"])
            audit.record("start_webhook", locked, by=by, at=at)
            _send_soon()
        return locked


def renew_secret(*, webhook: Webhook, by: User, at: datetime) -> Webhook:
    """Sign with a new secret from now on. Refuses NotAllowed."""
    with transaction.atomic():
        locked = _locked(webhook, by)
        locked.secret_round += 1
        locked.save(update_fields=["secret_round"])
        audit.record("renew_webhook_secret", locked, by=by, at=at)
        return locked


def send_test(*, webhook: Webhook, by: User, at: datetime) -> WebhookDelivery:
    """Send an event of kind `test`, with nothing in it. Refuses NotAllowed and WebhookStopped."""
    with transaction.atomic():
        locked = _locked(webhook, by)
        if locked.stopped_at is not None:
            raise WebhookStopped
        event = WebhookEvent.objects.create(id=new_id(), kind=EventKind.TEST, at=at, data={}, spread_at=at)
        delivery = WebhookDelivery.objects.create(webhook=locked, event=event, made_at=at, next_at=at)
        audit.record("test_webhook", locked, by=by, at=at)
        _send_soon()
        return delivery


def redeliver(*, webhook: Webhook, delivery_id: UUID, by: User, at: datetime) -> WebhookDelivery:
    """Send an event once more, under the same id and with a fresh count of attempts.

    Refuses NotAllowed, NotFound and WebhookStopped.
    """
    with transaction.atomic():
        locked = _locked(webhook, by)
        if locked.stopped_at is not None:
            raise WebhookStopped
        delivery = WebhookDelivery.objects.select_for_update().filter(webhook=locked, pk=delivery_id).first()
        if delivery is None:
            raise NotFound
        delivery.state, delivery.tries, delivery.next_at = WebhookDelivery.State.PENDING, 0, at
        delivery.save(update_fields=["state", "tries", "next_at"])
        audit.record("redeliver_webhook", locked, by=by, at=at, change={"delivery": str(delivery.pk)})
        _send_soon()
        return delivery


def _locked(webhook: Webhook, by: User | None) -> Webhook:
    locked = Webhook.objects.select_for_update().get(pk=webhook.pk)
    if by is not None and not can_keep_webhook(by, locked):
        raise NotAllowed
    return locked


def _send_soon() -> None:
    later("patrol.send_webhooks", queueing_lock="patrol.send_webhooks")
