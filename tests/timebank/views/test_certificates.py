"""The certificate's pages: asked for, printed, proved; and its unit's."""

import re
import zlib
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from people.models import User
from tests.conftest import signed_in
from tests.factories import make
from tests.timebank.certified import ID_CARD, Unit, asked, issued, unit
from timebank.actions import award
from timebank.models import Certificate, Issuer

ENGLISH = {"Accept-Language": "en"}
OWN, PUBLISHED, HANDLED = "/hours/certificates/", "/hours/certificates/published/", "/hours/certificates/handled/"


@pytest.fixture
def team(officer: User) -> Unit:
    return unit(officer)


def test_certificate_is_asked_for_with_an_identity_card(team: Unit) -> None:
    body = {"document": "id_card", "document_number": f" {ID_CARD[:6]} {ID_CARD[6:]}"}
    answer = signed_in(team.volunteer).post(OWN, body)
    certificate = Certificate.objects.get()
    assert (answer.status_code, certificate.document_shown) == (302, "110*************" + ID_CARD[-2:])


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"document": "id_card", "document_number": "110101199003071230"}, "document_number"),
        ({"document": "passport", "document_number": ""}, "document_number"),
        ({"first_on": "2026-05-02", "last_on": "2026-05-01"}, "last_on"),
        ({"first_on": "2020-01-01", "last_on": "2020-01-02"}, "__all__"),
    ],
)
def test_wish_that_cannot_be_met_says_why_and_keeps_what_was_typed(team: Unit, body: Any, field: str) -> None:
    answer = signed_in(team.volunteer).post(OWN, body)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Certificate.objects.count() == 0


def test_paper_is_a_pdf_for_the_person_and_who_handles_it(team: Unit) -> None:
    certificate = issued(team.volunteer)
    for reader in (team.volunteer, team.manager):
        answer = signed_in(reader).get(f"{OWN}{certificate.pk}/paper.pdf")
        assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
    assert signed_in(team.member).get(f"{OWN}{certificate.pk}/paper.pdf").status_code == 404


def test_paper_shows_the_number_in_full_only_to_who_types_it(team: Unit) -> None:
    certificate = issued(team.volunteer, document="id_card", document_number=ID_CARD)
    client, address = signed_in(team.volunteer), f"{OWN}{certificate.pk}/paper.pdf"
    assert client.get(address).context["document_number"] == certificate.document_shown
    assert client.post(address, {"document_number": ID_CARD}).context["document_number"] == ID_CARD
    assert client.post(address, {"document_number": "E12345678"}).status_code == 422


def test_paper_of_one_in_public_notice_is_not_there_yet(team: Unit) -> None:
    certificate = asked(team.volunteer)
    assert signed_in(team.volunteer).get(f"{OWN}{certificate.pk}/paper.pdf").status_code == 409
    assert Client().get(f"/hours/verify/{certificate.token}/").status_code == 404


def test_anybody_with_the_address_reads_what_the_paper_says_and_no_more(team: Unit, client: Client) -> None:
    certificate = issued(team.volunteer, document="id_card", document_number=ID_CARD)
    text = client.get(f"/hours/verify/{certificate.token}/", headers=ENGLISH).content.decode()
    told = (certificate.name, certificate.number, "王队长", "6 h 00 min", certificate.document_shown)
    assert [word for word in told if word not in text] == []
    assert [word for word in (team.volunteer.email, ID_CARD) if word in text] == []
    assert text.count("This certificate is genuine and valid") == 1


def test_address_nobody_gave_is_no_certificate(client: Client, db: None) -> None:
    answer = client.get("/hours/verify/made-up/", headers=ENGLISH)
    assert (answer.status_code, answer.content.decode().count("No certificate has this address")) == (404, 1)


