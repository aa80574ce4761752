"""Text messages and WeChat: a POST of JSON to the operator's gateway; without one, on one's own machine, a line in the log."""

import json
import logging
from http.client import HTTPException
from typing import Final
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from people.channels.protocol import WITHIN_S, Gone, Message, NotSent

# What a gateway answers to an address it will never reach; everything else may pass.
REFUSED: Final = frozenset({400, 404, 410, 422})
log = logging.getLogger(__name__)


def open_to_phones() -> bool:
    """Say whether a code can be sent to a phone."""
    return bool(settings.SMS_URL) or settings.INSECURE_LOCAL


class Sms:
    """To the person's phone through `SMS_URL`: `{"phone", "text", "id"}`."""

    def is_open(self) -> bool:
        """Say whether there is a gateway, or a developer's log in its place."""
        return open_to_phones()

    def reach(self, *, is_urgent: bool) -> Q:
        """Reach whoever has a number: a confirmed one, but for alarms."""
        return ~Q(phone="") if is_urgent else Q(is_phone_verified=True)

    def send(self, message: Message) -> None:
        """Send one text with the address of the page."""
        person = message.to
        if not person.phone or not (message.is_urgent or person.is_phone_verified):
            raise Gone
        _hand_over(
            settings.SMS_URL,
            {"phone": person.phone, "text": f"{summary(message)} {message.url}", "id": str(message.key)},
        )


class WeChat:
    """To the person's WeChat account through `WECHAT_NOTICE_URL`: `{"openid", "text", "url", "id"}`."""

    def is_open(self) -> bool:
        """Say whether there is a gateway, or a developer's log in its place."""
        return bool(settings.WECHAT_NOTICE_URL) or settings.INSECURE_LOCAL

    def reach(self, *, is_urgent: bool) -> Q:
        """Reach whoever signs in by WeChat."""
        return Q(Exists(SocialAccount.objects.filter(user=OuterRef("pk"), provider="weixin")))

    def send(self, message: Message) -> None:
        """Hand over what the gateway puts into its message template."""
        account = SocialAccount.objects.filter(user=message.to, provider="weixin").first()
        if account is None:
            raise Gone
        body = {"openid": account.uid, "text": summary(message), "url": message.url, "id": str(message.key)}
        _hand_over(settings.WECHAT_NOTICE_URL, body)


def summary(message: Message) -> str:
    """Return what a short message says: the notice, or how many there are."""
    return message.lines[0].words if len(message.lines) == 1 else message.subject


def _hand_over(gateway: str, body: dict[str, str]) -> None:
    if not gateway:
        # Whose it is stands nowhere in the log.
        log.warning("Message %s: %s", body["id"], body["text"])
        return
    request = Request(gateway, json.dumps(body).encode(), {"Content-Type": "application/json"})  # noqa: S310 - the operator's own address
    try:
        with urlopen(request, timeout=WITHIN_S):  # noqa: S310 - the operator's own address
            pass
    except HTTPError as error:
        raise NotSent(f"HTTP {error.code}", is_final=error.code in REFUSED) from None
    except (OSError, HTTPException) as error:
        raise NotSent(type(error).__name__, is_final=False) from None
