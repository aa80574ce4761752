"""A guarded cell runs nowhere and comes back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.logic.cells import given_cell, is_formula, safe_cell


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd", "'+cmd"),
        ("-x", "'-x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("-3.5", "-3.5"),
        ("+86", "+86"),
        ("'=1", "''=1"),
        ("it's", "it's"),
        ("", ""),
    ],
)
def test_cell_is_guarded_where_it_would_run(text: str, cell: str) -> None:
    assert safe_cell(text) == cell


@given(st.text(alphabet="'=+-@\t\r1.a"))
def test_cell_comes_back_and_never_runs(text: str) -> None:
    assert given_cell(safe_cell(text)) == text
    assert not is_formula(safe_cell(text))
