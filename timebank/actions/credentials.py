"""Badges: signed for their holder when first asked for, the same ever after; those of stars end when the hours were taken back."""

import secrets
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.errors import NotAllowed
from core.ids import new_id
from core.logic import jose
from core.sql import Statements
from people.models import User
from timebank.errors import CredentialUnknown
from timebank.logic import badge
from timebank.models import Certificate, Credential, StarGrade
from timebank.queries import standing
from timebank.queries.credentials import certificate_document, earned_seconds, stars_credentials, stars_document
from timebank.queries.transfers import own_seed

SQL: Final = Statements(Path(__file__).resolve().parent.parent / "sql")
SALT_BYTES: Final = 9


def badge_of_certificate(*, certificate: Certificate, by: User, at: datetime) -> Credential:
    """Return the badge of one's own issued certificate. Refuses NotAllowed and CredentialUnknown."""
    if certificate.volunteer_id != by.pk:
        raise NotAllowed
    with transaction.atomic():
        locked = Certificate.objects.select_for_update(of=("self",)).select_related("organisation", "volunteer")
        certificate = locked.get(pk=certificate.pk)
        known = Credential.objects.filter(certificate=certificate).first()
        if known is not None:
            return known
        if certificate.state != Certificate.State.ISSUED:
            raise CredentialUnknown
        key, serial = new_id(), SQL.value("credential_serial")
        document = certificate_document(certificate, key, serial, _salt())
        return _keep(key, serial, document, by, at, certificate=certificate)


def badge_of_stars(*, stars: int, by: User, at: datetime) -> Credential:
    """Return the badge of a star level one has reached. Refuses CredentialUnknown."""
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=by.pk)
        known = Credential.objects.filter(volunteer=person, stars=stars, revoked_at=None).first()
        if known is not None:
            return known
        if not 1 <= stars <= standing(person, on=timezone.localdate(at)).stars:
            raise CredentialUnknown
        key, serial = new_id(), SQL.value("credential_serial")
        document = stars_document(person, stars, at, key, serial, _salt())
        return _keep(key, serial, document, by, at, stars=stars)


def revoke_unreached_stars(*, at: datetime) -> int:
    """Revoke the badges of stars whose hours were taken back since; return how many. Hours handed over still count."""
    on = timezone.localdate(at)
    grades = StarGrade.objects.filter(measure=StarGrade.Measure.HOURS, valid_from__lte=on).exclude(valid_to__lt=on)
    needed = {grade.stars: grade.threshold * 3600 for grade in grades}
    over = [one for one in stars_credentials() if earned_seconds(one.volunteer) < needed.get(one.stars or 0, 0)]
    for one in over:
        with transaction.atomic():
            one.revoked_at, one.revoked_why = at, _("The hours it stood on were taken back.")
            one.save(update_fields=["revoked_at", "revoked_why"])
            audit.record("revoke_credential", one, by=None, at=at, change={"stars": one.stars})
    return len(over)


def _keep(key: UUID, serial: int, document: dict[str, Any], by: User, at: datetime, **of: Any) -> Credential:
    kid = jose.thumbprint(jose.public_key(own_seed()))
    header = {"typ": "JWT", "kid": badge.key_id(document["issuer"]["id"], kid)}
    token = jose.sign(own_seed(), header, jose.canonical(badge.claims_of(document)))
    made = Credential.objects.create(id=key, serial=serial, volunteer=by, token=token, issued_at=at, **of)
    audit.record("issue_credential", made, by=by, at=at, change={"serial": serial})
    return made


def _salt() -> str:
    return secrets.token_urlsafe(SALT_BYTES)
