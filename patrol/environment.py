"""Typed reading of the environment: a wrong value refuses to start with a sentence, never with a traceback."""

import sysconfig
from pathlib import Path

from environs import Env, EnvError


def read_environment(root: Path) -> Env:
    """Return an environment that falls back on the private cluster's own file, when there is one."""
    env = Env()
    cluster = root / ".cluster" / "cluster.env"
    if cluster.is_file():
        env.read_env(str(cluster), recurse=False, override=False)
    return env


def refuse_to_start(error: EnvError) -> SystemExit:
    """Turn a wrong environment value into one sentence with a remedy."""
    return SystemExit(f"Heritage Patrol cannot start: {error}. Correct this environment variable and start again.")


def wheel_library(package: str, pattern: str) -> str | None:
    """Return the C library inside an installed wheel, so that no system GDAL or GEOS is needed."""
    folder = Path(sysconfig.get_path("platlib")) / f"{package}.libs"
    return next((str(path) for path in sorted(folder.glob(pattern))), None)
