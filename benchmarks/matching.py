"""Matching, measured: whether the ranking asks better people than asking the nearest first.

    .venv/bin/python -m benchmarks.matching [--seed 1] [--needs 200] [--people 120]

A test set is drawn: needs, and people around them. Whether somebody would come is labelled by a hidden utility that the
ranking does not know: another curve for the way, tastes and diligence drawn for each person, of which the ranking sees only a
short history. Of each need the first k people are asked; counted is how many of them would come. The exit code is 1 where
nearest-first is not beaten.
"""

import argparse
import math
import random
import sys
from dataclasses import dataclass
from typing import Final

from service.logic.matching import Fit, Weights, match

PLACES: Final = 5
HISTORY: Final = 12
# The seeded policy (service/vocabulary/service_policy.json); a test compares.
WEIGHTS: Final = Weights(time=30, place=25, skill=15, reliability=20, load=5, preference=5)


@dataclass(frozen=True)
class Labelled:
    """A person for a need: what the ranking sees, and the hidden chance that they come."""

    fit: Fit
    chance: float


def drawn_needs(seed: int, needs: int, people: int) -> list[list[Labelled]]:
    """Return for each need its people; the same seed makes the same set."""
    dice = random.Random(seed)  # noqa: S311 - a seeded generator makes the same set twice
    return [[_person(dice) for _ in range(people)] for _ in range(needs)]


def coming(people: list[Labelled], *, by: str) -> float:
    """Return how many of the first `PLACES` asked would come, asked by `ranking`, `nearest` or `best` (knowing all)."""
    order = {
        "ranking": lambda one: -match(one.fit, WEIGHTS).score,
        "nearest": lambda one: one.fit.distance_km,
        "best": lambda one: -one.chance,
    }[by]
    return sum(one.chance for one in sorted(people, key=order)[:PLACES])


def main() -> int:
    """Print how many come by each order; say whether the ranking beats the nearest."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    for name, usual in (("seed", 1), ("needs", 200), ("people", 120)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    options = parser.parse_args()
    needs = drawn_needs(options.seed, options.needs, options.people)
    means = {by: sum(coming(one, by=by) for one in needs) / len(needs) for by in ("nearest", "ranking", "best")}
    wins = sum(coming(one, by="ranking") > coming(one, by="nearest") for one in needs)
    print(f"| asked first | come, of {PLACES} asked |")
    print("|---|---:|")
    for by, mean in means.items():
        print(f"| {by} | {mean:.2f} |")
    print(f"\nThe ranking asks better people in {wins} of {len(needs)} needs.")
    return 0 if means["ranking"] > means["nearest"] else 1


def _person(dice: random.Random) -> Labelled:
    """Draw a person: traits nobody sees, and the facts that follow from them by chance."""
    diligence, taste = dice.betavariate(6, 2), dice.random()
    distance_km, range_km = dice.uniform(0, 25), dice.choice((3, 5, 10, 10, 20, 30))
    free = dice.choice((0.0, 0.0, 0.5, 1.0, 1.0))
    skills = dice.choice((0.0, 0.5, 1.0))
    asked = dice.randint(0, HISTORY)
    kept = sum(dice.random() < diligence for _ in range(asked))
    liked = sum(dice.random() < taste for _ in range(kept)) / kept if kept else None
    load, load_wished = dice.randint(0, 5), dice.randint(2, 6)
    fit = Fit(
        distance_km=distance_km,
        range_km=range_km,
        free_share=None if dice.random() < 0.2 else free,
        wished=skills,
        served=kept,
        missed=(asked - kept) // 2,
        late=asked - kept - (asked - kept) // 2,
        load=load,
        load_wished=load_wished,
        liked=liked,
    )
    wish = 2.2 * free + 1.2 * taste + 0.8 * skills - 0.25 * load - distance_km / (2 + range_km / 2)
    return Labelled(fit, diligence / (1 + math.exp(-2 * (wish - 1))))


if __name__ == "__main__":
    sys.exit(main())
