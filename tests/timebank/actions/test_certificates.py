"""A certificate is asked for, published for a week, issued; it never says anything else afterwards."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import NotAllowed
from people.models import Notice, User
from tests.factories import make
from tests.timebank.certified import ASKED, OVER, Unit, asked, issued, unit
from tests.timebank.test_walls import credit
from timebank.actions.certificates import (
    answer_objection,
    issue_certificate,
    issue_due_certificates,
    object_to_certificate,
    revoke_certificate,
    withdraw_certificate,
)
from timebank.errors import CertificateOver, CertificateWaits, IssuerMissing, NothingServed, NoticeRuns
from timebank.logic.certificate import is_number
from timebank.models import Certificate, Issuer


@pytest.fixture
def team(officer: User) -> Unit:
    return unit(officer)


def fate(certificate: Certificate) -> str:
    certificate.refresh_from_db()
    return certificate.state


def test_certificate_holds_what_the_ledger_says(team: Unit) -> None:
    certificate = asked(team.volunteer, document="passport", document_number="E12345678")
    assert (certificate.seconds, certificate.times, certificate.state) == (3 * 7_200, 3, "announced")
    assert (certificate.document_shown, is_number(certificate.number)) == ("E12****78", True)
    assert [(line["title"], line["times"], line["seconds"]) for line in certificate.content] == [("巡查", 3, 21_600)]


def test_certificate_of_a_time_holds_the_service_of_its_days(team: Unit) -> None:
    day = timezone.localdate(ASKED) - timedelta(days=2)
    certificate = asked(team.volunteer, first_on=day, last_on=day)
    assert (certificate.times, certificate.first_on, certificate.last_on) == (1, day, day)


def test_certificate_is_issued_after_its_week_and_tells_the_person(team: Unit) -> None:
    certificate = asked(team.volunteer)
    assert issue_due_certificates(at=OVER - timedelta(seconds=1)) == 0
    assert issue_due_certificates(at=OVER) == 1
    assert (fate(certificate), certificate.issuer["person_in_charge"]) == ("issued", "王队长")
    assert Notice.objects.get(user=team.volunteer).kind == "certificate_issued"
    assert issue_due_certificates(at=OVER) == 0


def test_objection_holds_the_certificate_until_it_is_answered(team: Unit) -> None:
    certificate = asked(team.volunteer)
    objection = object_to_certificate(certificate=certificate, text="那天他不在", by=team.member, at=ASKED)
    assert issue_due_certificates(at=OVER) == 0
    with pytest.raises(NoticeRuns):
        issue_certificate(certificate=certificate, at=OVER)
    answer_objection(objection=objection, answer="查过照片，他在", by=team.manager, at=ASKED)
    assert (issue_due_certificates(at=OVER), fate(certificate)) == (1, "issued")


def test_another_objection_answered_does_not_let_one_pass_that_waits(team: Unit) -> None:
    certificate = asked(team.volunteer)
    first = object_to_certificate(certificate=certificate, text="一", by=team.member, at=ASKED)
    object_to_certificate(certificate=certificate, text="二", by=team.member, at=ASKED)
    answer_objection(objection=first, answer="好", by=team.manager, at=ASKED)
    assert (issue_due_certificates(at=OVER), fate(certificate)) == (0, "announced")


def test_certificate_is_withdrawn_where_the_ledger_grew_inside_its_time(team: Unit, officer: User) -> None:
    day = timezone.localdate(ASKED)
    certificate = asked(team.volunteer, first_on=day - timedelta(days=9), last_on=day)
    credit(team.volunteer, officer, source="late", days_ago=2, hours_later=5)
    assert (issue_due_certificates(at=OVER), fate(certificate)) == (0, "withdrawn")
    assert Notice.objects.get(user=team.volunteer).kind == "certificate_withdrawn"


def test_wish_is_taken_back_by_the_person_and_can_be_made_again(team: Unit) -> None:
    certificate = asked(team.volunteer)
    with pytest.raises(CertificateWaits):
        asked(team.volunteer)
    withdraw_certificate(certificate=certificate, why="填错了", by=team.volunteer, at=ASKED)
    assert (fate(certificate), Notice.objects.count()) == ("withdrawn", 0)
    assert asked(team.volunteer).state == "announced"


def test_revoked_certificate_says_why(team: Unit) -> None:
    certificate = issued(team.volunteer)
    revoke_certificate(certificate=certificate, why="重复计时", by=team.manager, at=OVER)
    assert (fate(certificate), certificate.ended_why) == ("revoked", "重复计时")
    with pytest.raises(CertificateOver):
        revoke_certificate(certificate=certificate, why="again", by=team.manager, at=OVER)


def test_without_service_or_issuer_there_is_no_certificate(team: Unit) -> None:
    with pytest.raises(NothingServed):
        asked(team.member)
    Issuer.objects.all().delete()
    with pytest.raises(IssuerMissing):
        asked(team.volunteer)
    with pytest.raises(IssuerMissing):
        asked(make.volunteer())


def test_strangers_neither_object_nor_answer_nor_end(team: Unit, stranger: User) -> None:
    certificate = asked(team.volunteer)
    objection = object_to_certificate(certificate=certificate, text="一", by=team.manager, at=ASKED)
    for by in (stranger, team.member):
        with pytest.raises(NotAllowed):
            answer_objection(objection=objection, answer="x", by=by, at=ASKED)
        with pytest.raises(NotAllowed):
            withdraw_certificate(certificate=certificate, why="x", by=by, at=ASKED)
    with pytest.raises(NotAllowed):
        object_to_certificate(certificate=certificate, text="x", by=stranger, at=ASKED)
    with pytest.raises(NotAllowed):
        answer_objection(objection=objection, answer="to myself", by=team.manager, at=ASKED)


@pytest.mark.parametrize(
    ("change", "wall"),
    [
        ({"seconds": 1}, "certificate_stays"),
        ({"name": "别人"}, "certificate_stays"),
        ({"state": "announced", "issued_at": None}, "certificate_stays"),
        ({"issuer": {}}, "certificate_stays"),
        ({"state": "revoked", "ended_at": OVER}, "certificate_ended_says_why"),
    ],
)
def test_database_keeps_what_a_certificate_says(team: Unit, change: dict[str, Any], wall: str) -> None:
    certificate = issued(team.volunteer)
    with pytest.raises(IntegrityError, match=wall), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(**change)
    with pytest.raises(IntegrityError, match="append-only: DELETE"), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).delete()


def test_database_lets_nothing_be_issued_within_the_week_or_over_an_objection(team: Unit) -> None:
    certificate = asked(team.volunteer)
    early = {"state": "issued", "issued_at": OVER - timedelta(seconds=1)}
    with pytest.raises(IntegrityError, match="certificate_published_for_a_week"), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(**early)
    object_to_certificate(certificate=certificate, text="一", by=team.member, at=ASKED)
    with pytest.raises(IntegrityError, match="waits for its answer"), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(state="issued", issued_at=OVER)
