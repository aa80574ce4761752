"""What the settings promise of every answer: the content policy, limits of what is sent, hosts, passwords."""

import json
import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from people.models import User
from tests.factories import make

PAGES = ["/sites/", "/maps/welcome/", "/maps/status/", "/accounts/login/", "/styleguide/", "/me/profile/", "/hours/"]
POLICY = {
    "default-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' blob: data:",
    "connect-src": "'self'",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


class Inline(HTMLParser):
    """Collects what the policy would not let run: inline scripts without a nonce, styles and handlers in attributes.

    A block of JSON is data; it is not run.
    """

    def __init__(self, nonce: str) -> None:
        super().__init__()
        self.nonce = nonce
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        is_data = given.get("type") == "application/json" or "src" in given
        if tag == "style" or (tag == "script" and not is_data and given.get("nonce") != self.nonce):
            self.found.append(tag)
        self.found += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]


def policy_of(response: object) -> dict[str, str]:
    parts = response.headers["Content-Security-Policy"].split(";")  # type: ignore[attr-defined]
    return {name: rest for name, _space, rest in (part.strip().partition(" ") for part in parts)}


@pytest.mark.parametrize("path", PAGES)
def test_page_keeps_its_own_content_policy(path: str, as_volunteer: Client) -> None:
    response = as_volunteer.get(path, follow=True)
    policy = policy_of(response)
    nonce = re.fullmatch(r"'self'(?: 'nonce-([\w+/=-]+)')?", policy.pop("script-src"))
    assert policy == POLICY
    assert nonce is not None
    page = Inline(nonce[1])
    page.feed(response.content.decode())
    assert page.found == []


def test_nonce_is_used_once(client: Client, db: None) -> None:
    scripts = {policy_of(client.get("/sites/"))["script-src"] for _ in range(3)}
    assert len(scripts) == 3


@pytest.mark.parametrize("path", ["/sites/", "/sites/NOWHERE/", "/no-such-page", "/api/v1/sites", "/healthz"])
def test_every_answer_says_how_it_may_be_used(path: str, client: Client, db: None) -> None:
    headers = client.get(path).headers
    assert policy_of(client.get(path))["default-src"] == "'self'"
    assert [headers[name] for name in ("X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy")] == [
        "DENY",
        "nosniff",
        "same-origin",
    ]


def test_cookies_stay_with_the_browser_and_go_by_https_alone(client: Client, volunteer: User, settings: object) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True  # type: ignore[attr-defined]
    client.get("/accounts/login/")
    client.post("/accounts/login/", {"login": volunteer.email, "password": make.PASSWORD})
    session, token = client.cookies["sessionid"], client.cookies["csrftoken"]
    assert (session["httponly"], session["samesite"], session["secure"]) == (True, "Lax", True)
    assert (token["samesite"], token["secure"]) == ("Lax", True)


def test_https_is_asked_for_and_remembered(client: Client, db: None, settings: object) -> None:
    settings.SECURE_SSL_REDIRECT = True  # type: ignore[attr-defined]
    settings.SECURE_HSTS_SECONDS = 31_536_000  # type: ignore[attr-defined]
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True  # type: ignore[attr-defined]
    plain = client.get("/sites/")
    assert (plain.status_code, plain.headers["Location"]) == (301, "https://testserver/sites/")
    behind_proxy = client.get("/sites/", headers={"X-Forwarded-Proto": "https"})
    assert behind_proxy.status_code == 200
    assert behind_proxy.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_unknown_host_is_refused(client: Client, db: None, settings: object) -> None:
    settings.ALLOWED_HOSTS = ["patrol.example.org"]  # type: ignore[attr-defined]
    assert client.get("/sites/", headers={"Host": "patrol.example.org"}).status_code == 200
    assert client.get("/sites/", headers={"Host": "elsewhere.example"}).status_code == 400


def test_form_over_the_limit_is_refused(as_volunteer: Client, volunteer: User) -> None:
    body = "phone=&name=" + "n" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    response = as_volunteer.post("/me/profile/", body, content_type="application/x-www-form-urlencoded")
    volunteer.refresh_from_db()
    assert (response.status_code, volunteer.name) == (400, "volunteer")


def test_json_over_the_limit_is_refused(as_volunteer: Client) -> None:
    body = json.dumps({"site": "n" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE})
    assert as_volunteer.post("/api/v1/assignments", body, content_type="application/json").status_code == 400


def test_form_of_too_many_fields_is_refused(as_volunteer: Client) -> None:
    body = "&".join(["name=n"] * (settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))
    response = as_volunteer.post("/me/profile/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 400


@pytest.mark.parametrize("password", ["short", "12345678901234", "password123", "lin.xiao@test.example"])
def test_weak_password_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, User(email="lin.xiao@test.example", name="林晓"))


def test_phrase_is_a_good_password() -> None:
    validate_password("seven quiet bell towers", User(email="lin.xiao@test.example"))
