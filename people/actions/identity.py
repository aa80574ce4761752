"""Real names: a person files theirs, two of the staff confirm, each alone; corrections go the same way."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from core import audit
from core.errors import NotAllowed
from core.jobs import later
from people.actions.notices import notify
from people.channels.registry import ask_registry, is_asked
from people.errors import (
    ConsentMissing,
    IdentityNotWaiting,
    IdentityNumberWrong,
    IdentityTaken,
    IdentityWaits,
    SecondPersonNeeded,
)
from people.logic import identity
from people.models import Consent, IdentityCheck, SafetyRecord, User, Volunteer
from people.permissions import can_check_identity
from people.queries import has_consented
from people.queries.keys import identity_keys

State = IdentityCheck.State
OPEN: Final = (State.WAITING, State.SEEN)


def number_hash(*, number: str) -> str:
    """Return the peppered hash that finds a document's number again."""
    return identity.peppered(number, settings.IDENTITY_PEPPER or settings.SECRET_KEY)


def file_identity(
    *, real_name: str, document: str, number: str, why: str = "", by: User, at: datetime
) -> IdentityCheck:
    """Keep the person's real name and document until two have looked; with a confirmed check this asks for its correction.

    Refuses `ConsentMissing`, `IdentityNumberWrong`, `IdentityWaits` and `IdentityTaken`.
    """
    said = identity.compact(number)
    if not has_consented(by, Consent.Purpose.IDENTITY):
        raise ConsentMissing
    if not identity.is_possible(document, said):
        raise IdentityNumberWrong
    with transaction.atomic():
        person = User.objects.select_for_update(no_key=True).get(pk=by.pk)
        if person.identity_checks.filter(state__in=OPEN).exists():
            raise IdentityWaits
        if (
            IdentityCheck.objects.filter(state=State.CONFIRMED, number_hash=number_hash(number=said))
            .exclude(user=person)
            .exists()
        ):
            raise IdentityTaken
        check = IdentityCheck.objects.create(
            user=person,
            real_name=real_name,
            document=document,
            number_encrypted=identity.encrypted(said, identity_keys()),
            number_hash=number_hash(number=said),
            number_shown=identity.masked(said),
            born_on=identity.birth_of(document, said),
            why=why,
            replaces=person.identity_checks.filter(state=State.CONFIRMED).first(),
            registry=IdentityCheck.Registry.WAITING if is_asked() else IdentityCheck.Registry.NOT_ASKED,
            filed_at=at,
        )
        audit.record("file_identity", check, by=by, at=at, change={"is_correction": check.replaces_id is not None})
        if is_asked():
            later("people.ask_registry", check_id=str(check.pk))
        return check


def withdraw_identity(*, check_id: UUID, by: User, at: datetime) -> IdentityCheck:
    """Take one's own question back. Refuses `NotAllowed` and `IdentityNotWaiting`."""
    with transaction.atomic():
        check = _locked(check_id)
        if check.user_id != by.pk:
            raise NotAllowed
        check.state = State.WITHDRAWN
        _forget_number(check)
        check.save()
        audit.record("withdraw_identity", check, by=by, at=at)
        return check


def confirm_identity(*, check_id: UUID, by: User, at: datetime) -> IdentityCheck:
    """Say that name and document are the person's; the second to say so confirms it.

    Refuses `NotAllowed`, `IdentityNotWaiting`, `SecondPersonNeeded` and `IdentityTaken`.
    """
    try:
        with transaction.atomic():
            check = _answerable(check_id, by)
            if check.first_by_id == by.pk:
                raise SecondPersonNeeded
            if check.state == State.WAITING:
                check.state, check.first_by, check.first_at = State.SEEN, by, at
                check.save()
            else:
                _confirm(check, by, at)
            audit.record("confirm_identity", check, by=by, at=at, change={"state": check.state})
            return check
    except IntegrityError as error:
        if "identity_confirmed_is_one_persons" in str(error):
            raise IdentityTaken from None
        raise


def refuse_identity(*, check_id: UUID, why: str, by: User, at: datetime) -> IdentityCheck:
    """Say that it is not so, and why; the number is forgotten. Refuses `NotAllowed` and `IdentityNotWaiting`."""
    with transaction.atomic():
        check = _answerable(check_id, by)
        check.state, check.refused_by, check.refused_why = State.REFUSED, by, why
        _forget_number(check)
        check.save()
        audit.record("refuse_identity", check, by=by, at=at)
        notify(users=[check.user], kind="identity_refused", params={"why": why}, url=reverse("people:identity"), at=at)
        return check


def keep_registry_answer(*, check_id: UUID) -> str:
    """Ask the registry of names about an open check and keep its word; it decides nothing."""
    check = IdentityCheck.objects.get(pk=check_id)
    if check.state not in OPEN:
        return check.registry
    number = identity.decrypted(check.number_encrypted, identity_keys())
    said = ask_registry(name=check.real_name, document=check.document, number=number)
    IdentityCheck.objects.filter(pk=check_id, state__in=OPEN).update(registry=said)
    return said


def _confirm(check: IdentityCheck, by: User, at: datetime) -> None:
    if check.replaces is not None:
        older = check.replaces
        older.state = State.REPLACED
        _forget_number(older)
        older.save()
    check.state, check.second_by, check.second_at = State.CONFIRMED, by, at
    check.save()
    person = User.objects.select_for_update(no_key=True).get(pk=check.user_id)
    person.name = check.real_name
    person.save(update_fields=["name"])
    profile = Volunteer.objects.filter(user=person).first()
    if profile is not None and check.born_on is not None:
        SafetyRecord.objects.update_or_create(
            volunteer=profile, defaults={"born_on": check.born_on, "changed_at": at, "changed_by": by}
        )
    notify(users=[person], kind="identity_confirmed", params={}, url=reverse("people:identity"), at=at)


def _forget_number(check: IdentityCheck) -> None:
    """Keep of what was refused, withdrawn or replaced only what is shown."""
    check.number_encrypted = ""


def _answerable(check_id: UUID, by: User) -> IdentityCheck:
    check = _locked(check_id)
    if not can_check_identity(by, check):
        raise NotAllowed
    return check


def _locked(check_id: UUID) -> IdentityCheck:
    found = IdentityCheck.objects.select_for_update(of=("self",)).select_related("user", "replaces").filter(pk=check_id)
    check = found.first()
    if check is None or check.state not in OPEN:
        raise IdentityNotWaiting
    return check
