"""Exchange files: given, and taken with findings. Hours are never credited from a file: only a signed transfer does that."""

import hashlib
from dataclasses import asdict
from datetime import datetime

from django.conf import settings
from django.db import transaction

from core import audit
from core.errors import NotAllowed
from people.models import Organisation, User
from timebank.errors import ExchangeFileWrong
from timebank.files.exchange import UnreadableFile, read, scheme, write
from timebank.logic.exchange_file import MOST_FINDINGS, Finding, Rows, checked
from timebank.models import ExchangeFile
from timebank.permissions import can_exchange_files
from timebank.queries.exchange_files import exported_rows, known_here, missing_organisations


def give_exchange_file(
    *, organisation: Organisation | None, file_format: str, by: User, at: datetime
) -> tuple[ExchangeFile, bytes]:
    """Return a file of an organisation, or of everybody, and keep that it was given. Refuses NotAllowed."""
    if not can_exchange_files(by):
        raise NotAllowed
    with transaction.atomic():
        rows = exported_rows(organisation)
        content = write(rows, file_format, sender=settings.PLATFORM_NAME, at=at)
        code = organisation.code if organisation else "all"
        given = _keep(
            ExchangeFile.Direction.GIVEN, f"mzt061-{code}-{at:%Y%m%d}.{file_format}", content, rows, [], by, at
        )
    return given, content


def take_exchange_file(*, name: str, content: bytes, adds_organisations: bool, by: User, at: datetime) -> ExchangeFile:
    """Check a file and keep its findings; where wished, add its organisations that are not here, unless one of them is wrong.

    Refuses NotAllowed, and ExchangeFileWrong for what cannot be read at all.
    """
    if not can_exchange_files(by):
        raise NotAllowed
    try:
        told = read(content)
    except UnreadableFile as failure:
        raise ExchangeFileWrong(why=failure.code, version=scheme().version) from failure
    with transaction.atomic():
        findings = told.strange + checked(scheme(), told.rows)
        if not findings:
            findings = known_here(told.rows)
        taken = _keep(ExchangeFile.Direction.TAKEN, name, content, told.rows, findings, by, at, told.sender)
        if adds_organisations and not any(one.entity == "organisation" for one in findings):
            taken.organisations_added = _add(missing_organisations(told.rows), taken, by, at)
            taken.save(update_fields=["organisations_added"])
    return taken


def _keep(
    direction: str,
    name: str,
    content: bytes,
    rows: Rows,
    findings: list[Finding],
    by: User,
    at: datetime,
    sender: str = "",
) -> ExchangeFile:
    kept = ExchangeFile.objects.create(
        direction=direction,
        name=name[:120],
        sender=sender,
        mapping=scheme().version,
        sha256=hashlib.sha256(content).hexdigest(),
        counts={entity: len(found) for entity, found in rows.items() if found},
        findings=[asdict(one) for one in findings[:MOST_FINDINGS]],
        findings_count=len(findings),
        by=by,
        at=at,
    )
    audit.record(f"exchange_file_{direction}", kept, by=by, at=at, change={"sha256": kept.sha256, "rows": kept.counts})
    return kept


def _add(rows: list[dict[str, str]], taken: ExchangeFile, by: User, at: datetime) -> int:
    for row in rows:
        above = Organisation.objects.exclude(state=Organisation.State.CLOSED)
        parent = above.filter(code=row["parent"]).first() if row.get("parent") else None
        made = Organisation.objects.create(
            code=row["code"], name_zh=row["name"], name_en=row.get("name_en", ""), parent=parent
        )
        audit.record("add_organisation_from_file", made, by=by, at=at, change={"file": str(taken.pk)})
    return len(rows)
