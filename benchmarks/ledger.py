"""A ledger of a million entries: a volunteer's statement page through the web stack, the trial balance, postings by eight at once.

    .venv/bin/python -m benchmarks.ledger --entries 1000000

Works in a database of its own (`<name>_ledger` beside the one in use), emptied at every run. Prints Markdown.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

FILL = (Path(__file__).parent / "sql" / "ledger_fill.sql").read_text(encoding="utf-8")
PEOPLE, TIMES, CLIENTS, POSTINGS = 2_000, 21, 8, 50
# The one whose statement is looked at has twenty times as much as the others.
HEAVY = 20
BEGIN = datetime(2030, 1, 1, 1, 0, tzinfo=UTC)


def main() -> int:
    """Fill the ledger, then measure."""
    options = _options()
    address = _own_database()
    os.environ["DATABASE_URL"] = address
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "patrol.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS.append("testserver")
    call_command("migrate", verbosity=0)
    call_command("seed_vocabulary", verbosity=0)
    _fill(address, options.entries)
    print(f"\n{_count():,} entries of {PEOPLE:,} people\n")
    print("| what | figure |\n|---|---|")
    for path in ("/hours/account/hours/", "/hours/account/hours/?page=5", "/hours/account/points/", "/hours/"):
        print(f"| {path}, median of {TIMES} | {_page_ms(path):.0f} ms |")
    print(f"| {_period()}, median of {TIMES} | {_page_ms(_period()):.0f} ms |")
    print(
        f"| CSV of all postings of that person | {_seconds(lambda: _read('/hours/account/hours/statement.csv')):.2f} s |"
    )
    print(f"| trial balance of both currencies | {_seconds(_trial):.2f} s |")
    print(f"| services posted by {CLIENTS} at once (with points, audit and walls) | {_postings_a_second():.0f}/s |")
    return 0


def _fill(address: str, entries: int) -> None:
    """Write the entries past the triggers, as a replica; the trial balance afterwards says whether they are whole."""
    with psycopg.connect(address) as connection:
        connection.execute("SET session_replication_role = replica")
        # Four entries a service: two of hours, two of points.
        each = entries // 4 // (PEOPLE - 1 + HEAVY)
        for statement in FILL.split(";\n\n"):
            told = {"people": PEOPLE, "each": each, "heavy": HEAVY}
            # A table made of a selection takes no parameters of the server's own.
            psycopg.ClientCursor(connection).execute(statement, told)
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE")


def _client() -> Any:
    from django.test import Client

    from people.models import User

    client = Client()
    client.force_login(User.objects.get(email="ledger1@example.org"))
    return client


def _page_ms(path: str) -> float:
    client = _client()
    client.get(path)
    took = []
    for _ in range(TIMES):
        started = time.perf_counter()
        answer = client.get(path)
        took.append((time.perf_counter() - started) * 1000)
        assert answer.status_code == 200  # noqa: S101 - a benchmark of an error would lie
    return statistics.median(took)


def _period() -> str:
    return "/hours/account/hours/?first_on=2024-01-01&last_on=2024-12-31"


def _read(path: str) -> None:
    b"".join(_client().get(path).streaming_content)


def _trial() -> None:
    from django.utils import timezone

    from timebank.actions.trial import strike_trial_balance

    found = strike_trial_balance(at=timezone.now())
    assert all(one.is_balanced for one in found), found  # noqa: S101 - a ledger that was filled wrongly measures nothing


def _postings_a_second() -> float:
    from django.db import connections

    from people.models import User
    from timebank.actions import award

    people = list(User.objects.order_by("email")[:CLIENTS])

    def post(number: int) -> None:
        for turn in range(POSTINGS):
            begin = BEGIN + timedelta(days=turn)
            award(
                volunteer=people[number], starts_at=begin, ends_at=begin + timedelta(hours=1),
                source=f"bench:{number}:{turn}", title=("巡查", "Patrol"), url="", organisation_name="", by=people[number],
                at=begin,
            )  # fmt: skip
        connections.close_all()

    with ThreadPoolExecutor(CLIENTS) as pool:
        seconds = _seconds(lambda: list(pool.map(post, range(CLIENTS))))
    return CLIENTS * POSTINGS / seconds


def _count() -> int:
    from timebank.models import Entry

    return Entry.objects.count()


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _own_database() -> str:
    base, _, name = os.environ["DATABASE_URL"].rpartition("/")
    own = f"{name}_ledger"
    # A migrated one saves a minute.
    template = sql.Identifier(os.environ.get("TEST_TEMPLATE", "template1"))
    with psycopg.connect(f"{base}/{name}", autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(own)))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(own), template))
    return f"{base}/{own}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=1_000_000, help="entries of the ledger (default: 1000000)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
