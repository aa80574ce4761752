"""Folds the words of a file into the register's codes, whole columns at once."""

import re
from collections.abc import Callable, Mapping
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from sites.logic.words import folded, is_empty

# What stands between the words of a cell: 古建筑-寺观塔幢, 明、清, 宋～元.
_BETWEEN: Final = re.compile(r"[\s,，、;；/>→·\-—~～至到()（）]+")


def coded(column: pa.Array, find: Callable[[str], str | None]) -> pa.Array:
    """Return the column with each different text looked up once; null where nothing was found."""
    if pa.types.is_null(column.type):
        return pa.nulls(len(column), pa.string())
    encoded = column.dictionary_encode()
    codes = pa.array([find(text) for text in encoded.dictionary.to_pylist()], pa.string())
    return pc.take(codes, encoded.indices)


def word_finder(words: Mapping[str, str]) -> Callable[[str], str | None]:
    """Return what finds the code of a cell: by all of it, else by its last word known."""

    def find(text: str) -> str | None:
        if is_empty(text):
            return None
        whole = folded(text)
        if whole in words:
            return words[whole]
        return next((words[part] for part in reversed(_BETWEEN.split(whole)) if part in words), None)

    return find


def era_finder(words: Mapping[str, str]) -> Callable[[str], str | None]:
    """Return what finds the bucket of an era: by all of the text, else by the first era in it, the longest name first."""
    longest_first = sorted((word for word in words if not word.isascii()), key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def find(text: str) -> str | None:
        whole = folded(text)
        if whole in words:
            return words[whole]
        found = pattern.search(whole) if pattern else None
        return words[found.group()] if found else None

    return find


def is_said(column: pa.Array) -> pa.Array:
    """Say for each cell whether it says anything."""
    told = coded(column, lambda text: None if is_empty(text) else text)
    return pc.is_valid(told)


def as_boolean(column: pa.Array) -> pa.Array:
    """Return yes and no as booleans; null where a cell is neither."""
    yes, no = {"true", "t", "1", "yes", "是", "有"}, {"false", "f", "0", "no", "否", "无"}
    texts = coded(column, lambda text: "t" if folded(text) in yes else "f" if folded(text) in no else None)
    return pc.equal(texts, "t")
