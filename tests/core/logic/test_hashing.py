"""Hashes of files and of values."""

import hashlib
import io
import math
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.logic.hashing import CHUNK_BYTES, canonical_sha256, stream_sha256

plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES, 2 * CHUNK_BYTES + 1])
def test_stream_sha256_of_any_length(size: int) -> None:
    assert stream_sha256(io.BytesIO(b"x" * size)) == hashlib.sha256(b"x" * size).hexdigest()


def test_canonical_sha256_is_that_of_the_shortest_writing() -> None:
    expected = hashlib.sha256('{"a":[1,true,null],"文":"物"}'.encode()).hexdigest()
    assert canonical_sha256({"文": "物", "a": [1.0, True, None]}) == expected


@given(st.dictionaries(st.text(), plain))
def test_canonical_sha256_does_not_see_the_order_of_keys(value: dict[str, Any]) -> None:
    turned = dict(reversed(value.items()))
    assert canonical_sha256(turned) == canonical_sha256(value)


@pytest.mark.parametrize(
    ("one", "other"), [([1, 2], [2, 1]), ("1", 1), (1, True), (None, ""), ({"a": None}, {}), (0.5, 0.25)]
)
def test_canonical_sha256_sees_other_content(one: object, other: object) -> None:
    assert canonical_sha256(one) != canonical_sha256(other)


@pytest.mark.parametrize("number", [math.nan, math.inf])
def test_canonical_sha256_refuses_what_is_no_number(number: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical_sha256([number])


@pytest.mark.parametrize("value", [{1: "a"}, [datetime(2026, 1, 1, tzinfo=UTC)], {"a": b"bytes"}])
def test_canonical_sha256_refuses_what_json_cannot_hold(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_sha256(value)
