"""Web Push: encrypted for one browser, signed with our key (VAPID, RFC 8292), handed to the browser maker's service."""

import base64
import json
from email.utils import parseaddr
from typing import Final

import requests
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language
from pywebpush import WebPushException, webpush

from people.channels.protocol import WITHIN_S, Gone, Message, NotSent
from people.models import PushDevice

URGENT_FOR_S: Final = 60 * 60
ORDINARY_FOR_S: Final = 24 * 60 * 60
GONE: Final = frozenset({404, 410})
NOT_NOW: Final = frozenset({429, *range(500, 600)})


class Push:
    """To every device of the person; one that shows it is enough."""

    def is_open(self) -> bool:
        """Say whether the operator made a key (`manage.py make_push_key`)."""
        return bool(settings.PUSH_PRIVATE_KEY)

    def reach(self, *, is_urgent: bool) -> Q:
        """Reach whoever let a device of theirs show notices."""
        return Q(Exists(PushDevice.objects.filter(user=OuterRef("pk"))))

    def send(self, message: Message) -> None:
        """Send to each device; a device its service no longer knows is forgotten."""
        devices = PushDevice.objects.filter(user=message.to).order_by("made_at")
        outcomes = [_sent_to(device, message) for device in devices]
        refusals = [outcome for outcome in outcomes if isinstance(outcome, NotSent)]
        if None in outcomes:
            return
        if not refusals:
            raise Gone
        # While one of them may still answer there is something to wait for.
        raise next((one for one in refusals if not one.is_final), refusals[0])


def public_key() -> str:
    """Return the public half of our key, as browsers take it; "" without a key."""
    if not settings.PUSH_PRIVATE_KEY:
        return ""
    number = int.from_bytes(base64.urlsafe_b64decode(settings.PUSH_PRIVATE_KEY + "=="), "big")
    public = ec.derive_private_key(number, ec.SECP256R1()).public_key()
    point = public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def payload(message: Message) -> dict[str, str | bool]:
    """Return what the device shows: no more than the sentence, and the path of what it is about."""
    newest = message.lines[-1]
    return {
        "title": message.subject if len(message.lines) > 1 else "",
        "body": newest.words,
        "url": message.url.removeprefix(settings.PUBLIC_URL),
        # Shown again under the same tag it takes the place of the first.
        "tag": str(message.key),
        "language": get_language() or "zh-hans",
        "is_urgent": message.is_urgent,
    }


def _sent_to(device: PushDevice, message: Message) -> NotSent | Gone | None:
    try:
        with _direct() as session:
            _post(device, message, session)
    except WebPushException as error:
        status = error.response.status_code if error.response is not None else 0
        if status not in GONE:
            return NotSent(f"HTTP {status}" if status else "WebPushException", is_final=status not in NOT_NOW)
        device.delete()
        return Gone()
    except requests.RequestException as error:
        return NotSent(type(error).__name__, is_final=False)
    return None


def _post(device: PushDevice, message: Message, session: requests.Session) -> None:
    webpush(
        {"endpoint": device.endpoint, "keys": {"p256dh": device.p256dh, "auth": device.auth}},
        json.dumps(payload(message), ensure_ascii=False),
        vapid_private_key=settings.PUSH_PRIVATE_KEY,
        vapid_claims={"sub": f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"},
        ttl=URGENT_FOR_S if message.is_urgent else ORDINARY_FOR_S,
        headers={"Urgency": "high" if message.is_urgent else "normal", "Topic": message.key.hex},
        timeout=WITHIN_S,
        requests_session=session,
    )


def _direct() -> requests.Session:
    """Return a session that follows nobody elsewhere: the address was checked, where it leads was not."""
    session = requests.Session()
    session.max_redirects = 0
    return session
