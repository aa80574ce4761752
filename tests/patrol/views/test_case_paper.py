"""The printable file of a case."""

from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from patrol.models import Case
from patrol.storage import DISPLAYS, address
from people.models import User
from sites.models import Site
from tests.conftest import signed_in
from tests.factories import cased, make, sent


@pytest.fixture
def case(volunteer: User, site: Site) -> Case:
    return cased.opened(site, volunteer)


def url_of(case: Case) -> str:
    return reverse("patrol:case_file", args=[case.pk])


def test_file_is_for_who_handles_the_case(case: Case, as_officer: Client, as_volunteer: Client, stranger: User) -> None:
    clients = (as_officer, as_volunteer, signed_in(stranger), Client())
    assert [client.get(url_of(case)).status_code for client in clients] == [200, 403, 403, 302]


def test_file_says_what_was_found_and_done(case: Case, as_officer: Client, officer: User) -> None:
    cased.closed(case, officer)
    answer = as_officer.get(url_of(case))
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "private, no-store")
    assert answer.content[:5] == b"%PDF-"
    page = as_page(answer)
    told = [word in page for word in (case.number, "北墙裂缝", "裂缝已修好", "钟楼", "已结案", "已修复")]
    assert told == [True] * 6


def test_file_shows_photos_before_and_after(
    case: Case, as_officer: Client, officer: User, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    other = make.volunteer()
    cased.asked(case, officer, other)
    after = cased.looked(case, other, officer)
    for report in (case.found.get().finding.report, after):
        file = make.photo(report, 1).file
        file.display = address(DISPLAYS, file.sha256, "jpg")
        path = tmp_path / file.display
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sent.jpeg())
        file.save()
    answer = as_officer.get(url_of(case))
    sides = [[photo.report_id for photo, _data in answer.context[side]] for side in ("before", "after")]
    assert sides == [[case.found.get().finding.report_id], [after.pk]]
    assert as_page(answer).count("data:image/jpeg;base64,") == 2


def test_file_marks_where_the_damage_was_fixed(case: Case, as_officer: Client) -> None:
    [mark] = as_officer.get(url_of(case)).context["marks"]
    # The fix lies on the site itself.
    assert (mark["number"], round(mark["x"]), round(mark["y"])) == (1, 0, 0)


def as_page(answer: Any) -> str:
    """Return the words that were drawn: a PDF holds numbers of glyphs instead."""
    names = answer.context.keys()
    return render_to_string("patrol/case_file.html", {name: answer.context[name] for name in names})
