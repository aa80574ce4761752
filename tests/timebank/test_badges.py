"""Badges read by others: by the rules of the specifications, and by a verifier that is not ours."""

import gzip
import json
from base64 import urlsafe_b64decode
from datetime import timedelta
from typing import Any

import jwt
import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test import Client
from openbadgeslib.ob3.verifier import OB3Verifier

from core.errors import Problem
from core.logic import jose
from people.models import User
from tests.conftest import signed_in
from tests.timebank.certified import ID_CARD, OVER, Unit, issued, unit
from tests.timebank.partnered import platform
from tests.timebank.test_walls import credit
from timebank.actions import reverse
from timebank.actions.certificates import revoke_certificate
from timebank.actions.credentials import badge_of_certificate, badge_of_stars, revoke_unreached_stars
from timebank.logic import badge
from timebank.models import Certificate, Credential
from timebank.queries.transfers import own_seed

VERIFY = "/credentials/verify/"


@pytest.fixture
def team(officer: User) -> Unit:
    return unit(officer)


def certified(team: Unit) -> Credential:
    certificate = issued(team.volunteer, document="id_card", document_number=ID_CARD)
    return badge_of_certificate(certificate=certificate, by=team.volunteer, at=OVER)


def fetched(url: str) -> bytes:
    """Fetch as a verifier does, from the product itself."""
    path = url.replace("https://", "http://").removeprefix(settings.PUBLIC_URL.replace("https://", "http://"))
    answer = Client().get(path)
    assert answer.status_code == 200, url
    return answer.content


def test_badge_passes_an_independent_verifier_with_key_and_status(team: Unit) -> None:
    made = certified(team)
    did = json.loads(jose.from_base64url(made.token.split(".")[1]))["issuer"]["id"]
    found = OB3Verifier.for_issuer_did(did, download=fetched).verify(made.token)
    assert (found.id, found.issuer.name) == (f"urn:uuid:{made.pk}", "城墙守望队")
    OB3Verifier.for_issuer_did(did, download=fetched).check_status(found, download=fetched)
    revoke_certificate(
        certificate=Certificate.objects.get(), why="弄错了", by=team.manager, at=OVER + timedelta(days=1)
    )
    with pytest.raises(Exception, match="'revocation' is set"):
        OB3Verifier.for_issuer_did(did, download=fetched).check_status(found, download=fetched)


def test_badge_is_read_by_a_library_for_jwt(team: Unit) -> None:
    made = certified(team)
    keys = jwt.PyJWKSet.from_dict(json.loads(fetched(f"{settings.PUBLIC_URL}/.well-known/jwks.json")))
    kid = jwt.get_unverified_header(made.token)["kid"].partition("#")[2]
    document = jwt.decode(made.token, keys[kid], algorithms=["EdDSA"], options={"verify_nbf": False})
    assert document["jti"] == document["id"]
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(made.token[:-6] + "AAAAAA", keys[kid], algorithms=["EdDSA"], options={"verify_nbf": False})


def test_badge_keeps_the_rules_of_the_specifications(team: Unit) -> None:
    made = certified(team)
    told: dict[str, Any] = jose.payload_of(made.token)
    # VCDM 2.0, 4.3: the first context is this one; Open Badges 3.0, B.1.2: the second.
    assert told["@context"] == list(badge.CONTEXTS)
    # Open Badges 3.0, B.1.2: both types.
    assert told["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    # Open Badges 3.0, 8.2.4.1: iss is the issuer's id, jti the credential's, nbf its beginning.
    assert (told["iss"], told["jti"]) == (told["issuer"]["id"], told["id"])
    # Open Badges 3.0, B.1.5: a profile; B.1.13: the subject has an id or an identifier; B.1.1: an achievement needs these.
    assert told["issuer"]["type"] == ["Profile"]
    subject = told["credentialSubject"]
    assert subject["type"] == ["AchievementSubject"]
    assert set(subject["achievement"]) >= {"id", "type", "name", "description", "criteria"}
    kinds = [(one["identityType"], one["hashed"]) for one in subject["identifier"]]
    assert kinds == [("name", False), ("emailAddress", True)]
    # Bitstring Status List, 2.1.
    status = told["credentialStatus"]
    assert (status["type"], status["statusPurpose"]) == ("BitstringStatusListEntry", "revocation")
    # Nothing of the document's number, and no address in clear.
    assert ID_CARD not in json.dumps(told)
    assert team.volunteer.email not in json.dumps(told)


def test_status_list_keeps_the_rules(team: Unit) -> None:
    made = certified(team)
    token = fetched(f"{settings.PUBLIC_URL}/credentials/status/0").decode()
    told = jose.check(token, jose.public_key(own_seed()))
    encoded = told["credentialSubject"]["encodedList"]
    # Bitstring Status List, 2.2: multibase base64url of gzip; 3.3: 16 kB at least.
    assert encoded[0] == "u"
    bits = gzip.decompress(urlsafe_b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4)))
    assert (len(bits), sum(bits)) == (16_384, 0)
    assert told["id"] == jose.payload_of(made.token)["credentialStatus"]["statusListCredential"]


