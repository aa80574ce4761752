"""Typed reading of the environment: a wrong value refuses to start with a sentence, never with a traceback."""

import sysconfig
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from environs import Env, EnvError, validate

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


def refuse_wrong_urls(database: Mapping[str, Any], email: Mapping[str, Any]) -> None:
    """Refuse addresses of services that this product cannot use."""
    if not str(database.get("ENGINE", "")).endswith(("postgis", "postgresql")):
        raise refuse_to_start(EnvError("DATABASE_URL names no PostgreSQL server (postgis://…)"))
    if not email.get("EMAIL_BACKEND"):
        raise refuse_to_start(EnvError("EMAIL_URL names no way to send mail (console://, submission://…)"))


def wheel_library(package: str, pattern: str) -> str | None:
    """Return the C library inside an installed wheel, so that no system GDAL or GEOS is needed."""
    folder = Path(sysconfig.get_path("platlib")) / f"{package}.libs"
    return next((str(path) for path in sorted(folder.glob(pattern))), None)
