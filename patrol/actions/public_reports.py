"""Citizens' reports come in: the one path of the public page and of city hotlines."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, BinaryIO, Final

from django.conf import settings
from django.contrib.gis.geos import Point
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from core import audit
from core.jobs import later
from core.logic.hashing import stream_sha256
from patrol.actions.photos import keep_files
from patrol.errors import PhotoTypeNotAllowed
from patrol.errors.public import PublicReportConflict, TooManyPublicReports
from patrol.logic.public_report import Signs, Told, content_sha256, hashed, network_of, oddities_of
from patrol.models import DaySalt, FindingKind, Hotline, PublicContact, PublicPhoto, PublicReport
from patrol.queries.officers import officers_of
from patrol.queries.public import area_at
from patrol.storage import StoredPhoto, content_type_of, store_photo
from people.actions import notify
from sites.models import Site

# Any fixed number: it only must be the same everywhere numbers are given.
NUMBERS_LOCK: Final = 0x475A  # "GZ", 公众
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
REPEATED_WITHIN: Final = timedelta(days=7)
NO_SIGNS: Final = Signs()


@dataclass(frozen=True, slots=True)
class Sender:
    """Where a report comes from: a network address and a browser's mark, or a hotline; `signs` of how it was filled in."""

    address: str = ""
    visitor: str = ""
    hotline: Hotline | None = None
    signs: Signs = NO_SIGNS


def receive_public_report(
    *, told: Told, photos: Sequence[BinaryIO], sender: Sender, at: datetime
) -> tuple[PublicReport, str]:
    """Keep a citizen's report with its photos, once per id, and return it with the secret of its tracking address.

    What looks odd is kept and held back. Refuses TooManyPublicReports, PublicReportConflict (same id, other content)
    and PhotoTypeNotAllowed.
    """
    hashes = [stream_sha256(stream) for stream in photos]
    sha256 = content_sha256(told, hashes)
    secret = secret_of(told=told)
    if (known := _known(told, sha256)) is not None:
        return known, secret
    marks = _marks(sender, at)
    _refuse_too_many(marks, sender, at)
    stored = [_store(stream, one) for stream, one in zip(photos, hashes, strict=True)]
    with transaction.atomic():
        _lock(marks["network"] or str(sender.hotline))
        _lock(str(told.id))
        if (known := _known(told, sha256)) is not None:
            return known, secret
        _refuse_too_many(marks, sender, at)
        return _keep(
            told, stored, sender, {**marks, "content_sha256": sha256, "secret_sha256": hashed(secret)}, at
        ), secret


