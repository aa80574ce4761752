"""Calls to partner platforms: signed, to the address admitted, and believed only with the partner's own signature."""

import secrets
from datetime import datetime
from typing import Final

from django.conf import settings

from core.logic import jose
from core.outside import OutsideRefused, call
from timebank.logic.transfer import TYPE, nonce_of
from timebank.models import Partner, PartnerMessage
from timebank.queries.transfers import own_seed, valid_keys

DOOR: Final = "/exchange/v1/messages"
HEADER: Final = "Heritage-Signature"
ANSWER_BYTES: Final = 65_536
NONCE_BYTES: Final = 16
ACCEPTED: Final = "application/jose, application/problem+json;q=0.9, */*;q=0.1"


class NoAnswer(Exception):
    """The partner did not answer, or not in a way that can be believed; `code` says how."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def ask(message: PartnerMessage, at: datetime) -> bytes:
    """Say the message to its partner and return the text of the answer; each call is signed anew. Raises NoAnswer."""
    partner, body, nonce = message.partner, message.body.encode(), nonce_of(secrets.token_bytes(NONCE_BYTES))
    headers = {
        "Content-Type": "application/json",
        "Accept": ACCEPTED,
        HEADER: signature(partner, body, nonce, at),
    }
    try:
        status, content = call("POST", partner.base_url + DOOR, body, headers, ANSWER_BYTES)
    except OutsideRefused as refusal:
        raise NoAnswer(refusal.code) from None
    if status != 200:
        raise NoAnswer(f"http_{status}")
    return believed(partner, content.decode("ascii", errors="replace"), nonce, at)


def signature(partner: Partner, body: bytes, nonce: str, at: datetime) -> str:
    """Return what is sent beside a body: for whom, when, and a number used once."""
    return jose.sign_beside(own_seed(), _header(partner, nonce, at), body)


def signed_answer(partner: Partner, text: str, nonce: str, at: datetime) -> str:
    """Return our answer, signed for the one call it answers."""
    return jose.sign(own_seed(), _header(partner, nonce, at), text.encode())


def believed(partner: Partner, token: str, nonce: str, at: datetime) -> bytes:
    """Return the text of an answer signed by the partner, for us, to this very call; raises NoAnswer."""
    try:
        header = jose.header_of(token)
        key = valid_keys(partner, at).filter(kid=str(header.get("kid"))).first()
        if key is None:
            raise NoAnswer("key_unknown")
        payload = jose.canonical(jose.check(token, key.public))
    except (jose.NotSigned, ValueError):
        raise NoAnswer("signature_wrong") from None
    if (header.get("typ"), header.get("jti")) != (TYPE, nonce) or not _is_for_us(header, partner):
        raise NoAnswer("answer_of_another_call")
    return payload


def _is_for_us(header: dict[str, object], partner: Partner) -> bool:
    return (header.get("iss"), header.get("aud")) == (partner.base_url, settings.PUBLIC_URL)


def _header(partner: Partner, nonce: str, at: datetime) -> dict[str, object]:
    kid = jose.thumbprint(jose.public_key(own_seed()))
    said_at = int(at.timestamp())
    return {
        "typ": TYPE,
        "kid": kid,
        "iss": settings.PUBLIC_URL,
        "aud": partner.base_url,
        "iat": said_at,
        "jti": nonce,
    }
