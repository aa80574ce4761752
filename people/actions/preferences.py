"""How a person wants to be told: their settings, their devices, and the one tap that stops mail."""

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.db import transaction

from core import audit
from people.errors import PushServiceUnknown, QuietHoursEmpty
from people.logic.delivery import due_at
from people.models import Channel, ChannelChoice, Delivery, NoticeSettings, PushDevice, Subject, User
from people.models.notices import QUIET_FROM, QUIET_UNTIL
from people.notices import DEFAULTS
from people.queries.wishes import wishes_of, with_wishes

MOST_DEVICES: Final = 10
AUTH_BYTES: Final = 16
HERE: Final = frozenset({"127.0.0.1", "localhost"})


def change_notice_settings(
    *, values: Mapping[str, Any], chosen: Mapping[tuple[str, str], bool], by: User, at: datetime
) -> NoticeSettings:
    """Keep the person's language, quiet hours and digest (`values`) and which subject goes by which channel (`chosen`).

    What waits is planned anew. Refuses `QuietHoursEmpty`.
    """
    if values.get("quiet_from", QUIET_FROM) == values.get("quiet_until", QUIET_UNTIL):
        raise QuietHoursEmpty
    with transaction.atomic():
        person = _locked(by)
        kept, _is_new = NoticeSettings.objects.update_or_create(user=person, defaults={**values, "changed_at": at})
        for (subject, channel), is_on in chosen.items():
            _choose(person, subject, channel, is_on=is_on)
        _plan_anew(person, at)
        off = sorted(f"{subject}:{channel}" for (subject, channel), is_on in chosen.items() if not is_on)
        audit.record("change_notice_settings", person, by=by, at=at, change={"digest": kept.digest, "off": off})
        return kept


def stop_mail(*, person: User, subject: str, at: datetime) -> None:
    """Switch mail on a subject off ("" for all but alarms), as the holder of a mail's signed link asked; twice is once."""
    subjects = [Subject(subject)] if subject else [one for one in Subject if one != Subject.ALARM]
    with transaction.atomic():
        owner = _locked(person)
        for one in subjects:
            _choose(owner, one, Channel.EMAIL, is_on=False)
        audit.record("stop_mail", owner, by=owner, at=at, change={"subject": subject or "all"})


def keep_push_device(*, endpoint: str, p256dh: str, auth: str, label: str, by: User, at: datetime) -> PushDevice:
    """Keep that a browser shows the person's notices; one that showed another's is theirs from now on.

    The oldest of more than ten is forgotten. Refuses `PushServiceUnknown`: the server calls no host but the services'.
    """
    if not (_is_service(endpoint) and _are_keys(p256dh, auth)):
        raise PushServiceUnknown
    with transaction.atomic():
        person = _locked(by)
        values = {"user": person, "p256dh": p256dh, "auth": auth, "label": label[:80], "made_at": at}
        device, is_new = PushDevice.objects.update_or_create(endpoint=endpoint, defaults=values)
        kept = PushDevice.objects.filter(user=person).order_by("-made_at", "-id").values_list("pk", flat=True)
        PushDevice.objects.filter(pk__in=list(kept[MOST_DEVICES:])).delete()
        if is_new:
            audit.record("keep_push_device", device, by=by, at=at)
        return device


def forget_push_device(*, device_id: str, by: User, at: datetime) -> bool:
    """Show the person's notices on this device no more; return False where it was not theirs."""
    with transaction.atomic():
        device = PushDevice.objects.select_for_update().filter(pk=device_id, user=by).first()
        if device is None:
            return False
        audit.record("forget_push_device", device, by=by, at=at)
        device.delete()
        return True


def _locked(person: User) -> User:
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)


def _choose(person: User, subject: str, channel: str, *, is_on: bool) -> None:
    """Keep a word that differs from the default; one that does not is forgotten, so that a later default holds."""
    rows = ChannelChoice.objects.filter(user=person, subject=subject, channel=channel)
    if is_on == (Subject(subject) in DEFAULTS[Channel(channel)]):
        rows.delete()
        return
    ChannelChoice.objects.update_or_create(user=person, subject=subject, channel=channel, defaults={"is_on": is_on})


def _plan_anew(person: User, at: datetime) -> None:
    """Let what waits keep the new quiet hours and digest; what was switched off is found so when its time comes."""
    habits = wishes_of(with_wishes(User.objects.filter(pk=person.pk)).get()).habits
    waiting = Delivery.objects.filter(
        notice__user=person, state=Delivery.State.WAITING, is_urgent=False, started_at=None, attempts=0
    )
    for channel in Channel:
        due = due_at(at, habits, is_mail=channel == Channel.EMAIL)
        waiting.filter(channel=channel).update(next_try_at=due)


def _is_service(endpoint: str) -> bool:
    """Say whether the address is one of a push service: else a person could have the server call any host for them."""
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if settings.INSECURE_LOCAL and host in HERE:
        return True
    known = any(host == name or (name.startswith(".") and host.endswith(name)) for name in settings.PUSH_HOSTS)
    return parts.scheme == "https" and known and port in {None, 443} and not parts.username


def _are_keys(p256dh: str, auth: str) -> bool:
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(p256dh))
        return len(_bytes(auth)) == AUTH_BYTES
    except ValueError:
        return False


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
