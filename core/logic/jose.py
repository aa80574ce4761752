"""Signatures others can check: Ed25519 as JWS, compact or beside the bytes they sign, and one spelling for JSON.

RFC 8037 (the curve), RFC 7515 (JWS), RFC 7797 (unencoded payload), RFC 7638 (thumbprint), RFC 8785 (canonical JSON). Only EdDSA is
read or written: no header chooses the algorithm.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SEED_BYTES: Final = 32
ALGORITHM: Final = "EdDSA"


class NotSigned(ValueError):
    """The text is no signature, or not one of this key over these bytes."""


def seed_of(key: str, fallback: str, purpose: str) -> bytes:
    """Return the 32 bytes of a key in base64url, or without one 32 bytes derived from the fallback for the purpose.

    Raises ValueError where the key is not 32 bytes in base64url.
    """
    if not key:
        return HKDF(SHA256(), SEED_BYTES, salt=None, info=purpose.encode()).derive(fallback.encode())
    seed = from_base64url(key)
    if len(seed) != SEED_BYTES:
        raise ValueError("a signing key is 32 bytes in base64url")
    return seed


def public_key(seed: bytes) -> str:
    """Return the public half of a key in base64url: the `x` of its JWK."""
    return base64url(Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw())


def jwk(public: str) -> dict[str, str]:
    """Return a public key as JWK (RFC 8037, section 2), named by its thumbprint (RFC 7638)."""
    return {"kty": "OKP", "crv": "Ed25519", "x": public, "kid": thumbprint(public), "alg": ALGORITHM, "use": "sig"}


def thumbprint(public: str) -> str:
    """Return the name of a key: the SHA-256 of its canonical JWK in base64url (RFC 7638)."""
    return base64url(sha256(canonical({"crv": "Ed25519", "kty": "OKP", "x": public})).digest())


def is_public_key(text: str) -> bool:
    """Say whether the text is a public key in base64url."""
    try:
        Ed25519PublicKey.from_public_bytes(from_base64url(text))
    except ValueError:
        return False
    return True


def sign(seed: bytes, header: Mapping[str, Any], payload: bytes) -> str:
    """Return the payload signed, in the compact spelling; `alg` is set."""
    signed = f"{_header(header)}.{base64url(payload)}"
    return f"{signed}.{_signature(seed, signed.encode())}"


def sign_beside(seed: bytes, header: Mapping[str, Any], body: bytes) -> str:
    """Return the signature of a body that travels beside it, unencoded: `header..signature` (RFC 7797, section 5.2)."""
    protected = _header({**header, "b64": False, "crit": ["b64"]})
    return f"{protected}..{_signature(seed, protected.encode() + b'.' + body)}"


def header_of(token: str) -> dict[str, Any]:
    """Return what the protected header says, unchecked; NotSigned for what has none or another algorithm."""
    try:
        header = json.loads(from_base64url(token.partition(".")[0]))
    except (ValueError, RecursionError):
        raise NotSigned from None
    if not isinstance(header, dict) or header.get("alg") != ALGORITHM:
        raise NotSigned
    return header


def payload_of(token: str) -> dict[str, Any]:
    """Return the JSON object a compact signature holds, unchecked; NotSigned for anything else."""
    try:
        payload = json.loads(from_base64url(token.split(".")[1]))
    except (ValueError, IndexError, RecursionError):
        raise NotSigned from None
    if not isinstance(payload, dict):
        raise NotSigned
    return payload


def check(token: str, public: str) -> dict[str, Any]:
    """Return the payload of a compact signature made by the key; raises NotSigned."""
    signed, _dot, signature = token.rpartition(".")
    if "crit" in header_of(token) or signed.count(".") != 1:
        raise NotSigned
    _verify(public, signature, signed.encode())
    return payload_of(token)


def check_beside(token: str, body: bytes, public: str) -> dict[str, Any]:
    """Return the header of a signature that travels beside its body; raises NotSigned."""
    header = header_of(token)
    protected, middle, signature = [*token.split("."), "", "", ""][:3]
    if middle or header.get("b64") is not False or header.get("crit") != ["b64"]:
        raise NotSigned
    _verify(public, signature, protected.encode() + b"." + body)
    return header


def canonical(value: Any) -> bytes:
    """Return the one spelling of a JSON value (RFC 8785). Numbers are whole: ValueError for others, and for lone surrogates."""
    return json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def base64url(content: bytes) -> str:
    """Return the bytes in base64url without padding (RFC 7515, section 2)."""
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """Return the bytes of unpadded base64url; ValueError for any other letter, or another spelling of the same bytes."""
    content = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    if base64url(content) != text:
        raise ValueError("not base64url")
    return content


def _header(header: Mapping[str, Any]) -> str:
    return base64url(canonical({"alg": ALGORITHM, **header}))


def _signature(seed: bytes, signed: bytes) -> str:
    return base64url(Ed25519PrivateKey.from_private_bytes(seed).sign(signed))


def _verify(public: str, signature: str, signed: bytes) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(from_base64url(public)).verify(from_base64url(signature), signed)
    except (InvalidSignature, ValueError):
        raise NotSigned from None


def _ordered(value: Any) -> Any:
    if isinstance(value, Mapping):
        # RFC 8785 orders by UTF-16 code units.
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return {key: _ordered(value[key]) for key in keys}
    if isinstance(value, list | tuple):
        return [_ordered(one) for one in value]
    if isinstance(value, float):
        raise ValueError("numbers are whole here")  # noqa: TRY004 - somebody else's JSON, no mistake of ours
    return value
