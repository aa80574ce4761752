"""What citizens tell: reports as the page and hotlines hand them over, keys, and subscriptions."""

import io
from datetime import datetime
from typing import Any

from core.ids import new_id
from patrol.actions.hotlines import make_hotline
from patrol.actions.public_reports import Sender, receive_public_report
from patrol.actions.webhooks import make_webhook, send_test
from patrol.logic.public_report import Contact, Signs, Told
from patrol.models import Hotline, PublicContact, PublicPhoto, PublicReport, Webhook
from people.models import User
from sites.models import Site
from tests.factories import make

HUMAN = Signs(seconds=90.0)
ADDRESS = "203.0.113.7"
BELL_TOWER = (116.3894, 39.9407)


def said(**fields: Any) -> Told:
    """Say something, by default that a wall at the Bell Tower has cracked."""
    lon, lat = fields.pop("place", BELL_TOWER)
    values = {
        "id": new_id(),
        "text": f"北墙有裂缝 {new_id().hex[-6:]}",
        "kind": "structure",
        "longitude": lon,
        "latitude": lat,
    }
    return Told(**{**values, **fields})


def receive(
    *,
    photos: list[bytes] | None = None,
    at: datetime = make.NOW,
    signs: Signs = HUMAN,
    address: str = ADDRESS,
    visitor: str = "",
    hotline: Hotline | None = None,
    **fields: Any,
) -> tuple[PublicReport, str]:
    """Let a citizen's report come in; return it with the secret of its tracking address."""
    sender = Sender(address=address, visitor=visitor, hotline=hotline, signs=signs)
    streams = [io.BytesIO(one) for one in photos or []]
    return receive_public_report(told=said(**fields), photos=streams, sender=sender, at=at)


def hotline(officer: User, area: str = "110101", label: str = "12345") -> tuple[Hotline, str]:
    """Give a hotline a key."""
    return make_hotline(label=label, area=area, by=officer, at=make.NOW)


def webhook(officer: User, url: str = "https://receiver.example.org/hook", **fields: Any) -> Webhook:
    """Subscribe an address to everything in the district."""
    events = ["report.received", "report.decided", "case.opened", "case.changed", "case.closed"]
    values = {"label": "指挥中心", "area": "110101", "organisation": None, "events": events, **fields}
    return make_webhook(url=url, by=officer, at=make.NOW, **values)


def channels(officer: User | None, site: Site, photo: str) -> dict[str, Any]:
    """Make one of each for the world of the access table, at the place of the site."""
    assert officer is not None
    place = (site.geom.centroid.x, site.geom.centroid.y)
    _web, secret = receive(place=place, site=site.code)
    line, _key = hotline(officer)
    report, _secret = receive(place=place, hotline=line, contact=Contact("某人", "13800000000", ""))
    PublicPhoto.objects.create(report=report, file_id=photo, position=0)
    assert PublicContact.objects.filter(report=report).exists()
    hook = webhook(officer)
    delivery = send_test(webhook=hook, by=officer, at=make.NOW)
    return {
        "tracking_secret": secret,
        "public_id": report.pk,
        "public_number": report.number,
        "hotline_id": line.pk,
        "webhook_id": hook.pk,
        "delivery_id": delivery.pk,
    }
