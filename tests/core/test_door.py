from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from core.door import AnonymousPace, PersonPace


@pytest.fixture(autouse=True)
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two questions a minute, and nobody has asked yet."""
    for pace in (AnonymousPace, PersonPace):
        monkeypatch.setattr(pace, "rate", "2/min", raising=False)
    caches["pace"].clear()
    yield
    caches["pace"].clear()


def asked(client: Client, times: int) -> list[Any]:
    return [client.get("/api/v1/hours") for _ in range(times)]


def test_the_anonymous_are_asked_to_sign_in(client: Client, db: None) -> None:
    response = client.get("/api/v1/hours", headers={"Accept-Language": "en"})
    assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, "Session")
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "not_authenticated"


def test_a_person_who_asks_too_fast_is_told_when_to_come_back(as_volunteer: Client) -> None:
    *good, refused = asked(as_volunteer, 3)
    assert [response.status_code for response in good] == [200, 200]
    assert (refused.status_code, refused.json()["code"]) == (429, "throttled")
    assert 1 <= int(refused.headers["Retry-After"]) <= 61


def test_people_are_counted_each_for_themselves(as_volunteer: Client, as_officer: Client) -> None:
    asked(as_volunteer, 3)
    assert [response.status_code for response in asked(as_officer, 1)] == [200]


def test_the_anonymous_are_counted_by_address(client: Client, db: None) -> None:
    def from_address(address: str) -> int:
        return client.get("/api/v1/sites", REMOTE_ADDR=address).status_code

    assert [from_address("192.0.2.1") for _ in range(3)] == [200, 200, 429]
    assert from_address("192.0.2.2") == 200


@pytest.mark.parametrize(("proxies", "answers"), [(0, [200, 200, 429]), (1, [200, 200, 200])])
def test_the_anonymous_behind_our_proxy_are_counted_by_what_it_says(
    proxies: int, answers: list[int], client: Client, db: None, settings: Any
) -> None:
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": proxies}
    said = [client.get("/api/v1/sites", headers={"X-Forwarded-For": f"198.51.100.{n}"}) for n in range(3)]
    assert [response.status_code for response in said] == answers


def test_a_write_without_a_token_is_refused(volunteer: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(volunteer)
    response = client.post("/api/v1/notices/read")
    assert (response.status_code, response.json()["code"]) == (403, "permission_denied")
