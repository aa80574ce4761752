"""What an exchange file holds of us, and what is known here of one that came."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Q, QuerySet
from django.utils import timezone

from people.models import Organisation, Volunteer
from timebank.files.exchange import scheme
from timebank.logic.exchange_file import Finding, Rows, code_of, written
from timebank.models import Certificate, Credential, ExchangeFile, IncomingBatch, ServiceRecord, Transfer
from timebank.queries.ledger import is_reversed
from timebank.queries.transfers import is_away

# Projects are told by what was done and for whom; their code follows from both.
PROJECTS = UUID("8d0b1a5e-3c0f-5a5e-9d2e-6a2f0d9b7c11")


def exported_rows(organisation: Organisation | None) -> Rows:
    """Return all rows of an exchange file, of one organisation and its teams or of everybody, in the mapping's own words.

    Training and evaluations have no table in this app yet: their entities stay empty.
    """
    people = Volunteer.objects.select_related("user", "organisation").prefetch_related("skills").order_by("number")
    units = Organisation.objects.select_related("parent").order_by("code")
    if organisation is not None:
        units = units.filter(Q(pk=organisation.pk) | Q(parent=organisation))
        people = people.filter(organisation__in=units)
    numbers = {one.pk: one.number for one in people}
    records = ServiceRecord.objects.filter(~is_reversed(), ~is_away(), volunteer__in=numbers).order_by("during")
    rows: dict[str, Iterable[dict[str, Any]]] = {
        "organisation": [_organisation(one, organisation) for one in units],
        "volunteer": [_volunteer(one) for one in people],
        "project": _projects(records),
        "honour": _honours(numbers),
        "service_time": [_service(one, numbers) for one in records],
        "certificate": [_certificate(one, numbers) for one in _certificates(numbers)],
        "exchange": _exchanges(numbers),
    }
    return {
        entity: [{key: written(value) for key, value in row.items()} for row in found] for entity, found in rows.items()
    }


def known_here(rows: Rows) -> list[Finding]:
    """Return what a file says that our own books say otherwise: certificates of other hours, time credited here already."""
    found: list[Finding] = []
    numbers = {row.get("number", "") for row in rows["certificate"]}
    seconds = dict(Certificate.objects.filter(number__in=numbers).values_list("number", "seconds"))
    for place, row in enumerate(rows["certificate"], start=1):
        ours = seconds.get(row.get("number", ""))
        if ours is not None and str(ours) != row.get("seconds"):
            found.append(Finding("certificate", place, "seconds", "differs_from_ours"))
    ids = {row["id"]: place for place, row in enumerate(rows["service_time"], start=1) if _is_uuid(row.get("id", ""))}
    records = ServiceRecord.objects.filter(pk__in=ids).values_list("pk", flat=True)
    return found + [Finding("service_time", ids[str(key)], "id", "known_already") for key in records]


def missing_organisations(rows: Rows) -> list[dict[str, str]]:
    """Return the file's organisations that are not here yet, parents first."""
    codes = [row.get("code", "") for row in rows["organisation"]]
    here = set(Organisation.objects.filter(code__in=codes).values_list("code", flat=True))
    missing = {row["code"]: row for row in rows["organisation"] if row.get("code", "") not in here}
    return sorted(missing.values(), key=lambda row: _depth(row, missing))


def exchange_files() -> QuerySet[ExchangeFile]:
    """Return the files given and taken, newest first."""
    return ExchangeFile.objects.select_related("by").order_by("-at")


def _organisation(one: Organisation, top: Organisation | None) -> dict[str, Any]:
    has_parent = one.parent is not None and (top is None or one.pk != top.pk)
    parent = one.parent.code if has_parent and one.parent else ""
    return {"code": one.code, "name": one.name_zh, "name_en": one.name_en, "parent": parent}


def _volunteer(one: Volunteer) -> dict[str, Any]:
    return {
        "number": one.number,
        "name": one.user.name,
        "organisation": one.organisation.code if one.organisation else "",
        "skills": "、".join(sorted(skill.label_zh for skill in one.skills.all()))[:400],
        "registered_on": one.joined_on,
        "is_active": code_of(scheme(), "yes_no", "yes" if one.is_active else "no"),
    }


def _projects(records: QuerySet[ServiceRecord]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for record in records:
        on = timezone.localdate(record.during.lower)
        row = found.setdefault(
            _project(record),
            {"code": _project(record), "name": record.title_zh, "organiser": record.organisation_name, "first_on": on},
        )
        row["last_on"] = max(row.get("last_on", on), on)
    return list(found.values())


def _service(record: ServiceRecord, numbers: dict[Any, str]) -> dict[str, Any]:
    lower, upper = record.during.lower, record.during.upper
    return {
        "id": record.pk,
        "volunteer": numbers[record.volunteer_id],
        "project": _project(record),
        "starts_at": _local(lower),
        "ends_at": _local(upper),
        "seconds": int((upper - lower).total_seconds()),
        "organiser": record.organisation_name,
    }


def _honours(numbers: dict[Any, str]) -> list[dict[str, Any]]:
    held = Credential.objects.filter(volunteer__in=numbers, stars__isnull=False, revoked_at=None).order_by("serial")
    return [
        {"volunteer": numbers[one.volunteer_id], "name": f"{one.stars} ★", "on": timezone.localdate(one.issued_at)}
        for one in held
    ]


def _certificates(numbers: dict[Any, str]) -> QuerySet[Certificate]:
    shown = Certificate.objects.filter(volunteer__in=numbers, issued_at__isnull=False)
    return shown.order_by("number")


def _certificate(one: Certificate, numbers: dict[Any, str]) -> dict[str, Any]:
    return {
        "number": one.number,
        "volunteer": numbers[one.volunteer_id],
        "issuer": one.issuer.get("name", ""),
        "seconds": one.seconds,
        "first_on": one.first_on,
        "last_on": one.last_on,
        "issued_on": timezone.localdate(one.issued_at) if one.issued_at else None,
        "state": code_of(scheme(), "certificate_state", one.state),
    }


def _exchanges(numbers: dict[Any, str]) -> list[dict[str, Any]]:
    sent = Transfer.objects.filter(volunteer__in=numbers, state=Transfer.State.CONFIRMED).select_related("partner")
    came = IncomingBatch.objects.filter(volunteer__in=numbers, state=IncomingBatch.State.CONFIRMED)
    rows: list[tuple[str, Any, Any, UUID, datetime | None]] = [
        ("sent", one.partner, one.volunteer_id, one.pk, one.ended_at) for one in sent.order_by("ended_at")
    ]
    rows += [
        ("received", one.partner, one.volunteer_id, one.batch, one.ended_at)
        for one in came.select_related("partner").order_by("ended_at")
    ]
    return [
        {
            "batch": batch,
            "partner": partner.name,
            "direction": code_of(scheme(), "exchange_state", direction),
            "volunteer": numbers[person],
            "at": _local(at) if at else None,
        }
        for direction, partner, person, batch, at in rows
    ]


def _depth(row: dict[str, str], missing: dict[str, dict[str, str]]) -> int:
    """Return how many of its parents are missing, too; a circle ends where it began."""
    seen: set[str] = set()
    while (parent := row.get("parent", "")) in missing and parent not in seen:
        seen.add(parent)
        row = missing[parent]
    return len(seen)


def _project(record: ServiceRecord) -> str:
    return str(uuid5(PROJECTS, f"{record.title_zh}\n{record.organisation_name}"))


def _local(at: datetime) -> datetime:
    return timezone.localtime(at).replace(microsecond=0)


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
