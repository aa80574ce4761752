"""Subscriptions, what is told to which of them, and how the calls went."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Max, Prefetch, Q, QuerySet

from patrol.models import CaseEntry, PublicReport, Report, Webhook, WebhookAttempt, WebhookDelivery, WebhookEvent
from patrol.queries.public import told_places
from people.models import Organisation, User
from people.permissions import Person, areas_of
from sites.models import Site
from sites.queries import visible_sites


def webhooks_of(person: Person) -> QuerySet[Webhook]:
    """Return the subscriptions of the person's areas, with what a list shows."""
    condition = Q(pk__in=[])
    for area in areas_of(person, "keep_channels"):
        condition |= Q(area__startswith=area)
    pending = Count("deliveries", filter=Q(deliveries__state="pending"))
    return (
        Webhook.objects.filter(condition)
        .select_related("made_by", "organisation")
        .annotate(pending=pending, last_at=Max("deliveries__made_at"))
        .order_by("label", "pk")
    )


def deliveries_of(webhook: Webhook) -> QuerySet[WebhookDelivery]:
    """Return what was or will be sent to a subscription, newest first, with every attempt."""
    attempts = Prefetch("attempts", WebhookAttempt.objects.order_by("-at", "-pk"))
    return webhook.deliveries.select_related("event").prefetch_related(attempts).order_by("-made_at", "-pk")


def due_deliveries(at: datetime, most: int) -> QuerySet[WebhookDelivery]:
    """Return pending deliveries whose time has come, of running subscriptions, oldest first."""
    return WebhookDelivery.objects.filter(
        state=WebhookDelivery.State.PENDING, next_at__lte=at, webhook__stopped_at=None
    ).order_by("next_at")[:most]


def subscribers(event: WebhookEvent) -> list[Webhook]:
    """Return the running subscriptions that are told of an event."""
    running = Webhook.objects.filter(stopped_at=None, events__contains=[event.kind])
    found = [one for one in running if str(event.data.get("area", "")).startswith(one.area)]
    if all(one.organisation_id is None for one in found):
        return found
    involved = _organisations(event)
    return [one for one in found if one.organisation_id is None or one.organisation_id in involved]


def payload(event: WebhookEvent, webhook: Webhook) -> dict[str, Any]:
    """Return what a subscription is told of an event: the row as it was then, and the place by its right to know it."""
    data = {key: value for key, value in event.data.items() if key not in ("site", "area")}
    viewer = viewer_of(webhook)
    site = Site.objects.filter(pk=event.data.get("site")).first() if event.data.get("site") else None
    data["site"] = None if site is None else _site(site)
    data["place"] = _place(event, site, viewer)
    return {"type": event.kind, "timestamp": event.at.isoformat(), "data": data}


def viewer_of(webhook: Webhook) -> Person:
    """Return as whom a subscription reads: an authority's as its maker is allowed today, an organisation's as everybody."""
    if webhook.organisation_id is not None:
        return AnonymousUser()
    return User.objects.get(pk=webhook.made_by_id)


def organisations_to_choose() -> QuerySet[Organisation]:
    """Return the organisations a subscription may belong to."""
    return Organisation.objects.order_by("name_zh")


def _organisations(event: WebhookEvent) -> set[UUID]:
    """Return the organisations whose people sent the report, or a report of the case."""
    keys: Iterable[Any] = [event.data.get("report")]
    if "case" in event.data:
        keys = CaseEntry.objects.filter(case=event.data["case"], report__isnull=False).values("report")
    reports = Report.objects.filter(pk__in=keys, volunteer__volunteer__organisation__isnull=False)
    return set(reports.values_list("volunteer__volunteer__organisation", flat=True))


def _site(site: Site) -> dict[str, str]:
    return {"code": site.code, "name_zh": site.name_zh, "name_en": site.name_en, "district": site.district_id}


def _place(event: WebhookEvent, site: Site | None, viewer: Person) -> dict[str, Any] | None:
    if event.data.get("source") in ("public", "hotline"):
        report = PublicReport.objects.select_related("case").filter(pk=event.data["report"]).first()
        point = None if report is None else told_places(viewer, [report])[report.pk]
        return None if point is None else {"lon": round(point.x, 6), "lat": round(point.y, 6)}
    # The rule adds its own columns to a site.
    shown: Any = visible_sites(viewer).filter(pk=site.pk).first() if site is not None else None
    if shown is None or shown.place is None:
        return None
    middle = shown.place.centroid
    return {
        "lon": round(middle.x, 6),
        "lat": round(middle.y, 6),
        "precision": "exact" if shown.is_exact else shown.shown_as,
    }
