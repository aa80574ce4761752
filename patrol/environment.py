"""Typed reading of the environment: a wrong value refuses to start with a sentence, never with a traceback."""

import base64
import sysconfig
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from environs import Env, EnvError, ValidationError, validate

LOG_LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def read_environment(root: Path) -> Env:
    """Return an environment that falls back on the private cluster's own file, when there is one."""
    env = Env()
    cluster = root / ".cluster" / "cluster.env"
    if cluster.is_file():
        env.read_env(str(cluster), recurse=False, override=False)
    return env


def refuse_to_start(error: EnvError) -> SystemExit:
    """Turn a wrong environment value into one sentence with a remedy."""
    sentence = str(error).rstrip(".")
    return SystemExit(f"Heritage Patrol cannot start: {sentence}. Correct this environment variable and start again.")


def at_least(number: int) -> validate.Range:
    """Return the check that a number is not smaller."""
    return validate.Range(min=number)


def are_networks(listed: list[str]) -> None:
    """Refuse what is no list of networks, as 10.0.0.0/8."""
    for one in listed:
        try:
            ip_network(one)
        except ValueError as error:
            raise ValidationError(str(error)) from None


def push_key(text: str) -> None:
    """Refuse what is not the 32 bytes that `manage.py make_push_key` prints."""
    try:
        length = len(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except ValueError:
        length = -1
    if length not in {0, 32}:
        raise ValidationError("is no key that manage.py make_push_key printed")


def signing_key(text: str) -> None:
    """Refuse what is not 32 bytes in base64url."""
    try:
        is_key = len(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))) in {0, 32} and "=" not in text
    except ValueError:
        is_key = False
    if not is_key:
        raise ValidationError("is not 32 bytes in base64url without padding")


def refuse_wrong_urls(database: Mapping[str, Any], email: Mapping[str, Any]) -> None:
    """Refuse addresses of services that this product cannot use."""
    if not str(database.get("ENGINE", "")).endswith(("postgis", "postgresql")):
        raise refuse_to_start(EnvError("DATABASE_URL names no PostgreSQL server (postgis://…)"))
    if not email.get("EMAIL_BACKEND"):
        raise refuse_to_start(EnvError("EMAIL_URL names no way to send mail (console://, submission://…)"))


def photo_storage(url: str) -> dict[str, Any]:
    """Return Django's entry for the storage of photos: the disk without an address, else S3-compatible storage.

    `s3://key:secret@host[:port]/bucket[/prefix][?region=…&tls=false]`, key and secret percent-encoded.
    """
    if not url:
        return {"BACKEND": "patrol.storage.disk.DurableFiles"}
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
        asked = dict(parse_qsl(parts.query, strict_parsing=True)) if parts.query else {}
    except ValueError as error:
        raise refuse_to_start(EnvError(f"PHOTO_STORAGE_URL cannot be read ({error})")) from None
    bucket, _, prefix = parts.path.strip("/").partition("/")
    if parts.scheme != "s3" or not all((parts.hostname, parts.username, parts.password, bucket)):
        raise refuse_to_start(EnvError("PHOTO_STORAGE_URL is not of the form s3://key:secret@host/bucket"))
    if set(asked) - {"region", "tls"} or asked.get("tls", "true") not in ("true", "false"):
        raise refuse_to_start(EnvError("PHOTO_STORAGE_URL takes region=… and tls=false and nothing else behind the ?"))
    scheme = "http" if asked.get("tls") == "false" else "https"
    return {
        "BACKEND": "patrol.storage.bucket.Bucket",
        "OPTIONS": {
            "access_key": unquote(parts.username or ""),
            "secret_key": unquote(parts.password or ""),
            "bucket_name": bucket,
            "location": prefix,
            "endpoint_url": f"{scheme}://{parts.hostname}{port}",
            "region_name": asked.get("region", "us-east-1"),
        },
    }


def wheel_library(package: str, pattern: str) -> str | None:
    """Return the C library inside an installed wheel, so that no system GDAL or GEOS is needed."""
    folder = Path(sysconfig.get_path("platlib")) / f"{package}.libs"
    return next((str(path) for path in sorted(folder.glob(pattern))), None)
