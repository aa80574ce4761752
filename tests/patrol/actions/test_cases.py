from datetime import timedelta

from django.urls import reverse

from patrol.actions.cases import open_case_for
from patrol.models import Case, CaseEntry, Finding
from people.models import Notice, User
from people.notices import sentence
from sites.models import Site
from tests.factories import make

NOW = make.NOW


def found(person: User, place: Site, severity: int = 3, kind: str = "crack") -> Finding:
    report = make.report(person, place)
    return Finding.objects.create(report=report, kind_id=kind, severity=severity, note="北墙裂缝", position=0)


def test_open_case_for_opens_with_number_and_deadline(volunteer: User, officer: User, site: Site) -> None:
    finding = found(volunteer, site)
    case = open_case_for(finding=finding, at=NOW)
    assert (case.number, case.kind_id, case.severity, case.state) == ("WX-2026-00001", "crack", 3, "found")
    assert (case.opened_at, case.due_at, case.closed_at) == (NOW, NOW + timedelta(hours=24), None)
    entry = CaseEntry.objects.get(case=case)
    assert (entry.finding, entry.report, entry.by, entry.note) == (finding, finding.report, volunteer, "北墙裂缝")


def test_open_case_for_tells_officers_and_the_volunteer(volunteer: User, officer: User, site: Site) -> None:
    case = open_case_for(finding=found(volunteer, site), at=NOW)
    assert dict(Notice.objects.values_list("user_id", "url")) == {
        officer.pk: reverse("patrol:case", args=[case.pk]),
        volunteer.pk: reverse("patrol:mine"),
    }
    assert {notice.kind for notice in Notice.objects.all()} == {"case_opened"}
    assert {sentence(notice).count("钟楼") for notice in Notice.objects.all()} == {1}


def test_open_case_for_the_same_finding_is_done_once(volunteer: User, site: Site) -> None:
    finding = found(volunteer, site)
    assert open_case_for(finding=finding, at=NOW) == open_case_for(finding=finding, at=NOW)
    assert (Case.objects.count(), CaseEntry.objects.count()) == (1, 1)


def test_open_case_for_adds_to_the_open_case_of_site_and_kind(volunteer: User, officer: User, site: Site) -> None:
    first = open_case_for(finding=found(volunteer, site), at=NOW)
    notices = Notice.objects.count()
    again = open_case_for(finding=found(make.volunteer(), site, severity=4), at=NOW + timedelta(hours=2))
    assert (again.pk, again.severity, again.due_at) == (first.pk, 4, NOW + timedelta(hours=3))
    assert (first.entries.count(), Notice.objects.count()) == (2, notices)


def test_open_case_for_keeps_the_graver_severity(volunteer: User, site: Site) -> None:
    first = open_case_for(finding=found(volunteer, site, severity=4), at=NOW)
    again = open_case_for(finding=found(volunteer, site, severity=3), at=NOW)
    assert (again.severity, again.due_at) == (4, first.due_at)


def test_open_case_for_another_kind_site_or_closed_case_opens_the_next(volunteer: User, site: Site) -> None:
    first = open_case_for(finding=found(volunteer, site), at=NOW)
    Case.objects.filter(pk=first.pk).update(state="closed", closed_at=NOW)
    numbers = [
        open_case_for(finding=finding, at=NOW).number
        for finding in (
            found(volunteer, site),
            found(volunteer, site, kind="collapse"),
            found(volunteer, make.site()),
        )
    ]
    assert numbers == ["WX-2026-00002", "WX-2026-00003", "WX-2026-00004"]


def test_open_case_for_counts_each_year_anew(volunteer: User, site: Site) -> None:
    open_case_for(finding=found(volunteer, site), at=NOW)
    # The year turns in Shanghai eight hours before it does in Greenwich.
    new_year = NOW.replace(month=12, day=31, hour=17)
    assert open_case_for(finding=found(volunteer, make.site()), at=new_year).number == "WX-2027-00001"
