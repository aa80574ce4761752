"""Photos with Content Credentials, signed by a key made on the spot."""

from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from typing import Any

import c2pa
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from PIL import Image

SOURCES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
SIGNER = "Test Camera Works"


def signed(*actions: dict[str, str]) -> bytes:
    """Return a small JPEG whose credentials name the actions."""
    plain, out = BytesIO(), BytesIO()
    Image.effect_noise((320, 240), 60).convert("RGB").save(plain, "JPEG")
    plain.seek(0)
    said: dict[str, Any] = {
        "claim_generator_info": [{"name": "Test camera", "version": "1"}],
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": list(actions)}}],
    }
    certificates, key = _keys()
    info = c2pa.C2paSignerInfo(alg=b"es256", sign_cert=certificates, private_key=key, ta_url=None)
    quiet = c2pa.Context(c2pa.Settings.from_dict({"verify": {"verify_after_sign": False}}))
    c2pa.Builder(said, context=quiet).sign(c2pa.Signer.from_info(info), "image/jpeg", plain, out)
    return out.getvalue()


def created(source: str) -> dict[str, str]:
    """Say how a picture came to be, by one of IPTC's digital source types."""
    return {"action": "c2pa.created", "digitalSourceType": SOURCES + source}


@cache
def _keys() -> tuple[bytes, bytes]:
    """Return a chain of two certificates and the signing key, as PEM."""
    root, camera = generate_private_key(SECP256R1()), generate_private_key(SECP256R1())
    issuer = _certificate(root, root, "root", is_root=True)
    own = _certificate(camera, root, "camera", is_root=False)
    chain = own.public_bytes(Encoding.PEM) + issuer.public_bytes(Encoding.PEM)
    return chain, camera.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _certificate(
    key: EllipticCurvePrivateKey, issuer: EllipticCurvePrivateKey, name: str, *, is_root: bool
) -> x509.Certificate:
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name("root"))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**_uses(is_root=is_root)), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key()), critical=False)
    )
    if not is_root:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    return made.sign(issuer, hashes.SHA256())


def _uses(*, is_root: bool) -> dict[str, bool]:
    no = dict.fromkeys(
        ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "encipher_only"), False
    )
    return no | {
        "digital_signature": True,
        "key_cert_sign": is_root,
        "crl_sign": is_root,
        "decipher_only": False,
    }


def _name(name: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, SIGNER), x509.NameAttribute(NameOID.COMMON_NAME, name)]
    )
