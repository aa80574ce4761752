"""Bring the database and the static files up to date and seed the demo, in one Django start; every step says its seconds."""

import errno
import io
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path


def main() -> int:
    """Run every step; a failure ends with one sentence and a remedy, its traceback in .build/log/prepare.log."""
    root = Path(__file__).resolve().parent.parent
    sys.path.insert(0, str(root))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "patrol.settings")
    os.environ.setdefault("LOG_LEVEL", "WARNING")  # the steps' own lines are enough
    try:
        step("Application loaded", load)
        step("Database answers", check_database)
        step("Database schema", migrate)
        step("Static files", collect_static)
        step("Demo data", seed)
    except Exception as error:
        return explain(error, root / ".build" / "log" / "prepare.log")
    return 0


def step(name: str, work: Callable[[], None]) -> None:
    """Do the work and print its line."""
    started = time.monotonic()
    work()
    print(f"✓ {name} ({time.monotonic() - started:.1f} s)", flush=True)


def load() -> None:
    """Start Django once for all the steps."""
    import django

    django.setup()


def check_database() -> None:
    """Connect, and refuse a server on which PostGIS is not installed."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_available_extensions WHERE name = 'postgis'")
        if cursor.fetchone() == (0,):
            raise RuntimeError("PostGIS is not installed on this database server")


def migrate() -> None:
    """Apply the missing migrations quietly."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def collect_static() -> None:
    """Copy the static files to where the web process serves them from."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0, stdout=io.StringIO())


def seed() -> None:
    """Fill in the demo, as far as it is not there yet; the command reports its own progress."""
    from django.core.management import call_command

    call_command("seed_demo")


def explain(error: Exception, log: Path) -> int:
    """Print what failed and what to do; keep the traceback for those who want it."""
    import traceback

    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    print(
        f"✗ {type(error).__name__}: {str(error).strip().splitlines()[0] if str(error).strip() else ''}", file=sys.stderr
    )
    print(f"  → {remedy(error)} The whole story is in {log.relative_to(Path.cwd())}.", file=sys.stderr)
    return 1


def remedy(error: Exception) -> str:
    """Return the sentence that helps with this failure."""
    text = repr(error).lower()
    if (isinstance(error, OSError) and error.errno == errno.ENOSPC) or "no space left" in text:
        return "The disk is full: free some space and run the same command again."
    if "postgis is not" in text:
        return "Install postgresql-NN-postgis-3 there, or leave DATABASE_URL out to use the private cluster."
    if type(error).__name__ in {"OperationalError", "PoolTimeout"}:
        return "The database does not answer: check DATABASE_URL, or leave it out to use the private cluster."
    if "permission" in text:
        return "The database role may not do this: it needs to own the database (and to create extensions)."
    return "This is a fault of ours: please report it with the log. `make reset` starts with an empty database."


if __name__ == "__main__":
    raise SystemExit(main())
