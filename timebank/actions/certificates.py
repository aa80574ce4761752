"""Certificates: asked for by the volunteer, published inside the unit for a week, issued, taken back or revoked."""

import secrets
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.errors import NotAllowed
from core.sql import Statements
from people.actions import notify
from people.models import Organisation, User
from timebank.errors import CertificateOver, CertificateWaits, IssuerMissing, NothingServed, NoticeRuns
from timebank.logic.certificate import NOTICE_DAYS, Line, lines, masked, number_of
from timebank.models import Certificate, Issuer, Objection
from timebank.permissions import belongs_to, can_manage_certificates
from timebank.queries.certificates import may_be_issued, served_between

SQL: Final = Statements(Path(__file__).resolve().parent.parent / "sql")
TOKEN_BYTES: Final = 12
State = Certificate.State


def ask_for_certificate(
    *, first_on: date | None, last_on: date | None, document: str, document_number: str, by: User, at: datetime
) -> Certificate:
    """Ask for the certificate of one's own verified service in a time (days in Asia/Shanghai, both counted; None: from ever).

    Of the document's number only what is shown is kept. Raises IssuerMissing, NothingServed and CertificateWaits.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)
        profile = getattr(by, "volunteer", None)
        organisation = profile.organisation if profile else None
        if profile is None or organisation is None or not Issuer.objects.filter(organisation=organisation).exists():
            raise IssuerMissing
        if Certificate.objects.filter(volunteer=by, state=State.ANNOUNCED).exists():
            raise CertificateWaits
        found = lines(served_between(by, first_on, last_on))
        if not found:
            raise NothingServed
        certificate = Certificate.objects.create(
            number=number_of(timezone.localdate(at).year, SQL.value("certificate_serial")),
            token=secrets.token_urlsafe(TOKEN_BYTES),
            volunteer=by,
            organisation=organisation,
            name=by.name,
            volunteer_number=profile.number,
            document=document,
            document_shown=masked(document_number) if document else "",
            **_content(found),
            announced_at=at,
        )
        audit.record("ask_for_certificate", certificate, by=by, at=at, change={"number": certificate.number})
    return certificate


def object_to_certificate(*, certificate: Certificate, text: str, by: User, at: datetime) -> Objection:
    """Object to a certificate in its week of notice; it is not issued before somebody answers. For people of the unit."""
    if not belongs_to(by, certificate.organisation):
        raise NotAllowed
    with transaction.atomic():
        certificate = _locked(certificate, State.ANNOUNCED)
        objection = Objection.objects.create(certificate=certificate, text=text, by=by, at=at)
        audit.record("object_to_certificate", certificate, by=by, at=at, change={"objection": str(objection.pk)})
    return objection


def answer_objection(*, objection: Objection, answer: str, by: User, at: datetime) -> None:
    """Answer an objection; the certificate may then be issued, unless it is withdrawn. For managers, never to oneself."""
    if not can_manage_certificates(by, objection.certificate.organisation) or objection.by_id == by.pk:
        raise NotAllowed
    with transaction.atomic():
        _locked(objection.certificate, State.ANNOUNCED)
        objection.answer, objection.answered_by, objection.answered_at = answer, by, at
        objection.save(update_fields=["answer", "answered_by", "answered_at"])
        audit.record("answer_objection", objection, by=by, at=at)


def withdraw_certificate(*, certificate: Certificate, why: str, by: User, at: datetime) -> None:
    """Take a certificate out of its week of notice: the person who asked, or a manager with a reason."""
    if certificate.volunteer_id != by.pk and not can_manage_certificates(by, certificate.organisation):
        raise NotAllowed
    with transaction.atomic():
        _end(_locked(certificate, State.ANNOUNCED), State.WITHDRAWN, why, by, at)


def revoke_certificate(*, certificate: Certificate, why: str, by: User, at: datetime) -> None:
    """Say of an issued certificate that it holds no more; who verifies it is told so, and why. For managers."""
    if not can_manage_certificates(by, certificate.organisation):
        raise NotAllowed
    with transaction.atomic():
        _end(_locked(certificate, State.ISSUED), State.REVOKED, why, by, at)


def issue_due_certificates(*, at: datetime) -> int:
    """Issue what has been published for a week and nobody objects to; return how many."""
    published = Certificate.objects.filter(state=State.ANNOUNCED, announced_at__lte=at - timedelta(days=NOTICE_DAYS))
    waiting = published.exclude(objections__answered_at=None, objections__isnull=False).order_by("announced_at")
    return sum(issue_certificate(certificate=one, at=at) for one in waiting)


def issue_certificate(*, certificate: Certificate, at: datetime) -> bool:
    """Issue a certificate after its week; where the ledger says something else by now, it is withdrawn instead.

    Return whether it was issued. Raises NoticeRuns before the week is over or while an objection waits.
    """
    with transaction.atomic():
        certificate = _locked(certificate, State.ANNOUNCED)
        if not may_be_issued(certificate, at):
            raise NoticeRuns
        found = lines(served_between(certificate.volunteer, certificate.first_on, certificate.last_on))
        if _content(found)["content"] != certificate.content:
            _end(
                certificate,
                State.WITHDRAWN,
                _("The records changed during the public notice. Please ask again."),
                None,
                at,
            )
            return False
        issuer = Issuer.objects.get(organisation=certificate.organisation)
        certificate.state, certificate.issued_at = State.ISSUED, at
        certificate.issuer = {
            name: getattr(issuer, name) for name in ("name", "person_in_charge", "handler", "contact")
        }
        certificate.save(update_fields=["state", "issued_at", "issuer"])
        audit.record("issue_certificate", certificate, by=None, at=at, change={"number": certificate.number})
        _tell(certificate, "certificate_issued", at)
    return True


def keep_issuer(
    *, organisation: Organisation, values: dict[str, str], seal: bytes | None, by: User, at: datetime
) -> Issuer:
    """Keep what an organisation's certificates say of it; `seal` None leaves the one there is. For its managers."""
    if not can_manage_certificates(by, organisation):
        raise NotAllowed
    with transaction.atomic():
        told: dict[str, Any] = {**values, "changed_by": by, "changed_at": at}
        if seal is not None:
            told["seal"] = seal
        issuer, _is_new = Issuer.objects.update_or_create(organisation=organisation, defaults=told)
        change = {**values, "has_new_seal": seal is not None}
        audit.record("keep_issuer", organisation, by=by, at=at, change=change)
    return issuer