def test_places_of_a_list_are_each_used_once() -> None:
    assert len({badge.place_of(serial)[1] for serial in range(badge.LIST_ENTRIES)}) == badge.LIST_ENTRIES
    assert badge.place_of(badge.LIST_ENTRIES)[0] == 1


def test_did_of_an_address_with_port_and_path() -> None:
    assert badge.did_web("http://127.0.0.1:8000", "issuers", "x") == "did:web:127.0.0.1%3A8000:issuers:x"
    assert badge.did_web("https://example.org/hp") == "did:web:example.org:hp"


def test_badge_is_signed_once_and_only_for_its_holder(team: Unit) -> None:
    made = certified(team)
    again = badge_of_certificate(certificate=Certificate.objects.get(), by=team.volunteer, at=OVER + timedelta(days=2))
    assert again == made
    with pytest.raises(Problem) as caught:
        badge_of_certificate(certificate=Certificate.objects.get(), by=team.manager, at=OVER)
    assert caught.value.code == "not_allowed"


def test_stars_badge_is_for_who_reached_them_and_ends_with_the_hours(team: Unit, officer: User) -> None:
    with pytest.raises(Problem) as caught:
        badge_of_stars(stars=1, by=team.volunteer, at=OVER)
    assert caught.value.code == "credential_unknown"
    for day in range(10, 30):
        credit(team.volunteer, officer, source=f"long:{day}", days_ago=day, hours=5)
    made = badge_of_stars(stars=1, by=team.volunteer, at=OVER)
    assert (made.stars, revoke_unreached_stars(at=OVER)) == (1, 0)
    for day in range(10, 30):
        reverse(source=f"long:{day}", why="?", by=officer, at=OVER)
    assert revoke_unreached_stars(at=OVER) == 1
    assert Credential.objects.get().revoked_at == OVER


def test_database_keeps_what_a_badge_said(team: Unit) -> None:
    certified(team)
    for change in ("token = 'x'", "serial = 99", "revoked_at = now()"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE timebank_credential SET {change}")  # noqa: S608 - our own words
    with pytest.raises(IntegrityError, match="credential_of_certificate_or_stars"), transaction.atomic():
        Credential.objects.create(serial=5, volunteer=team.volunteer, token="x", issued_at=OVER)


@pytest.mark.parametrize(("wanted", "kind"), [("svg", "image/svg+xml"), ("jwt", "application/vc+jwt")])
def test_holder_takes_the_badge_along_and_anybody_checks_it(team: Unit, wanted: str, kind: str) -> None:
    certificate = issued(team.volunteer)
    answer = signed_in(team.volunteer).post(f"/hours/certificates/{certificate.pk}/badge", {"format": wanted})
    assert (answer.status_code, answer["Content-Type"]) == (200, kind)
    page = Client().post(VERIFY, {"pasted": answer.content.decode()}, HTTP_ACCEPT_LANGUAGE="en")
    assert "This badge is genuine and valid" in page.content.decode()
    assert (page.context["holder"], page.context["issuer_name"]) == (team.volunteer.name, "城墙守望队")
    assert signed_in(team.member).post(f"/hours/certificates/{certificate.pk}/badge").status_code == 404


def test_revoked_changed_and_foreign_badges_are_told_apart(team: Unit, officer: User) -> None:
    made = certified(team)
    changed = made.token[:-4] + "AAAA"
    assert not checked(changed).is_signed
    # Signed with our key, but never issued: not in our books, not genuine.
    own = {"kid": jose.header_of(made.token)["kid"], "typ": "JWT"}
    invented = jose.sign(own_seed(), own, jose.canonical(jose.payload_of(made.token) | {"name": "?"}))
    assert not checked(invented).is_signed
    partner = platform(officer)
    told = jose.payload_of(made.token) | {"issuer": {"id": "did:web:hours.example.org", "name": "邻市"}}
    theirs = jose.sign(partner.seed, {"kid": f"did:web:hours.example.org#{partner.kid}"}, jose.canonical(told))
    found = checked(theirs)
    assert (found.is_signed, found.is_ours, found.signer) == (True, False, "邻市志愿平台")
    # A partner speaks for itself only.
    for did in ("did:web:hours.example.org.evil.example", jose.payload_of(made.token)["iss"]):
        posing = jose.sign(
            partner.seed, {"kid": f"{did}#{partner.kid}"}, jose.canonical(told | {"issuer": {"id": did}})
        )
        assert not checked(posing).is_signed
    revoke_certificate(
        certificate=Certificate.objects.get(), why="弄错了", by=team.manager, at=OVER + timedelta(days=1)
    )
    assert checked(made.token).is_revoked


@pytest.mark.parametrize(
    "text", ["", "x", "eyJ.eyJ.x", "e30.e30.x", '<svg><openbadges:credential verify="a.b.c"/></svg>']
)
def test_what_is_no_badge_is_said_so(db: None, text: str) -> None:
    page = Client().post(VERIFY, {"pasted": text})
    assert page.context.get("found") is None


def checked(token: str) -> Any:
    return Client().post(VERIFY, {"pasted": token}).context["found"]