def secret_of(*, told: Told) -> str:
    """Return the secret of the tracking address: 256 bits made from the server's key, so that a repeat gets the same."""
    made = hmac.new(settings.SECRET_KEY.encode(), f"public report {told.id}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def _known(told: Told, sha256: str) -> PublicReport | None:
    known = PublicReport.objects.filter(pk=told.id).first()
    if known is not None and known.content_sha256 != sha256:
        raise PublicReportConflict
    return known


def _marks(sender: Sender, at: datetime) -> dict[str, str]:
    """Return the hashes of network and browser under the salt of the day; a hotline has neither."""
    if sender.hotline is not None:
        return {"network": "", "visitor": ""}
    salt, _is_new = DaySalt.objects.get_or_create(day=timezone.localdate(at), defaults={"salt": secrets.token_hex(32)})
    network = network_of(sender.address)
    return {
        name: hashed(f"{salt.salt} {value}") if value else ""
        for name, value in (("network", network), ("visitor", sender.visitor))
    }


def _refuse_too_many(marks: dict[str, str], sender: Sender, at: datetime) -> None:
    reports = PublicReport.objects.all()
    counted: list[tuple[object, dict[str, Any], timedelta, int]] = [
        (marks["network"], {"network": marks["network"]}, HOUR, settings.PUBLIC_REPORTS_PER_HOUR),
        (marks["visitor"], {"visitor": marks["visitor"]}, DAY, settings.PUBLIC_REPORTS_PER_DAY),
        (sender.hotline, {"hotline": sender.hotline}, HOUR, settings.HOTLINE_REPORTS_PER_HOUR),
    ]
    for mark, of, span, most in counted:
        if mark and reports.filter(**of, received_at__gt=at - span).count() >= most:
            raise TooManyPublicReports


def _store(stream: BinaryIO, sha256: str) -> StoredPhoto:
    kind = content_type_of(stream)
    if kind is None:
        raise PhotoTypeNotAllowed
    return store_photo(stream, sha256, *kind)


def _keep(told: Told, stored: list[StoredPhoto], sender: Sender, marks: dict[str, str], at: datetime) -> PublicReport:
    site = Site.objects.filter(code=told.site, is_active=True).first() if told.site else None
    point = None if told.longitude is None else Point(told.longitude, told.latitude, srid=4326)
    area = _area(site, point, sender)
    is_repeated = PublicReport.objects.filter(text=told.text, received_at__gt=at - REPEATED_WITHIN).exists()
    oddities = oddities_of(told, sender.signs, is_inside=area != "", is_repeated=is_repeated and sender.hotline is None)
    report = PublicReport.objects.create(
        id=told.id,
        number=_next_number(at),
        channel="open311" if sender.hotline else "web",
        hotline=sender.hotline,
        received_at=at,
        geom=point,
        accuracy_m=told.accuracy_m,
        area=area,
        address=told.address,
        site=site,
        kind=FindingKind.objects.get(code=told.kind),
        is_urgent=told.is_urgent,
        text=told.text,
        media_url=told.media_url,
        language=told.language,
        oddities=oddities,
        state=PublicReport.State.HELD if oddities else PublicReport.State.WAITING,
        **marks,
    )
    _keep_rest(report, told, stored, at)
    return report


def _keep_rest(report: PublicReport, told: Told, stored: list[StoredPhoto], at: datetime) -> None:
    if told.contact.phone or told.contact.email:
        PublicContact.objects.create(
            report=report, name=told.contact.name, phone=told.contact.phone, email=told.contact.email
        )
    keep_files(stored=stored, at=at)
    PublicPhoto.objects.bulk_create(
        PublicPhoto(report=report, file_id=one.sha256, position=place) for place, one in enumerate(stored)
    )
    audit.record(
        "receive_public_report", report, by=None, at=at, change={"channel": report.channel, "odd": report.oddities}
    )
    if stored:
        later("patrol.inspect_public_photos", report_id=str(report.pk))
    if told.media_url:
        later("patrol.fetch_public_media", report_id=str(report.pk))
    if report.state == PublicReport.State.WAITING:
        later("patrol.send_webhooks", queueing_lock="patrol.send_webhooks")
        _tell_officers(report, at)


def _area(site: Site | None, point: Point | None, sender: Sender) -> str:
    """Return whose report it is: of the named site's district, of where it is, or of the hotline's own area."""
    if site is not None:
        return site.district_id
    found = area_at(point) if point is not None else ""
    return found or (sender.hotline.area if sender.hotline is not None else "")


def _tell_officers(report: PublicReport, at: datetime) -> None:
    params = {"number": report.number, "kind": [report.kind.label_zh, report.kind.label_en]}
    url = reverse("patrol:public_report", args=[report.pk])
    notify(users=officers_of(report.area), kind="public_report_received", params=params, url=url, at=at)


def _next_number(at: datetime) -> str:
    """Return the next number of the year; numbers have no holes, so whoever takes one holds the lock to the end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NUMBERS_LOCK])
    prefix = f"GZ-{timezone.localdate(at).year}-"
    numbers = (
        PublicReport.objects.filter(number__startswith=prefix).order_by("-number").values_list("number", flat=True)
    )
    last = numbers.first()
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:05d}"


def _lock(name: str) -> None:
    # Two attempts at once wait here for each other: neither limit nor id is passed twice.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"public report {name}"])
