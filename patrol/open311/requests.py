"""Requests: a hotline hands over what a citizen told it, and anybody follows what becomes of it."""

from datetime import datetime
from typing import Any, Final, cast
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from rest_framework.request import Request
from rest_framework.response import Response

from core.ids import new_id
from patrol.actions.public_reports import Sender, receive_public_report
from patrol.api.uploads import limit_upload
from patrol.errors.public import Open311Missing, Open311Unknown, Open311Wrong
from patrol.logic.public_report import LONGEST_TEXT, MOST_PHOTOS, Contact, Signs, Told
from patrol.models import FindingKind, Hotline, PublicReport
from patrol.open311.answering import Document, Open311Door, caller_of
from patrol.open311.services import check_jurisdiction
from patrol.queries.hotlines import CLOSED, between, hotline_requests
from patrol.queries.public import told_places
from patrol.sentences.public import status_notes
from sites.models import Site

PAGE_SIZE, MOST_A_PAGE, MOST_BY_ID = 50, 1000, 200
CREATED: Final = 201


class RequestsDoor(Open311Door):
    """The requests."""

    def get(self, request: Request, ending: str) -> Response:
        """List requests by number, or by service, status and time; fifty a page, a thousand at most."""
        check_jurisdiction(request)
        hotline = caller_of(request, is_needed=False)
        found = _chosen(request, hotline_requests(hotline))
        first, size = _page(request)
        return Response(_said(list(found.order_by("-received_at", "pk")[first : first + size]), hotline))

    def post(self, request: Request, ending: str) -> Response:
        """Keep a request and give its number; a repeat under the same `token` gives the same number."""
        limits = limit_upload(request, most_files=MOST_PHOTOS)
        hotline = cast("Hotline", caller_of(request, is_needed=True))
        check_jurisdiction(request)
        if limits.refusal is not None:
            raise limits.refusal
        told = _told(request)
        files = [cast("Any", file) for file in request.FILES.values()]
        sender = Sender(hotline=hotline, signs=Signs(is_form=False))
        report, _secret = receive_public_report(told=told, photos=files, sender=sender, at=timezone.now())
        answer = {"service_request_id": report.number, "service_notice": status_notes(report), "account_id": None}
        return Response(Document("service_requests", [answer]), status=CREATED)


class RequestDoor(Open311Door):
    """One request."""

    def get(self, request: Request, number: str, ending: str) -> Response:
        """Tell how a request stands."""
        check_jurisdiction(request)
        hotline = caller_of(request, is_needed=False)
        found = hotline_requests(hotline).filter(number=number).first()
        if found is None:
            raise Open311Unknown(what="service_request_id")
        return Response(_said([found], hotline))


class TokenDoor(Open311Door):
    """The number behind a token."""

    def get(self, request: Request, token: str, ending: str) -> Response:
        """Give the number of what was sent under a token: whether an answer that got lost had been kept."""
        check_jurisdiction(request)
        key = _uuid(token)
        found = None if key is None else hotline_requests(caller_of(request, is_needed=False)).filter(pk=key).first()
        if found is None:
            raise Open311Unknown(what="token")
        return Response(Document("service_requests", [{"service_request_id": found.number, "token": token}]))


def _told(request: Request) -> Told:
    said = {key: str(value).strip() for key, value in request.POST.items()}
    code = said.get("service_code", "")
    if not code:
        raise Open311Missing(what="service_code")
    kind = _kind(code, said.get("attribute[kind]", ""))
    longitude, latitude = _place(said)
    site, address = said.get("attribute[site_code]", ""), said.get("address_string", "")
    if site and not Site.objects.filter(code=site, is_active=True).exists():
        raise Open311Wrong(what="attribute[site_code]")
    if longitude is None and not address and not site:
        raise Open311Missing(what="lat, long")
    token = said.get("token", "")
    key = _uuid(token) if token else new_id()
    if key is None:
        raise Open311Wrong(what="token")
    return Told(
        id=key,
        text=said.get("description", "")[:LONGEST_TEXT],
        kind=kind,
        longitude=longitude,
        latitude=latitude,
        site=site[:40],
        address=address[:300],
        is_urgent=said.get("attribute[urgent]") == "yes",
        media_url=_url(said.get("media_url", "")),
        language="en" if get_language() == "en" else "zh-hans",
        contact=_contact(said),
    )


