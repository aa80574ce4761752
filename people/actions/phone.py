"""Signing in, and up, by phone: a one-time code by text message, of which only a hash is kept."""

import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from core import audit
from core.ids import new_id
from people.adapters import send_sms
from people.errors import CodeTooOften, CodeWrong, PhoneWrong
from people.logic.codes import DIGITS, HOLDS, MOST_FROM_A_NETWORK, MOST_GUESSES, MOST_TO_A_PHONE, WITHIN, phone_of
from people.logic.identity import peppered
from people.models import PhoneCode, User


def send_code(*, phone: str, network: str, at: datetime) -> PhoneCode:
    """Send a code to the phone; whether somebody has an account with it is told to nobody. Refuses `PhoneWrong`, `CodeTooOften`."""
    number = phone_of(phone)
    if number is None:
        raise PhoneWrong
    phone_hash, network_hash = _hashed(number), _hashed(network)
    recent = PhoneCode.objects.filter(sent_at__gt=at - WITHIN)
    with transaction.atomic():
        # Two at once from one network would both see the last free place.
        PhoneCode.objects.select_for_update().filter(network=network_hash).order_by("-sent_at").first()
        if (
            recent.filter(phone_hash=phone_hash).count() >= MOST_TO_A_PHONE
            or recent.filter(network=network_hash).count() >= MOST_FROM_A_NETWORK
        ):
            raise CodeTooOften
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        kept = PhoneCode.objects.create(
            phone_hash=phone_hash,
            code_hash=_hashed(f"{number} {code}"),
            network=network_hash,
            sent_at=at,
            expires_at=at + HOLDS,
        )
    send_sms(number, _("Heritage Patrol: your code is {code}. Give it to nobody.").format(code=code))
    return kept


def enter_with_code(*, phone: str, code: str, name: str, at: datetime) -> tuple[User, bool]:
    """Return whose phone it is, and whether the account is new; a wrong guess is counted. Refuses `PhoneWrong`, `CodeWrong`."""
    number = phone_of(phone)
    if number is None:
        raise PhoneWrong
    if not _use(number, code, at):
        raise CodeWrong
    with transaction.atomic():
        found = User.objects.filter(phone=number, is_phone_verified=True).first()
        if found is not None:
            if not found.is_active:
                raise CodeWrong
            return found, False
        # An account has an address; this one's leads nowhere until its person gives another.
        person = User(email=f"{new_id().hex}@phone.invalid", name=name or _("Volunteer"), phone=number)
        person.is_phone_verified = True
        person.set_unusable_password()
        person.save()
        audit.record("sign_up_by_phone", person, by=person, at=at)
        return person, True


def forget_codes(*, at: datetime) -> int:
    """Delete the codes nobody counts any more; return how many."""
    return PhoneCode.objects.filter(sent_at__lte=at - 2 * WITHIN).delete()[0]


def _use(number: str, code: str, at: datetime) -> bool:
    """Use the newest code of the phone; committed at once, so that a guess is counted whatever follows."""
    with transaction.atomic():
        waiting = PhoneCode.objects.select_for_update().filter(
            phone_hash=_hashed(number), used_at=None, expires_at__gt=at, guesses__lt=MOST_GUESSES
        )
        kept = waiting.order_by("-sent_at").first()
        if kept is None:
            return False
        if not secrets.compare_digest(kept.code_hash, _hashed(f"{number} {code.strip()}")):
            PhoneCode.objects.filter(pk=kept.pk).update(guesses=F("guesses") + 1)
            return False
        kept.used_at = at
        kept.save(update_fields=["used_at"])
        return True


def _hashed(text: str) -> str:
    return peppered(text, settings.IDENTITY_PEPPER or settings.SECRET_KEY)
