"""Badges as others read them: Open Badges 3.0 on the Verifiable Credentials Data Model 2.0, and their status list.

Sections named here are of "Open Badges Specification 3.0" (1EdTech, 2024), "Verifiable Credentials Data Model v2.0" and
"Bitstring Status List v1.0" (W3C, 2025). Contexts are named, never fetched.
"""

import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final
from urllib.parse import urlsplit

from core.logic.jose import base64url

CONTEXTS: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
SCHEMA: Final = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
# Bitstring Status List, section 3.3: at least 131,072 entries, so that an index tells little about its person.
LIST_ENTRIES: Final = 131_072
# Odd, so that multiplying goes through all entries of a list once, and neighbours in time do not stand side by side.
STRIDE: Final = 48_271
# Open Badges 3.0, section B.1.1: the achievement's type.
SERVICE, STARS = "CommunityService", "Award"


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who says it: a DID whose document names the key, a name, and its page."""

    did: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Holder:
    """Of whom it is said; of the e-mail address only a salted hash goes along."""

    name: str
    email: str
    salt: str


@dataclass(frozen=True, slots=True)
class Achievement:
    """What was achieved, and by which rule."""

    url: str
    kind: str
    name: str
    description: str
    criteria: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What is said: its id (URN), title, sentence, since when, during which time, and the page that proves it."""

    id: str
    title: str
    narrative: str
    valid_from: datetime
    started_at: datetime | None
    ended_at: datetime | None
    evidence_url: str
    status_url: str
    status_index: int


def did_web(public_url: str, *path: str) -> str:
    """Return the DID of a place below our address (did:web method, section 2.5.1: a port's colon is percent-encoded)."""
    parts = urlsplit(public_url)
    host = (parts.netloc or "").replace(":", "%3A")
    return ":".join(("did", "web", host, *(step for step in parts.path.split("/") if step), *path))


def did_document(did: str, keys: Iterable[dict[str, str]]) -> dict[str, Any]:
    """Return the DID document: whose keys sign what this issuer says (DID Core, section 5; JsonWebKey of VC-JOSE-COSE)."""
    methods = [
        {"id": key_id(did, key["kid"]), "type": "JsonWebKey", "controller": did, "publicKeyJwk": key} for key in keys
    ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def key_id(did: str, kid: str) -> str:
    """Return how a signature names the key: a URL that leads to its JWK (Open Badges 3.0, section 8.2.4)."""
    return f"{did}#{kid}"


def credential(claim: Claim, issuer: Issuer, holder: Holder, achievement: Achievement) -> dict[str, Any]:
    """Return the OpenBadgeCredential (Open Badges 3.0, section B.1.2; VCDM 2.0, section 4)."""
    subject: dict[str, Any] = {
        "type": ["AchievementSubject"],
        "identifier": _identifiers(holder),
        "narrative": claim.narrative,
        "achievement": achievement_document(achievement),
    }
    if claim.started_at and claim.ended_at:
        subject |= {"activityStartDate": _time(claim.started_at), "activityEndDate": _time(claim.ended_at)}
    return {
        "@context": list(CONTEXTS),
        "id": claim.id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": claim.title,
        "issuer": {"id": issuer.did, "type": ["Profile"], "name": issuer.name, "url": issuer.url},
        "validFrom": _time(claim.valid_from),
        "credentialSubject": subject,
        "evidence": [{"id": claim.evidence_url, "type": ["Evidence"], "name": claim.title}],
        "credentialStatus": {
            "id": f"{claim.status_url}#{claim.status_index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(claim.status_index),
            "statusListCredential": claim.status_url,
        },
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }


def achievement_document(achievement: Achievement) -> dict[str, Any]:
    """Return the achievement (Open Badges 3.0, section B.1.1)."""
    return {
        "id": achievement.url,
        "type": ["Achievement"],
        "achievementType": achievement.kind,
        "name": achievement.name,
        "description": achievement.description,
        "criteria": {"narrative": achievement.criteria},
    }


def claims_of(document: dict[str, Any]) -> dict[str, Any]:
    """Return the payload of the JWT: the credential with the registered claims (Open Badges 3.0, section 8.2.4.1)."""
    claims: dict[str, Any] = {"iss": document["issuer"]["id"], "jti": document["id"]}
    claims["nbf"] = int(datetime.fromisoformat(document["validFrom"]).timestamp())
    if subject := document["credentialSubject"].get("id"):
        claims["sub"] = subject
    return {**document, **claims}


def place_of(serial: int) -> tuple[int, int]:
    """Return in which list (from 0) and at which entry the status of the credential with this serial (from 0) stands."""
    return serial // LIST_ENTRIES, serial * STRIDE % LIST_ENTRIES


def status_list(url: str, issuer: Issuer, revoked: Iterable[int], at: datetime) -> dict[str, Any]:
    """Return the status list's credential (Bitstring Status List, sections 2.2 and 3.1): a bit is set where revoked."""
    bits = bytearray(LIST_ENTRIES // 8)
    for index in revoked:
        # The first entry is the leftmost bit.
        bits[index // 8] |= 0x80 >> index % 8
    return {
        "@context": [CONTEXTS[0]],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.did,
        "validFrom": _time(at),
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": "u" + base64url(gzip.compress(bytes(bits), mtime=0)),
        },
    }


def baked(token: str, title: str, stars: int) -> str:
    """Return the badge as a picture that carries its credential (Open Badges 3.0, section 5.3.2.2: baking an SVG)."""
    marks = "".join(
        f'<text x="{128 + (place - (stars - 1) / 2) * 30:.0f}" y="176" font-size="30" fill="#fffdf8">★</text>'
        for place in range(stars)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0" '
        f'viewBox="0 0 256 256" width="512" height="512"><title>{_escaped(title)}</title>'
        f'<openbadges:credential verify="{token}"></openbadges:credential>'
        '<rect x="12" y="12" width="232" height="232" rx="28" fill="#a3282b"/>'
        '<rect x="24" y="24" width="208" height="208" rx="20" fill="none" stroke="#fffdf8" stroke-width="4"/>'
        '<g text-anchor="middle" font-family="serif"><text x="128" y="130" font-size="84" fill="#fffdf8">志愿</text>'
        f'{marks}<text x="128" y="212" font-size="20" fill="#fffdf8">文物巡查</text></g></svg>'
    )


def _identifiers(holder: Holder) -> list[dict[str, Any]]:
    hashed = sha256((holder.email + holder.salt).encode()).hexdigest()
    return [
        {"type": "IdentityObject", "hashed": False, "identityHash": holder.name, "identityType": "name"},
        {
            "type": "IdentityObject",
            "hashed": True,
            "identityHash": f"sha256${hashed}",
            "identityType": "emailAddress",
            "salt": holder.salt,
        },
    ]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _time(at: datetime) -> str:
    return at.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