def _kind(code: str, asked: str) -> str:
    """Return the kind asked for within its service, or the service itself."""
    if not FindingKind.objects.filter(parent=None, code=code).exists():
        raise Open311Unknown(what="service_code")
    if not asked:
        return code
    if not FindingKind.objects.filter(parent=code, code=asked).exists():
        raise Open311Wrong(what="attribute[kind]")
    return asked


def _place(said: dict[str, str]) -> tuple[float | None, float | None]:
    if not said.get("lat") and not said.get("long"):
        return None, None
    try:
        latitude, longitude = float(said.get("lat", "")), float(said.get("long", ""))
    except ValueError:
        raise Open311Wrong(what="lat, long") from None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise Open311Wrong(what="lat, long")
    return longitude, latitude


def _url(said: str) -> str:
    if not said:
        return ""
    try:
        URLValidator(schemes=["http", "https"])(said)
    except ValidationError:
        raise Open311Wrong(what="media_url") from None
    return said[:500]


def _contact(said: dict[str, str]) -> Contact:
    email = said.get("email", "")
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise Open311Wrong(what="email") from None
    name = f"{said.get('last_name', '')} {said.get('first_name', '')}".strip()
    return Contact(name[:80], said.get("phone", "")[:40], email[:254])


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _chosen(request: Request, found: Any) -> Any:
    asked = request.query_params
    if numbers := asked.get("service_request_id"):
        return found.filter(number__in=numbers.split(",")[:MOST_BY_ID])
    found = between(found, _time(asked, "start_date"), _time(asked, "end_date"), timezone.now())
    if codes := asked.get("service_code"):
        found = found.filter(kind__in=_kinds(codes.split(",")))
    statuses = {one for one in asked.get("status", "").split(",") if one}
    if statuses - {"open", "closed"}:
        raise Open311Wrong(what="status")
    if len(statuses) == 1:
        found = found.filter(CLOSED) if statuses == {"closed"} else found.exclude(CLOSED)
    return found


def _kinds(codes: list[str]) -> list[str]:
    below = FindingKind.objects.filter(parent__in=codes).values_list("code", flat=True)
    return [*codes, *below]


def _time(asked: Any, name: str) -> datetime | None:
    text = asked.get(name)
    if not text:
        return None
    try:
        # A plus sign in an address that was not encoded arrives as a space.
        found = parse_datetime(text.replace(" ", "+") if "T" in text else text)
    except ValueError:
        found = None
    if found is None:
        raise Open311Wrong(what=name)
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def _page(request: Request) -> tuple[int, int]:
    try:
        page = max(int(request.query_params.get("page", 1)), 1)
        size = min(max(int(request.query_params.get("page_size", PAGE_SIZE)), 1), MOST_A_PAGE)
    except ValueError:
        raise Open311Wrong(what="page, page_size") from None
    return (page - 1) * size, size


def _said(reports: list[PublicReport], hotline: Hotline | None) -> Document:
    """Write the requests; what a citizen wrote, and exactly where, only for the hotline that sent it."""
    places = told_places(AnonymousUser(), reports)
    groups = {one.code: one for one in FindingKind.objects.select_related("parent")} if reports else {}
    return Document("service_requests", [_request(one, hotline, places[one.pk], groups) for one in reports])


def _request(
    report: PublicReport, hotline: Hotline | None, place: Any, kinds: dict[str, FindingKind]
) -> dict[str, Any]:
    is_own = hotline is not None and report.hotline_id == hotline.pk
    if is_own and report.case is None:
        place = report.geom
    kind = kinds[report.kind_id]
    group = kind.parent or kind
    is_closed = report.state in ("refused", "spam") or (report.case is not None and report.case.closed_at is not None)
    moved = [at for at in (report.decided_at, report.case_moved_at) if at is not None]  # type: ignore[attr-defined]
    due = report.case.due_at if report.case is not None and not is_closed else None
    return {
        "service_request_id": report.number,
        "status": "closed" if is_closed else "open",
        "status_notes": status_notes(report),
        "service_name": group.label,
        "service_code": group.code,
        "description": report.text if is_own else None,
        "agency_responsible": None,
        "service_notice": None,
        "requested_datetime": _written(report.received_at),
        "updated_datetime": _written(max([report.received_at, *moved])),
        "expected_datetime": _written(due),
        "address": report.address if is_own else None,
        "address_id": None,
        "zipcode": None,
        "lat": None if place is None else round(place.y, 6),
        "long": None if place is None else round(place.x, 6),
        "media_url": report.media_url or None if is_own else None,
    }


def _written(at: datetime | None) -> str | None:
    return None if at is None else timezone.localtime(at).isoformat(timespec="seconds")
