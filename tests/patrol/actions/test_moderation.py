from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from core.errors import NotAllowed, Stale
from core.models import AuditEntry
from patrol.actions.case_undo import undo_merge
from patrol.actions.case_union import merge_cases
from patrol.actions.cases import new_case
from patrol.actions.moderation import (
    add_to_case,
    forget_contacts,
    mark_spam,
    open_case_of,
    refuse_public_report,
    take_public_report,
)
from patrol.errors.public import CaseEnded, DecisionIncomplete, PublicReportDecided, SiteOutsideArea
from patrol.logic.public_report import Contact
from patrol.models import Case, DaySalt, FindingKind, PublicContact, PublicReport
from patrol.permissions import can_see_contact
from people.models import Role, User
from sites.models import Site
from tests.factories import make, told

NOW = make.NOW
LATER = NOW + timedelta(hours=2)
REACHED = Contact("某人", "13800000000", "")


def crack() -> FindingKind:
    return FindingKind.objects.get(code="crack")


def opened(report: PublicReport, site: Site, officer: User) -> PublicReport:
    return open_case_of(report=report, site=site, kind=crack(), severity=3, version=0, by=officer, at=LATER)


def test_open_case_of_opens_one_with_the_citizens_words(site: Site, officer: User) -> None:
    report, _secret = told.receive(text="墙裂了")
    decided = opened(report, site, officer)
    case = Case.objects.get()
    assert (case.site, case.kind_id, case.severity, case.handler, case.opened_at) == (site, "crack", 3, officer, LATER)
    assert (decided.state, decided.case, decided.decided_by, decided.decided_at) == ("in_case", case, officer, LATER)
    assert case.entries.get().note == f"{report.number}：墙裂了"
    assert AuditEntry.objects.filter(verb="decide_public_report", by_id=officer.pk).count() == 1


def test_open_case_of_joins_the_open_one_of_site_and_kind(site: Site, officer: User) -> None:
    for _ in range(2):
        opened(told.receive()[0], site, officer)
    assert (Case.objects.count(), Case.objects.get().entries.count()) == (1, 2)


def test_add_to_case_writes_a_line_and_an_ended_case_takes_none(site: Site, officer: User) -> None:
    case = opened(told.receive()[0], site, officer).case
    added = add_to_case(report=told.receive()[0], case=case, version=0, by=officer, at=LATER)
    assert (added.case, case.entries.count()) == (case, 2)
    Case.objects.update(state="dismissed", closed_at=LATER)
    with pytest.raises(CaseEnded):
        add_to_case(report=told.receive()[0], case=case, version=0, by=officer, at=LATER)


def test_refusal_needs_a_reason_and_keeps_words_for_the_citizen(site: Site, officer: User) -> None:
    report, _secret = told.receive()
    with pytest.raises(DecisionIncomplete):
        refuse_public_report(report=report, reason="", answer="", version=0, by=officer, at=LATER)
    refused = refuse_public_report(
        report=report, reason="unclear", answer=" 请补照片 ", version=0, by=officer, at=LATER
    )
    assert (refused.state, refused.reason, refused.answer, refused.case) == ("refused", "unclear", "请补照片", None)


def test_a_report_is_decided_once(site: Site, officer: User) -> None:
    report, _secret = told.receive()
    mark_spam(report=report, version=0, by=officer, at=LATER)
    with pytest.raises(PublicReportDecided):
        opened(report, site, officer)
    with pytest.raises(IntegrityError, match="is decided once"), transaction.atomic():
        PublicReport.objects.update(decided_at=LATER + timedelta(days=1))
    with pytest.raises(IntegrityError, match="is decided once"), transaction.atomic():
        PublicReport.objects.update(state="refused", reason="unclear")
    assert Case.objects.count() == 0


def test_who_saw_another_state_is_told(site: Site, officer: User) -> None:
    report, _secret = told.receive()
    with pytest.raises(Stale):
        mark_spam(report=report, version=1, by=officer, at=LATER)


def test_only_officers_of_the_area_decide_and_only_at_their_sites(site: Site, officer: User, volunteer: User) -> None:
    report, _secret = told.receive()
    far = make.user()
    make.grant(far, Role.OFFICER, "110105")
    for person in (volunteer, far):
        with pytest.raises(NotAllowed):
            mark_spam(report=report, version=0, by=person, at=LATER)
    elsewhere = make.site(district=make.district("110105", name_zh="朝阳区"))
    with pytest.raises(SiteOutsideArea):
        opened(report, elsewhere, officer)
    report.refresh_from_db()
    assert report.state == "waiting"


def test_contact_is_for_whoever_handles_it(site: Site, officer: User) -> None:
    report, _secret = told.receive(contact=REACHED)
    other = make.user()
    make.grant(other, Role.OFFICER, "110101")
    assert [can_see_contact(one, report) for one in (officer, other)] == [False, False]
    taken = take_public_report(report=report, by=officer, at=NOW)
    assert [can_see_contact(one, taken) for one in (officer, other)] == [True, False]
    assert AuditEntry.objects.filter(verb="take_public_report").count() == 1


def test_contact_goes_some_days_after_the_case_ended(site: Site, officer: User) -> None:
    report, _secret = told.receive(contact=REACHED)
    opened(report, site, officer)
    assert forget_contacts(at=NOW + timedelta(days=100)) == 0
    Case.objects.update(state="dismissed", closed_at=NOW + timedelta(days=100))
    assert forget_contacts(at=NOW + timedelta(days=129)) == 0
    assert forget_contacts(at=NOW + timedelta(days=131)) == 1
    assert (PublicContact.objects.count(), PublicReport.objects.count()) == (0, 1)


def test_contact_goes_some_days_after_a_refusal(site: Site, officer: User) -> None:
    report, _secret = told.receive(contact=REACHED)
    mark_spam(report=report, version=0, by=officer, at=LATER)
    assert (forget_contacts(at=NOW + timedelta(days=29)), forget_contacts(at=NOW + timedelta(days=31))) == (0, 1)


def test_hashes_and_salts_go_soon(site: Site) -> None:
    told.receive(visitor="a")
    forget_contacts(at=NOW + timedelta(days=3))
    assert (PublicReport.objects.get().network, PublicReport.objects.get().visitor) == ("", "")
    assert DaySalt.objects.count() == 0


def test_citizen_follows_a_case_that_is_merged_and_taken_back(site: Site, officer: User) -> None:
    report = told.receive()[0]
    case = opened(report, site, officer).case
    assert case is not None
    into = new_case(site=site, kind=crack(), severity=2, at=LATER)
    merge_cases(case=case, into=into, version=case.version, into_version=into.version, by=officer, at=LATER)
    assert PublicReport.objects.get(pk=report.pk).case == into
    merged = Case.objects.get(pk=case.pk)
    undo_merge(case=merged, version=merged.version, by=officer, at=LATER)
    assert PublicReport.objects.get(pk=report.pk).case == case
