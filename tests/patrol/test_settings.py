"""The settings as other machines would read them; only what cannot be seen from within is asked of a fresh process."""

import json
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "DEBUG": "false",
    "INSECURE_LOCAL": "false",
    "SECRET_KEY": "only-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz",
    "DATABASE_URL": "postgis://heritage:only4this@db:5432/heritage",
    "ALLOWED_HOSTS": "patrol.example.org",
    "PUBLIC_URL": "https://patrol.example.org/",
}


def read(*, without: str = "", **values: str) -> dict[str, Any]:
    """Read the settings file as production would, with other values."""
    given = {name: value for name, value in PRODUCTION.items() if name != without}
    with mock.patch.dict(os.environ, {**given, **values}, clear=True):
        return runpy.run_path(str(ROOT / "patrol" / "settings.py"))


def refusal(**values: str) -> str:
    with pytest.raises(SystemExit) as refused:
        read(**values)
    return str(refused.value)


def run(code: str, **values: str) -> subprocess.CompletedProcess[str]:
    environment = {**PRODUCTION, "PATH": os.environ["PATH"], **values}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)


def test_production_is_secure_in_a_process_of_its_own() -> None:
    names = [
        "DEBUG",
        "SECURE_SSL_REDIRECT",
        "SECURE_HSTS_SECONDS",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS",
        "SESSION_COOKIE_SECURE",
        "SESSION_COOKIE_HTTPONLY",
        "SESSION_COOKIE_SAMESITE",
        "CSRF_COOKIE_SECURE",
        "CSRF_TRUSTED_ORIGINS",
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN",
        "X_FRAME_OPTIONS",
        "SECURE_CONTENT_TYPE_NOSNIFF",
        "ALLOWED_HOSTS",
    ]
    code = (
        f"import json; from django.conf import settings as s; print(json.dumps({{n: getattr(s, n) for n in {names}}}))"
    )
    done = run(code, DJANGO_SETTINGS_MODULE="patrol.settings")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {
        "DEBUG": False,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_SECURE": True,
        "CSRF_TRUSTED_ORIGINS": ["https://patrol.example.org"],
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": False,
        "X_FRAME_OPTIONS": "DENY",
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "ALLOWED_HOSTS": ["patrol.example.org"],
    }


def test_wrong_value_ends_the_process_with_a_sentence_and_no_traceback() -> None:
    done = run("import patrol.settings", UPLOAD_LIMIT_MB="lots")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith('Heritage Patrol cannot start: Environment variable "UPLOAD_LIMIT_MB" invalid: ')
    assert done.stderr.endswith("Correct this environment variable and start again.\n")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "perhaps"),
        ("INSECURE_LOCAL", "maybe"),
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_POOL_SIZE", "many"),
        ("UPLOAD_LIMIT_MB", "60 MB"),
        ("PHOTO_LIMIT_MB", "1.5"),
        ("WECHAT_LOGIN", "ja"),
        ("PHONE_LOGIN", "2"),
        ("TRUSTED_PROXIES", "one"),
    ],
)
def test_wrong_value_is_named_in_the_refusal(name: str, value: str) -> None:
    assert refusal(**{name: value}).startswith(f'Heritage Patrol cannot start: Environment variable "{name}" invalid: ')


def test_production_without_a_secret_key_refuses_to_start() -> None:
    sentence = "Heritage Patrol cannot start: SECRET_KEY is empty. Set it to a long random value."
    assert refusal(SECRET_KEY="") == sentence
    with pytest.raises(SystemExit, match=re.escape(sentence)):
        read(without="SECRET_KEY")


def test_local_machine_needs_no_secret_and_no_https() -> None:
    local = read(without="SECRET_KEY", INSECURE_LOCAL="true")
    assert local["SECRET_KEY"] == "insecure-local-key"
    names = ("SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")
    assert [local[name] for name in names] == [False, 0, False, False]


def test_database_is_always_postgis_with_a_pool_of_the_size_asked_for() -> None:
    database = read(DATABASE_POOL_SIZE="3")["DATABASES"]["default"]
    assert (database["ENGINE"], database["HOST"], database["NAME"]) == (
        "django.contrib.gis.db.backends.postgis",
        "db",
        "heritage",
    )
    assert database["OPTIONS"]["pool"]["max_size"] == 3


def test_pool_is_switched_off_by_zero() -> None:
    assert "pool" not in read(DATABASE_POOL_SIZE="0")["DATABASES"]["default"]["OPTIONS"]


