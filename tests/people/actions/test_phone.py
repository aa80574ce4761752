"""The way in by phone: codes that are hashed, end, are guessed at five times, and are not sent for ever."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from people.actions import phone as acts
from people.actions.phone import enter_with_code, forget_codes, send_code
from people.channels.email import Email
from people.errors import CodeTooOften, CodeWrong, PhoneWrong
from people.logic.codes import masked_phone, phone_of
from people.models import PhoneCode, User
from tests.factories import make

NUMBER = "+8613800138000"


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the gateway is given, at the network's edge."""
    sent: list[str] = []
    monkeypatch.setattr(acts, "send_sms", lambda _phone, text: sent.append(text))
    return sent


def code_in(text: str) -> str:
    return "".join(letter for letter in text if letter.isdecimal())


def enter(code: str, at_minutes: int = 1) -> tuple[User, bool]:
    return enter_with_code(phone="138 0013 8000", code=code, name="陆望山", at=make.NOW + timedelta(minutes=at_minutes))


def test_code_makes_an_account_and_next_time_signs_in(db: None, texts: list[str]) -> None:
    send_code(phone="138-0013-8000", network="10.0.0.1", at=make.NOW)
    person, is_new = enter(code_in(texts[0]))
    assert (person.phone, person.is_phone_verified, person.name, is_new) == (NUMBER, True, "陆望山", True)
    assert not person.has_usable_password()
    send_code(phone=NUMBER, network="10.0.0.1", at=make.NOW)
    assert enter(code_in(texts[1])) == (person, False)


def test_code_is_kept_hashed(db: None, texts: list[str]) -> None:
    send_code(phone=NUMBER, network="10.0.0.1", at=make.NOW)
    kept = str(PhoneCode.objects.values().get())
    assert [word for word in (code_in(texts[0]), NUMBER, "10.0.0.1") if word in kept] == []


def test_code_is_used_once_and_ends(db: None, texts: list[str]) -> None:
    send_code(phone=NUMBER, network="10.0.0.1", at=make.NOW)
    code = code_in(texts[0])
    with pytest.raises(CodeWrong):
        enter(code, at_minutes=11)
    enter(code)
    with pytest.raises(CodeWrong):
        enter(code)


def test_code_is_guessed_at_five_times(db: None, texts: list[str]) -> None:
    send_code(phone=NUMBER, network="10.0.0.1", at=make.NOW)
    code = code_in(texts[0])
    wrong = "000000" if code != "000000" else "111111"
    for _guess in range(5):
        with pytest.raises(CodeWrong):
            enter(wrong)
    with pytest.raises(CodeWrong):
        enter(code)
    with pytest.raises(IntegrityError, match="phone_code_guessed_five_times_at_most"), transaction.atomic():
        PhoneCode.objects.update(guesses=6)


def test_codes_are_not_sent_for_ever(db: None, texts: list[str]) -> None:
    for _time in range(3):
        send_code(phone=NUMBER, network="10.0.0.1", at=make.NOW)
    with pytest.raises(CodeTooOften):
        send_code(phone=NUMBER, network="10.0.0.2", at=make.NOW)
    for number in range(17):
        send_code(phone=f"+86139000000{number:02d}", network="10.0.0.1", at=make.NOW)
    with pytest.raises(CodeTooOften):
        send_code(phone="+8613911111111", network="10.0.0.1", at=make.NOW)
    assert len(texts) == 20
    send_code(phone=NUMBER, network="10.0.0.1", at=make.NOW + timedelta(minutes=61))
    assert forget_codes(at=make.NOW + timedelta(hours=2)) == 20


def test_closed_account_does_not_come_in(db: None, texts: list[str]) -> None:
    make.user(phone=NUMBER, is_phone_verified=True, is_active=False)
    send_code(phone=NUMBER, network="10.0.0.1", at=make.NOW)
    with pytest.raises(CodeWrong):
        enter(code_in(texts[0]))


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("13800138000", NUMBER),
        ("0086 138 0013 8000", NUMBER),
        ("+44 20 7946 0000", "+442079460000"),
        ("110", None),
        ("a", None),
    ],
)
def test_numbers_are_read(said: str, number: str | None) -> None:
    assert phone_of(said) == number


def test_no_number_no_code(db: None) -> None:
    with pytest.raises(PhoneWrong):
        send_code(phone="110", network="10.0.0.1", at=make.NOW)
    assert masked_phone(NUMBER) == "+86138****8000"


def test_page_lets_in_and_leads_to_the_organisations(db: None, texts: list[str]) -> None:
    client = Client()
    answer = client.post("/me/phone/", {"phone": "13800138000"})
    assert "138****8000" in answer.content.decode()
    wrong = client.post("/me/phone/code/", {"phone": "13800138000", "code": "1"})
    assert wrong.status_code == 422
    entered = client.post("/me/phone/code/", {"phone": "13800138000", "code": code_in(texts[0]), "name": "陆望山"})
    assert (entered.status_code, entered["Location"]) == (302, "/organisations/")
    assert client.get("/me/profile/").status_code == 200


def test_address_in_name_only_is_never_mailed(db: None, texts: list[str]) -> None:
    send_code(phone=NUMBER, network="10.0.0.1", at=make.NOW)
    person, _is_new = enter(code_in(texts[0]))
    for is_urgent in (True, False):
        assert not User.objects.filter(Email().reach(is_urgent=is_urgent), pk=person.pk).exists()
