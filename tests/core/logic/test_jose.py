import json

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.logic import jose

SEED = b"s" * 32
PUBLIC = jose.public_key(SEED)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)


def test_thumbprint_and_signature_of_the_rfc() -> None:
    # RFC 8037, appendix A.1 to A.4.
    seed = jose.from_base64url("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A")
    public = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
    assert jose.public_key(seed) == public
    assert jose.thumbprint(public) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    signed = jose.sign(seed, {}, b"Example of Ed25519 signing")
    assert signed == (
        "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhij"
        "cNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
    )


@given(VALUES)
def test_canonical_is_one_spelling_of_the_same_value(value: object) -> None:
    try:
        told = jose.canonical(value)
    except UnicodeEncodeError:
        return
    assert json.loads(told) == value
    assert jose.canonical(json.loads(told)) == told


def test_canonical_orders_by_utf16_and_refuses_fractions() -> None:
    # RFC 8785, section 3.2.3: the emoji, a surrogate pair, comes before U+FB33.
    told = jose.canonical({"\ufb33": 1, "\U0001f600": 2, "\u20ac": 3, "1": 4})
    assert told.decode() == '{"1":4,"\u20ac":3,"\U0001f600":2,"\ufb33":1}'
    with pytest.raises(ValueError, match="whole"):
        jose.canonical({"a": 1.5})


def test_compact_signature_is_read_by_another_library() -> None:
    token = jose.sign(SEED, {"typ": "JWT"}, b'{"a":1}')
    assert jwt.decode(token, jwt.PyJWK(jose.jwk(PUBLIC)), algorithms=["EdDSA"]) == {"a": 1}
    assert jose.check(token, PUBLIC) == {"a": 1}


def test_signature_beside_is_read_by_another_library() -> None:
    beside = jose.sign_beside(SEED, {"kid": "k"}, b"body")
    told = jwt.PyJWS().decode_complete(beside, jwt.PyJWK(jose.jwk(PUBLIC)).key, ["EdDSA"], detached_payload=b"body")
    assert (told["header"]["kid"], jose.check_beside(beside, b"body", PUBLIC)["kid"]) == ("k", "k")


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "..",
        "a.b.c",
        "eyJhbGciOiJub25lIn0.e30.",
        jose.sign(b"o" * 32, {}, b"{}"),
        jose.sign(SEED, {"crit": ["b64"], "b64": False}, b"{}"),
        jose.sign(SEED, {"alg": "HS256"}, b"{}"),
        jose.sign(SEED, {}, b"[]"),
        jose.sign(SEED, {}, b"{}") + "=",
        jose.sign_beside(SEED, {}, b"{}"),
    ],
)
def test_anything_else_is_no_signature(token: str) -> None:
    with pytest.raises(jose.NotSigned):
        jose.check(token, PUBLIC)


@pytest.mark.parametrize("token", ["", "x", jose.sign(SEED, {}, b"body"), jose.sign_beside(b"o" * 32, {}, b"body")])
def test_anything_else_is_no_signature_beside(token: str) -> None:
    with pytest.raises(jose.NotSigned):
        jose.check_beside(token, b"body", PUBLIC)


def test_seed_is_32_bytes_or_derived_for_one_purpose() -> None:
    assert jose.seed_of(jose.base64url(SEED), "", "a") == SEED
    assert jose.seed_of("", "secret", "a") != jose.seed_of("", "secret", "b")
    with pytest.raises(ValueError, match="32 bytes"):
        jose.seed_of("YQ", "", "a")