@pytest.mark.parametrize(
    ("value", "backend", "is_encrypted"),
    [("console://", "console", False), ("submission://user:secret@mail.example.org", "smtp", True)],
)
def test_mail_goes_where_the_address_says(value: str, backend: str, is_encrypted: bool) -> None:  # noqa: FBT001
    mail = read(EMAIL_URL=value)
    assert mail["EMAIL_BACKEND"] == f"django.core.mail.backends.{backend}.EmailBackend"
    assert mail["EMAIL_USE_TLS"] is is_encrypted


GATEWAYS = {"WECHAT_APP_ID": "wx1", "WECHAT_APP_SECRET": "s", "SMS_URL": "http://127.0.0.1:9/sms"}


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"PHONE_LOGIN": "true"}, "PHONE_LOGIN needs SMS_URL, where its codes are sent. Set it."),
        ({"WECHAT_LOGIN": "true"}, "WECHAT_LOGIN needs WECHAT_APP_ID and WECHAT_APP_SECRET. Set both."),
    ],
)
def test_switched_on_without_its_gateway_refuses_to_start(values: dict[str, str], sentence: str) -> None:
    assert refusal(**values) == f"Heritage Patrol cannot start: {sentence}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://a:b@127.0.0.1/c"),
        ("EMAIL_URL", "pigeon://x"),
        ("LOG_LEVEL", "LOUD"),
        ("PUBLIC_URL", "example.org"),
        ("ALLOWED_HOSTS", ""),
        ("UPLOAD_LIMIT_MB", "0"),
        ("DATABASE_POOL_SIZE", "-1"),
        ("SMS_URL", "gateway"),
    ],
)
def test_value_of_no_use_refuses_to_start(name: str, value: str) -> None:
    said = refusal(**{name: value})
    assert said.startswith("Heritage Patrol cannot start: ")
    assert name in said
    assert said.endswith(". Correct this environment variable and start again.")


def test_wechat_and_phone_are_off_until_switched_on() -> None:
    provider = "allauth.socialaccount.providers.weixin"
    off, on = read(), read(WECHAT_LOGIN="true", PHONE_LOGIN="true", **GATEWAYS)
    assert [provider in one["INSTALLED_APPS"] for one in (off, on)] == [False, True]
    assert [one["ACCOUNT_LOGIN_METHODS"] for one in (off, on)] == [{"email"}, {"email", "phone"}]


def test_production_serves_only_files_that_were_collected() -> None:
    live, local = read(), read(INSECURE_LOCAL="true")
    assert [one["WHITENOISE_USE_FINDERS"] for one in (live, local)] == [False, True]


def test_proxies_are_trusted_by_number_alone() -> None:
    direct, behind = read(), read(TRUSTED_PROXIES="1")
    assert [one["ALLAUTH_TRUSTED_PROXY_COUNT"] for one in (direct, behind)] == [0, 1]
    assert [one["REST_FRAMEWORK"]["NUM_PROXIES"] for one in (direct, behind)] == [0, 1]


def test_photos_lie_on_the_disk_or_in_a_bucket() -> None:
    assert read()["STORAGES"]["photos"] == {"BACKEND": "patrol.storage.disk.DurableFiles"}
    url = "s3://key:a%2Fb%2B@store.example.org:8333/heritage/photos/2026?region=cn-north-1"
    assert read(PHOTO_STORAGE_URL=url)["STORAGES"]["photos"]["OPTIONS"] == {
        "access_key": "key",
        "secret_key": "a/b+",
        "bucket_name": "heritage",
        "location": "photos/2026",
        "endpoint_url": "https://store.example.org:8333",
        "region_name": "cn-north-1",
    }


@pytest.mark.parametrize(
    "url",
    [
        "https://store.example.org/heritage",
        "s3://store.example.org/heritage",
        "s3://key@store.example.org/heritage",
        "s3://key:secret@store.example.org/",
        "s3://key:secret@/heritage",
        "s3://key:secret@store.example.org:port/heritage",
        "s3://key:secret@store.example.org/heritage?secure=1",
        "s3://key:secret@store.example.org/heritage?tls=no",
        "s3://key:secret@store.example.org/heritage?tls",
    ],
)
def test_a_wrong_address_of_the_bucket_refuses_to_start(url: str) -> None:
    said = refusal(PHOTO_STORAGE_URL=url)
    assert said.startswith("Heritage Patrol cannot start: PHOTO_STORAGE_URL ")
    assert "secret" not in said.replace("key:secret@host", "")
