"""What citizens and a city hotline told in the demo: through the same action as real reports, some of them decided."""

import json
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from patrol.actions.hotlines import make_hotline
from patrol.actions.moderation import add_to_case, refuse_public_report
from patrol.actions.public_reports import Sender, receive_public_report
from patrol.actions.webhooks import make_webhook, stop_webhook
from patrol.demo.pictures import drawing_of, inspect_ours
from patrol.demo.reports import fix_near, report_id
from patrol.demo.world import World
from patrol.logic.public_report import Contact, Signs, Told
from patrol.models import Case, EventKind, Hotline, PublicReport, WebhookAttempt, WebhookDelivery, WebhookEvent
from people.models import User
from sites.models import Site

WRITTEN_IN_S: Final = 140.0
DECIDED_AFTER: Final = timedelta(hours=20)
STORY: Final = Path(__file__).parent / "told.json"
# How each invented call went: the status of its attempts; None where nobody answered.
CALLS: Final[tuple[tuple[EventKind, tuple[int | None, ...]], ...]] = (
    (EventKind.CASE_OPENED, (200,)),
    (EventKind.CASE_CHANGED, (None, 503, 200)),
    (EventKind.REPORT_RECEIVED, (200,)),
)


def tell_public(world: World) -> int:
    """Let every report of the story come in, decide some, and keep a paused subscription with a log; return their number."""
    administrator = User.objects.get(email="administrator@example.org")
    made_at = world.at - timedelta(days=60)
    hotline, _key = make_hotline(label="12345 市民热线（演示）", area="11", by=administrator, at=made_at)
    story = json.loads(STORY.read_text(encoding="utf-8"))
    for row in sorted(story, key=lambda one: -int(one["hours_ago"])):
        _tell(row, hotline, world)
    _subscribe(administrator, world.at)
    return len(story)


def _tell(row: dict[str, Any], hotline: Hotline, world: World) -> None:
    site, at = world.sites[row["site"]], world.at - timedelta(hours=row["hours_ago"])
    place = fix_near(world.places[site.code][0], row["away_m"], world.rng)
    told = Told(
        id=report_id(at, world.rng),
        text=row["text"],
        kind=row["kind"],
        longitude=round(place.x, 6),
        latitude=round(place.y, 6),
        accuracy_m=15.0,
        site=site.code if row.get("named") else "",
        address=row["address"],
        is_urgent=bool(row.get("urgent")),
        contact=Contact("", row.get("phone", ""), row.get("email", "")),
    )
    photos = [BytesIO(_photo(site, told.id, number, at)) for number in range(row["photos"])]
    sender = Sender(hotline=hotline if row.get("hotline") else None, signs=Signs(seconds=WRITTEN_IN_S))
    report, _secret = receive_public_report(told=told, photos=photos, sender=sender, at=at)
    for photo in report.photos.select_related("file"):
        inspect_ours(photo.file, at=at).save()
    _decide(row.get("becomes", ""), report, site, world)


def _photo(site: Site, key: UUID, number: int, at: datetime) -> bytes:
    role = "near" if number else "finding"
    return drawing_of(site.code, site.name_zh, site.category_id, role, f"{key}{number}", at)


def _decide(becomes: str, report: PublicReport, site: Site, world: World) -> None:
    by, at = world.officer(site), report.received_at + DECIDED_AFTER
    if becomes == "case":
        # A volunteer had seen it, too.
        case = Case.objects.filter(site=site, closed_at=None).select_related("site").first()
        add_to_case(report=report, case=case, version=report.version, by=by, at=at)
    elif becomes:
        refuse_public_report(report=report, reason=becomes, answer="", version=report.version, by=by, at=at)


def _subscribe(administrator: User, now: datetime) -> None:
    """Keep a subscription whose receiver nobody runs, so it is paused; its log is invented."""
    made_at = now - timedelta(days=20)
    webhook = make_webhook(
        label="城市运行指挥中心（演示）",
        url="https://receiver.example.org/heritage",
        area="11",
        organisation=None,
        events=[EventKind.REPORT_RECEIVED, EventKind.CASE_OPENED, EventKind.CASE_CHANGED, EventKind.CASE_CLOSED],
        by=administrator,
        at=made_at,
    )
    for number, (kind, statuses) in enumerate(CALLS, 1):
        at = made_at + timedelta(days=3 * number)
        event = WebhookEvent.objects.create(id=UUID(int=number), kind=kind, at=at, data={}, spread_at=at)
        delivery = WebhookDelivery.objects.create(
            webhook=webhook, event=event, state=WebhookDelivery.State.DELIVERED, made_at=at, tries=len(statuses)
        )
        for place, status in enumerate(statuses):
            WebhookAttempt.objects.create(
                delivery=delivery,
                at=at + timedelta(minutes=5 * place),
                status=status,
                error="" if status else "timeout",
                answer='{"ok": true}' if status == 200 else "",
                milliseconds=120 if status else 5000,
            )
    stop_webhook(webhook=webhook, by=administrator, why="paused", at=now)