def _locked(certificate: Certificate, state: str) -> Certificate:
    locked = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if locked.state != state:
        raise CertificateOver(state=locked.get_state_display())
    return locked


def _end(certificate: Certificate, state: str, why: str, by: User | None, at: datetime) -> None:
    certificate.state, certificate.ended_at, certificate.ended_by, certificate.ended_why = state, at, by, why[:200]
    certificate.save(update_fields=["state", "ended_at", "ended_by", "ended_why"])
    audit.record(f"certificate_{state}", certificate, by=by, at=at, change={"why": why})
    if by is None or by.pk != certificate.volunteer_id:
        _tell(certificate, f"certificate_{state}", at)


def _tell(certificate: Certificate, kind: str, at: datetime) -> None:
    notify(
        users=[certificate.volunteer],
        kind=kind,
        params={"number": certificate.number, "why": certificate.ended_why},
        url=reverse("timebank:certificates"),
        at=at,
    )


def _content(found: list[Line]) -> dict[str, Any]:
    if not found:
        return {"content": []}
    content = [asdict(line) | {"first_on": str(line.first_on), "last_on": str(line.last_on)} for line in found]
    return {
        "first_on": min(line.first_on for line in found),
        "last_on": max(line.last_on for line in found),
        "seconds": sum(line.seconds for line in found),
        "times": sum(line.times for line in found),
        "content": content,
    }
