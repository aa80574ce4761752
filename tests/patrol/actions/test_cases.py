from datetime import timedelta

import pytest
from django.contrib.gis.geos import LineString
from django.db import IntegrityError, transaction
from django.urls import reverse

from patrol.actions.cases import open_case_for
from patrol.models import Case, CaseEntry, CaseFinding, PhotoFile
from people.models import Notice, User
from people.notices import sentence
from sites.models import Site
from tests.factories import make
from tests.factories.cased import found

NOW = make.NOW


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
        volunteer.pk: reverse("patrol:my_case", args=[case.pk]),
    }
    assert {notice.kind for notice in Notice.objects.all()} == {"case_opened"}
    assert {sentence(notice).count("钟楼") for notice in Notice.objects.all()} == {1}


def test_open_case_for_the_same_finding_is_done_once(volunteer: User, site: Site) -> None:
    finding = found(volunteer, site)
    assert open_case_for(finding=finding, at=NOW) == open_case_for(finding=finding, at=NOW)
    assert (Case.objects.count(), CaseEntry.objects.count()) == (1, 1)


def test_open_case_for_adds_the_same_kind_at_the_same_spot_to_its_case(
    volunteer: User, officer: User, site: Site
) -> None:
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
    Case.objects.filter(pk=first.pk).update(state="dismissed", closed_at=NOW)
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


def test_open_case_for_says_in_the_timeline_why_a_finding_joined(volunteer: User, site: Site) -> None:
    case = open_case_for(finding=found(volunteer, site), at=NOW)
    again = found(make.volunteer(), site, east_m=12)
    assert open_case_for(finding=again, at=NOW) == case
    line = case.entries.get(kind="joined")
    assert (line.finding, line.report, line.extra) == (
        again,
        again.report,
        {"reasons": [["same_kind", None], ["distance", 12]], "is_by_system": True},
    )


def test_two_cracks_of_a_long_wall_are_two_cases(volunteer: User) -> None:
    wall = make.site(geom=LineString((116.38, 39.94), (116.40, 39.94), srid=4326))
    first = open_case_for(finding=found(volunteer, wall), at=NOW)
    second = open_case_for(finding=found(make.volunteer(), wall, east_m=300), at=NOW)
    third = open_case_for(finding=found(make.volunteer(), wall, east_m=290), at=NOW)
    assert (first == second, third == second) == (False, True)


def test_photo_of_the_same_damage_joins_where_the_fix_is_some_way_off(volunteer: User, site: Site) -> None:
    first, far = found(volunteer, site), found(make.volunteer(), site, east_m=100)
    for finding, phash in ((first, 0b1010), (far, 0b1011)):
        photo = make.photo(finding.report, 1)
        PhotoFile.objects.filter(pk=photo.file_id).update(phash=phash)
    case = open_case_for(finding=first, at=NOW)
    assert open_case_for(finding=far, at=NOW) == case


def test_finding_is_never_in_two_cases(volunteer: User, site: Site) -> None:
    finding = found(volunteer, site)
    open_case_for(finding=finding, at=NOW)
    other = open_case_for(finding=found(volunteer, site, kind="collapse"), at=NOW)
    with pytest.raises(IntegrityError, match="case_finding_in_one_case"), transaction.atomic():
        CaseFinding.objects.create(finding=finding, case=other, at=NOW)


def test_priority_and_time_follow_severity(volunteer: User, site: Site) -> None:
    cases = [open_case_for(finding=found(volunteer, make.site(), severity=one), at=NOW) for one in (2, 3, 4)]
    assert [(case.priority, case.due_at - NOW) for case in cases if case.due_at] == [
        ("normal", timedelta(hours=168)),
        ("high", timedelta(hours=24)),
        ("urgent", timedelta(hours=1)),
    ]