def test_revoked_certificate_says_so(team: Unit, client: Client) -> None:
    certificate = issued(team.volunteer)
    signed_in(team.manager).post(f"{OWN}{certificate.pk}/end/", {"text": "重复计时"})
    text = client.get(f"/hours/verify/{certificate.token}/", headers=ENGLISH).content.decode()
    assert (text.count("This certificate holds no more"), text.count("重复计时")) == (1, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_published_ones_are_seen_inside_the_unit(
    count: int, team: Unit, officer: User, stranger: User, django_assert_num_queries: Any
) -> None:
    asked(team.volunteer)
    for _ in range(count - 1):
        other = unit(officer)
        other.volunteer.volunteer.organisation = team.organisation
        other.volunteer.volunteer.save()
        Issuer.objects.filter(organisation=other.organisation).delete()
        asked(other.volunteer)
    client = signed_in(team.member)
    with django_assert_num_queries(7):
        rows = client.get(PUBLISHED).context["rows"]
    assert (len(rows), len(signed_in(stranger).get(PUBLISHED).context["rows"])) == (count, 0)


def test_objection_and_answer_by_their_pages(team: Unit) -> None:
    certificate = asked(team.volunteer)
    signed_in(team.member).post(f"{OWN}{certificate.pk}/object/", {"text": "那天他不在"})
    objection = certificate.objections.get()
    page = signed_in(team.manager).get(HANDLED).content.decode()
    assert page.count("那天他不在") == 1
    signed_in(team.manager).post(f"{OWN}objections/{objection.pk}/answer/", {"text": "查过了"})
    objection.refresh_from_db()
    assert (objection.answer, objection.answered_by) == ("查过了", team.manager)


def test_wish_is_taken_back_by_its_page(team: Unit) -> None:
    certificate = asked(team.volunteer)
    assert signed_in(team.member).post(f"{OWN}{certificate.pk}/withdraw/").status_code == 404
    signed_in(team.volunteer).post(f"{OWN}{certificate.pk}/withdraw/")
    certificate.refresh_from_db()
    assert certificate.state == "withdrawn"


def test_issuer_and_seal_are_kept(team: Unit) -> None:
    body = {
        "name": "城墙队",
        "person_in_charge": "王",
        "handler": "李",
        "contact": "010",
        "seal_file": picture((800, 600)),
    }
    answer = signed_in(team.manager).post(f"{OWN}issuers/{team.organisation.pk}/", body)
    issuer = Issuer.objects.get()
    assert (answer.status_code, issuer.name) == (302, "城墙队")
    with Image.open(BytesIO(bytes(issuer.seal or b""))) as seal:
        assert (seal.format, seal.size) == ("PNG", (480, 360))


@pytest.mark.parametrize("content", [b"no picture", b"\x89PNG\r\n\x1a\n broken", b"x" * 400_000])
def test_seal_that_is_no_picture_is_refused(team: Unit, content: bytes) -> None:
    body = {"name": "城墙队", "person_in_charge": "王", "handler": "李", "contact": "010"}
    file = SimpleUploadedFile("seal.png", content, "image/png")
    answer = signed_in(team.manager).post(f"{OWN}issuers/{team.organisation.pk}/", {**body, "seal_file": file})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["seal_file"])


def picture(size: tuple[int, int]) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGBA", size, "red").save(out, "PNG")
    return SimpleUploadedFile("seal.png", out.getvalue(), "image/png")


def test_paper_stays_on_one_page_with_long_names(team: Unit, officer: User) -> None:
    for number in range(12):
        start = make.NOW - timedelta(days=60 + number)
        award(
            volunteer=team.volunteer, starts_at=start, ends_at=start + timedelta(hours=1), source=f"long:{number}",
            title=(f"巡查：清陆军部和海军部旧址第{number}段", ""), url="", organisation_name="京华文物守望志愿者协会（演示）",
            by=officer, at=make.NOW,
        )  # fmt: skip
    certificate = issued(team.volunteer, document="id_card", document_number=ID_CARD)
    paper = signed_in(team.volunteer).get(f"{OWN}{certificate.pk}/paper.pdf", HTTP_ACCEPT_LANGUAGE="zh-hans").content
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", paper, re.DOTALL)
    told = paper + b"".join(zlib.decompressobj().decompress(one) for one in packed if one[:1] == b"x")
    # The first tree is that of the pages; the others are the outline's.
    assert re.findall(rb"/Count (\d+)", told)[0] == b"1"
