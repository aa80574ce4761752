"""Reading numbers from a text, one after the other, with a sentence where they are not what they should be."""

import math
from collections.abc import Iterator


class Malformed(ValueError):
    """The file is not of its format; the message is one sentence that says where and why."""


class Numbers:
    """The words of a text, taken as numbers from the first to the last."""

    def __init__(self, text: str) -> None:
        """Split the text at white space."""
        self._words = text.split()
        self._at = 0

    def whole(self, what: str, *, least: int = 0, most: int | None = None) -> int:
        """Return the next word as a whole number within the limits; raise Malformed."""
        word = self._next(what)
        try:
            value = int(word)
        except ValueError:
            raise Malformed(f"{what} is {word!r}, not a whole number (word {self._at}).") from None
        if value < least or (most is not None and value > most):
            raise Malformed(f"{what} is {value}, outside {least} to {'any' if most is None else most}.")
        return value

    def number(self, what: str, *, least: float = -math.inf) -> float:
        """Return the next word as a finite number; raise Malformed."""
        word = self._next(what)
        try:
            value = float(word)
        except ValueError:
            raise Malformed(f"{what} is {word!r}, not a number (word {self._at}).") from None
        if not math.isfinite(value) or value < least:
            raise Malformed(f"{what} is {word}, which is not allowed.")
        return value

    def wholes(self, what: str, count: int, *, least: int = 0) -> list[int]:
        """Return so many whole numbers."""
        return [self.whole(what, least=least) for _ in range(count)]

    def end(self) -> None:
        """Raise Malformed if there are words left."""
        if self._at < len(self._words):
            raise Malformed(
                f"There are {len(self._words) - self._at} words after the end, the first {self._words[self._at]!r}."
            )

    def __iter__(self) -> Iterator[str]:
        return iter(self._words[self._at :])

    def _next(self, what: str) -> str:
        if self._at >= len(self._words):
            raise Malformed(f"The file ends before {what}.")
        self._at += 1
        return self._words[self._at - 1]
