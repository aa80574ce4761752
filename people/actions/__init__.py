"""Writes about people: their own corrections, their roles; what they are told stands in `notices`."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.db import transaction

from core import audit
from core.errors import NotAllowed
from people.actions.consents import give_consent, revoke_consent
from people.actions.notices import mark_notices_read, notify
from people.errors import AreaUnknown, NameIsVerified
from people.models import (
    GuardianConsent,
    Insurance,
    Organisation,
    Role,
    RoleGrant,
    SafetyRecord,
    User,
    Volunteer,
)
from people.permissions import can_keep_safety, has_right

__all__ = [
    "change_profile",
    "give_consent",
    "grant_role",
    "keep_safety_record",
    "mark_notices_read",
    "notify",
    "record_guardian_consent",
    "record_insurance",
    "revoke_consent",
    "revoke_role",
]

# GB/T 2260: province 2, city 4, county 6; then township 9 and village 12 digits.
AREA: Final = re.compile(r"(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})?", re.ASCII)


def change_profile(*, user: User, name: str, phone: str, by: User, at: datetime) -> User:
    """Correct a person's name and phone; only they themselves may. Refuses `NotAllowed` and `NameIsVerified`."""
    if user.pk != by.pk:
        raise NotAllowed
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=user.pk)
        if name != person.name and person.identity_checks.filter(state="confirmed").exists():
            raise NameIsVerified
        # That something changed, not to what: the trail is read by others and kept for ever.
        change = {"has_new_name": name != person.name, "has_phone": bool(phone)}
        person.is_phone_verified = person.is_phone_verified and person.phone == phone
        person.name, person.phone = name, phone
        person.save(update_fields=["name", "phone", "is_phone_verified"])
        audit.record("change_profile", person, by=by, at=at, change=change)
        return person


def grant_role(
    *, user: User, role: Role, area: str, by: User | None, at: datetime, organisation: Organisation | None = None
) -> bool:
    """Give a person a role in an area (a division code's prefix, "" everywhere); return False where it is held already.

    `by` is None for the operator at the machine. A volunteer gets a profile. Refuses `NotAllowed` and `AreaUnknown`.
    """
    _check_grant(by, area)
    with transaction.atomic():
        person = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if role == Role.VOLUNTEER:
            profile = {"number": f"V-{person.pk.hex[-10:]}", "joined_on": at.date()}
            Volunteer.objects.get_or_create(user=person, defaults=profile)
        held = {"user": person, "role": role, "area": area, "organisation": organisation, "revoked_at": None}
        grant, is_new = RoleGrant.objects.get_or_create(**held, defaults={"granted_at": at, "granted_by": by})
        if is_new:
            audit.record("grant_role", grant, by=by, at=at, change={"user": person.pk, "role": role, "area": area})
        return is_new


def revoke_role(*, user: User, role: Role, area: str, by: User | None, at: datetime) -> bool:
    """Take a role in an area back; return False where it was not held. Refuses `NotAllowed` and `AreaUnknown`."""
    _check_grant(by, area)
    with transaction.atomic():
        held = RoleGrant.objects.select_for_update().filter(user=user, role=role, area=area, revoked_at=None).first()
        if held is None:
            return False
        held.revoked_at = at
        held.save(update_fields=["revoked_at"])
        audit.record("revoke_role", held, by=by, at=at, change={"user": user.pk, "role": role, "area": area})
        return True


def keep_safety_record(
    *, volunteer: Volunteer, born_on: date | None, emergency_name: str, emergency_phone: str, by: User, at: datetime
) -> SafetyRecord:
    """Keep day of birth and whom to call; the audit trail says that it changed, not to what. Refuses NotAllowed."""
    _check_safety(volunteer, by)
    values = {"born_on": born_on, "emergency_name": emergency_name, "emergency_phone": emergency_phone}
    with transaction.atomic():
        record, _is_new = SafetyRecord.objects.update_or_create(
            volunteer=volunteer, defaults={**values, "changed_at": at, "changed_by": by}
        )
        audit.record("keep_safety_record", record, by=by, at=at)
        return record


def record_insurance(
    *, volunteer: Volunteer, insurer: str, policy_number: str, valid: tuple[date, date], by: User, at: datetime
) -> Insurance:
    """Keep an accident insurance, valid from a day to a day. Refuses NotAllowed."""
    _check_safety(volunteer, by)
    with transaction.atomic():
        insurance = Insurance.objects.create(
            volunteer=volunteer,
            insurer=insurer,
            policy_number=policy_number,
            valid_from=valid[0],
            valid_until=valid[1],
            recorded_at=at,
            recorded_by=by,
        )
        audit.record("record_insurance", insurance, by=by, at=at, change={"until": valid[1]})
        return insurance


def record_guardian_consent(
    *,
    volunteer: Volunteer,
    guardian_name: str,
    guardian_phone: str,
    valid: tuple[date, date],
    by: User,
    at: datetime,
    purposes: Sequence[str] = (),
) -> GuardianConsent:
    """Keep a guardian's written consent, valid from a day to a day, also to `purposes` of the minor's data. Refuses NotAllowed."""
    _check_safety(volunteer, by)
    with transaction.atomic():
        consent = GuardianConsent.objects.create(
            volunteer=volunteer,
            guardian_name=guardian_name,
            guardian_phone=guardian_phone,
            purposes=list(purposes),
            valid_from=valid[0],
            valid_until=valid[1],
            recorded_at=at,
            recorded_by=by,
        )
        audit.record("record_guardian_consent", consent, by=by, at=at, change={"until": valid[1]})
        return consent


def _check_safety(volunteer: Volunteer, by: User) -> None:
    if not can_keep_safety(by, volunteer):
        raise NotAllowed


def _check_grant(by: User | None, area: str) -> None:
    if by is not None and not has_right(by, "grant_roles", area=area):
        raise NotAllowed
    if not AREA.fullmatch(area):
        raise AreaUnknown
