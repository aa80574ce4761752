"""Signs with Ed25519 (RFC 8032), and says whether a signature is true. Keys and signatures are base64."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SEED_BYTES = 32


def seed_of(key: str, fallback: str) -> bytes:
    """Return the 32 bytes of a key in base64, or, without one, 32 bytes derived from the fallback (HKDF, SHA-256).

    Raises ValueError where the key is not 32 bytes in base64.
    """
    if not key:
        return HKDF(SHA256(), SEED_BYTES, salt=None, info=b"heritage-patrol statements").derive(fallback.encode())
    try:
        seed = b64decode(key, validate=True)
    except NotBase64:
        seed = b""
    if len(seed) != SEED_BYTES:
        raise ValueError("a signing key is 32 bytes in base64")
    return seed


def sign(seed: bytes, words: bytes) -> str:
    """Return the signature of the words."""
    return b64encode(Ed25519PrivateKey.from_private_bytes(seed).sign(words)).decode()


def public_key(seed: bytes) -> str:
    """Return the public half of a key."""
    return b64encode(Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()).decode()


def is_signed(words: bytes, signature: str, public: str) -> bool:
    """Say whether the signature of the words was made by the key with that public half; False for what is no key at all."""
    try:
        key = Ed25519PublicKey.from_public_bytes(b64decode(public, validate=True))
        key.verify(b64decode(signature, validate=True), words)
    except (InvalidSignature, NotBase64, ValueError):
        return False
    return True
