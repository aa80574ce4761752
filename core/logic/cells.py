"""Cells of a CSV that no spreadsheet runs as a formula, and the way back."""

import re
from typing import Final

# A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection, 2024); a plain number does no harm.
_BEGINS: Final = ("=", "+", "-", "@", "\t", "\r")
_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?")
_MARK: Final = "'"


def safe_cell(text: str) -> str:
    """Return the text with an apostrophe before it where a spreadsheet would run it."""
    return _MARK + text if is_formula(text.lstrip(_MARK)) else text


def given_cell(text: str) -> str:
    """Return what `safe_cell` was given: the apostrophe of a guarded cell goes."""
    return text.removeprefix(_MARK) if is_formula(text.lstrip(_MARK)) else text


def is_formula(text: str) -> bool:
    """Say whether a spreadsheet would run the cell."""
    return text.startswith(_BEGINS) and not _NUMBER.fullmatch(text)
