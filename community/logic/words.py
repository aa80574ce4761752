"""Finds words of a list in what somebody wrote, however it is spaced or widened, and positions somebody typed."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

# What is put between the letters of a word to hide it from a list: spaces, marks, characters without width.
_BETWEEN: Final = re.compile(r"[\s\u200b-\u200f\u2060\ufeff_·•・.*~|/\\,，。、-]+")
_LATIN: Final = r"[a-z0-9]"
# 116.3894, 39.9407 in any order, and degrees with minutes: precise enough to lead somebody to a tomb.
_DEGREES: Final = re.compile(r"(?<![\d.])\d{1,3}\.\d{3,}(?![\d.])")
_MINUTES: Final = re.compile(r"\d{1,3}\s*[°度]\s*\d{1,2}\s*[′'分]")
TWO: Final = 2


@dataclass(frozen=True, slots=True)
class Word:
    """A word to look for, other ways to write it, and phrases in which it means nothing."""

    code: str
    spellings: tuple[str, ...]
    but_not: tuple[str, ...] = ()
    is_whole_word: bool = False


def found(text: str, words: Iterable[Word]) -> list[str]:
    """Return the codes of the words that the text holds, in the list's order."""
    plain = _folded(text)
    squeezed = _BETWEEN.sub("", plain)
    return [word.code for word in words if _holds(plain, squeezed, word)]


def may_tell_a_place(text: str) -> bool:
    """Say whether the text could hold a position: two numbers with three decimals or more, or degrees and minutes twice."""
    plain = unicodedata.normalize("NFKC", text)
    return len(_DEGREES.findall(plain)) >= TWO or len(_MINUTES.findall(plain)) >= TWO


def _holds(plain: str, squeezed: str, word: Word) -> bool:
    spellings = [_folded(one) for one in word.spellings if one.strip()]
    if word.is_whole_word:
        return any(re.search(rf"(?<!{_LATIN}){re.escape(one)}(?!{_LATIN})", plain) for one in spellings)
    for phrase in word.but_not:
        squeezed = squeezed.replace(_BETWEEN.sub("", _folded(phrase)), "\n")
    return any(_BETWEEN.sub("", one) in squeezed for one in spellings)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
