"""Planning, measured: coverage of a nation, assignment, service points, routes, and what tracks prove.

    .venv/bin/python -m benchmarks.planning                            # everything, short: about ten minutes
    .venv/bin/python -m benchmarks.planning --size full                # everything, at the size of the nation: about three hours
    .venv/bin/python -m benchmarks.planning --size full --part coverage --fresh --drop

Prints Markdown, with the load of the machine, as other work makes every figure worse. `--sites`, `--volunteers` and `--reports` take
any size between. The exit code is 1 where something that must hold does not: the peer finds other numbers, a generalised
assignment problem is not proven best, or a known answer on a line is missed.
"""

import argparse
import os
import sys
from typing import Final

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "patrol.settings")
os.environ.setdefault("INSECURE_LOCAL", "1")

PARTS: Final = ("coverage", "extent", "assign", "gap", "pmed", "solomon", "pcvrptw", "top")
# Sites, volunteers and accepted reports.
SIZES: Final = {"short": (40_000, 5_000, 250_000), "full": (800_000, 100_000, 5_000_000)}


def main() -> int:
    """Run the parts asked for; say whether all that must hold does."""
    options = _options()
    parts = options.part or PARTS
    is_sound = "coverage" not in parts or _coverage(options)
    if {"extent"} & set(parts):
        is_sound = _extent() and is_sound
    if set(parts) - {"coverage", "extent"}:
        is_sound = _solvers(parts, is_full=options.size == "full") and is_sound
    return 0 if is_sound else 1


def _coverage(options: argparse.Namespace) -> bool:
    from benchmarks._planning_coverage import nation

    return nation(options)


def _extent() -> bool:
    from benchmarks._planning_extent import known_answers, trails

    holds = known_answers()
    trails()
    return holds


def _solvers(parts: tuple[str, ...], *, is_full: bool) -> bool:
    import django

    django.setup()
    from benchmarks import _planning_solvers as solvers

    if "assign" in parts:
        solvers.assign(is_full=is_full)
    if "top" in parts:
        solvers.orienteering_invented(seconds=20.0 if is_full else 5.0)
    if not solvers.BENCH.exists():
        print("\nThe published problems are not here (../shared/data/bench).")
        return True
    is_sound = solvers.gaps() if "gap" in parts else True
    if "pmed" in parts:
        solvers.medians(is_full=is_full)
    for name in ("solomon", "pcvrptw"):
        if name in parts:
            solvers.tours(name, is_full=is_full)
    return is_sound


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", nargs="+", choices=PARTS, help="only these (default: all)")
    parser.add_argument("--size", choices=SIZES, default="short")
    for name in ("sites", "volunteers", "reports"):
        parser.add_argument(f"--{name}", type=int, help="another number of them for coverage")
    parser.add_argument("--fresh", action="store_true", help="make the database of coverage anew")
    parser.add_argument("--drop", action="store_true", help="drop it afterwards")
    options = parser.parse_args()
    for name, number in zip(("sites", "volunteers", "reports"), SIZES[options.size], strict=True):
        if getattr(options, name) is None:
            setattr(options, name, number)
    return options


if __name__ == "__main__":
    sys.exit(main())
