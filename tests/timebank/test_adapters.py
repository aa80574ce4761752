"""Answers of a partner: believed with its signature, to this very call, and not otherwise. The partner is a real HTTP server."""

import json
from datetime import timedelta

import pytest

from core.ids import new_id
from core.logic import jose
from people.models import User
from tests.factories.receiver import receiving
from tests.timebank.partnered import NOW, Platform, platform
from timebank.adapters import NoAnswer, ask, believed
from timebank.logic.transfer import answer
from timebank.models import PartnerMessage

BATCH = new_id()
TEXT = answer(BATCH, "confirmed", {})


@pytest.fixture
def there(officer: User) -> Platform:
    return platform(officer)


def why(there: Platform, token: str, nonce: str = "n" * 22, **later: int) -> str:
    with pytest.raises(NoAnswer) as caught:
        believed(there.partner, token, nonce, NOW + timedelta(**later))
    return caught.value.code


def test_answer_signed_by_the_partner_is_believed(there: Platform) -> None:
    assert believed(there.partner, there.answers(TEXT, "n" * 22), "n" * 22, NOW).decode() == TEXT


def test_answer_to_another_call_or_of_another_is_not(there: Platform) -> None:
    told = there.answers(TEXT, "n" * 22)
    assert why(there, told, "m" * 22) == "answer_of_another_call"
    assert why(there, there.answers(TEXT, "n" * 22, aud="https://elsewhere.example")) == "answer_of_another_call"
    assert why(there, there.answers(TEXT, "n" * 22, iss="https://elsewhere.example")) == "answer_of_another_call"
    assert why(there, there.answers(TEXT, "n" * 22, kid="unknown")) == "key_unknown"
    assert why(there, told, days=31) == "key_unknown"


def test_changed_answer_is_not_believed(there: Platform) -> None:
    header, _payload, signature = there.answers(answer(BATCH, "aborted", {}), "n" * 22).split(".")
    payload = jose.base64url(TEXT.encode())
    assert why(there, f"{header}.{payload}.{signature}") == "signature_wrong"
    for odd in ("", "a.b.c", "<html>", TEXT):
        assert why(there, odd) in {"signature_wrong", "key_unknown"}


def test_call_is_signed_for_its_partner_and_errors_are_no_answer(officer: User) -> None:
    with receiving() as receiver:
        url = receiver.url.removesuffix("/hook")
        there = platform(officer, base_url=url)
        body = json.dumps({"batch": str(BATCH)})
        message = PartnerMessage.objects.create(
            partner=there.partner, direction="out", counter=1, batch=BATCH, step="confirm", body=body, at=NOW
        )
        for status, code in ((500, "http_500"), (200, "signature_wrong")):
            receiver.statuses = [status]
            with pytest.raises(NoAnswer) as caught:
                ask(message, NOW)
            assert caught.value.code == code
        headers, sent = receiver.calls[0]
        header = jose.header_of(headers["heritage-signature"])
        assert (sent.decode(), header["aud"], header["iat"]) == (body, url, int(NOW.timestamp()))
        # Each call has its own number-used-once.
        assert len({jose.header_of(one["heritage-signature"])["jti"] for one, _body in receiver.calls}) == 2
