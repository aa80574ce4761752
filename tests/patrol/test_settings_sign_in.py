"""Who guesses passwords is slowed down: by account, and by address."""

from typing import Any

from django.test import Client

from people.models import User
from tests.factories import make

ENGLISH = {"Accept-Language": "en"}
TOO_MANY = "Too many failed login attempts. Try again later."


def sign_in(email: str, password: str, address: str = "192.0.2.1", **headers: str) -> Any:
    values = {"login": email, "password": password}
    return Client().post("/accounts/login/", values, headers={**ENGLISH, **headers}, REMOTE_ADDR=address)


def errors(response: Any) -> list[str]:
    return [str(error) for errors in response.context["form"].errors.values() for error in errors]


def test_right_password_signs_in(volunteer: User) -> None:
    response = sign_in(volunteer.email, make.PASSWORD)
    assert (response.status_code, response.headers["Location"]) == (302, "/")


def test_wrong_password_says_nothing_of_the_account(volunteer: User) -> None:
    said = [errors(sign_in(email, "wrong")) for email in (volunteer.email, "nobody@test.example")]
    assert said[0] == said[1]
    assert len(said[0]) == 1


def test_account_is_closed_for_a_while_after_five_wrong_passwords(volunteer: User) -> None:
    for _ in range(5):
        assert errors(sign_in(volunteer.email, "wrong")) != [TOO_MANY]
    response = sign_in(volunteer.email, make.PASSWORD, address="192.0.2.2")
    assert (response.status_code, errors(response)) == (200, [TOO_MANY])


def test_other_accounts_stay_open_meanwhile(volunteer: User, officer: User, settings: Any) -> None:
    limit_failed(settings, "2/5m/key")
    for _ in range(3):
        sign_in(volunteer.email, "wrong")
    assert sign_in(officer.email, make.PASSWORD).status_code == 302


def test_address_is_closed_for_a_while_after_too_many_wrong_passwords(officer: User, settings: Any) -> None:
    limit_failed(settings, "2/m/ip")
    for number in range(2):
        sign_in(f"nobody-{number}@test.example", "wrong")
    assert errors(sign_in(officer.email, make.PASSWORD)) == [TOO_MANY]
    assert sign_in(officer.email, make.PASSWORD, address="192.0.2.2").status_code == 302


def test_people_behind_our_proxy_count_each_for_themselves(officer: User, settings: Any) -> None:
    limit_failed(settings, "1/m/ip")
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    sign_in("nobody@test.example", "wrong", **{"X-Forwarded-For": "198.51.100.1"})
    answers = [sign_in(officer.email, make.PASSWORD, **{"X-Forwarded-For": f"198.51.100.{n}"}) for n in (1, 2)]
    assert [answer.status_code for answer in answers] == [200, 302]


def test_nobody_gets_past_the_limit_by_inventing_addresses(officer: User, settings: Any) -> None:
    limit_failed(settings, "1/m/ip")
    sign_in("nobody@test.example", "wrong", **{"X-Forwarded-For": "198.51.100.1"})
    answer = sign_in(officer.email, make.PASSWORD, **{"X-Forwarded-For": "198.51.100.2"})
    assert errors(answer) == [TOO_MANY]


def test_address_that_only_asks_is_slowed_down_too(db: None, officer: User, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "2/m/ip"}
    answers = [sign_in(officer.email, make.PASSWORD).status_code for _ in range(3)]
    assert answers == [302, 302, 429]


def test_signing_up_again_and_again_is_slowed_down(db: None, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "signup": "1/h/ip"}
    answers = []
    for number in range(2):
        values = {"email": f"{number}@test.example", "password1": make.PASSWORD, "password2": make.PASSWORD}
        answers.append(Client().post("/accounts/signup/", values).status_code)
    assert (answers, User.objects.count()) == ([302, 429], 1)


def test_limits_are_those_of_the_handbook(settings: Any) -> None:
    assert settings.ACCOUNT_RATE_LIMITS == {
        "login": "60/m/ip",
        "login_failed": "10/m/ip,5/5m/key",
        "signup": "20/h/ip",
    }


def limit_failed(settings: Any, limit: str) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_failed": limit}
