"""Stars: what is reached of a scheme, and what the next grade needs."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade: so many stars from so much on."""

    stars: int
    threshold: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody is: their count, the stars reached, and the grade ahead, if any."""

    count: int
    stars: int
    ahead: Grade | None


def progress(count: int, grades: Sequence[Grade]) -> Progress:
    """Return how far a count goes in a scheme, in any order of its grades."""
    ordered = sorted(grades, key=lambda grade: grade.threshold)
    reached = [grade.stars for grade in ordered if grade.threshold <= count]
    return Progress(count, max(reached, default=0), next((one for one in ordered if one.threshold > count), None))
