"""The indicator board of a city: the night's snapshot of each indicator, its pages, and the rows behind a number.

    .venv/bin/python -m benchmarks.vane --sites 20000 --volunteers 2000 --reports 200000

Works in a database of its own (`<name>_bench_vane` beside the one in use), made and filled at every run. Prints Markdown.
"""

import argparse
import sys
from datetime import timedelta
from functools import partial
from pathlib import Path

from benchmarks._planning_coverage import ask, count, drop, fill, line, opened, prepare, timed

FILL = Path(__file__).parent / "sql" / "vane_fill.sql"
TIMES = 9
GOAL_NIGHT, GOAL_PAGE = "< 60 s", "< 1 s"


def main() -> int:
    """Fill, count, open."""
    options = _options()
    name = prepare(options, "vane")
    fill(options, FILL)
    print(
        f"\n{count('sites_site'):,} sites, {count('people_volunteer'):,} volunteers, {count('patrol_visit'):,} accepted reports\n"
    )
    print("| what | median | 95 % | goal |\n|---|---:|---:|---:|")
    _night()
    _pages()
    if options.drop:
        drop(name)
    return 0


def _night() -> None:
    from indicators.logic.catalogue import ALL
    from indicators.queries.facts import counts
    from planning.queries.duties import today

    ask("SELECT planning_refresh_duty(NULL)")
    ask("VACUUM ANALYZE")
    for one in ALL:
        line(f"snapshot: {one.code}", [timed(partial(counts, one, today() - timedelta(days=1)))], GOAL_NIGHT)


def _pages() -> None:
    from django.core.management import call_command
    from django.test import Client
    from django.test.utils import setup_test_environment
    from django.utils import timezone

    from indicators.logic.catalogue import ALL
    from people.models import Role, RoleGrant, User

    setup_test_environment()
    call_command("snapshot_indicators")
    officer = User.objects.create(email="bench-officer@example.org", name="officer")
    RoleGrant.objects.create(user=officer, role=Role.OFFICER, area="", granted_at=timezone.now())
    client = Client()
    client.force_login(officer)
    addresses = ["", *(f"{one.code}/" for one in ALL), *(f"{one.code}/rows/" for one in ALL)]
    for address in (f"/indicators/{one}" for one in addresses):
        opened(client, address)
        line(f"page `{address}`", [timed(partial(opened, client, address)) for _ in range(TIMES)], GOAL_PAGE)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sites", type=int, default=20_000, help="sites of the register (default: 20000)")
    parser.add_argument("--volunteers", type=int, default=2_000, help="volunteers (default: 2000)")
    parser.add_argument(
        "--reports", type=int, default=240_000, help="reports to make, five in six of them stand (default: 240000)"
    )
    parser.add_argument("--drop", action="store_true", help="drop the database afterwards")
    parser.set_defaults(fresh=True)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
