"""Questions of campaigns: uploaded, judged line by line, tried, asked, asked no longer; and given to machines."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from core.models import AuditEntry
from patrol.models import Campaign, QuestionForm
from people.models import User
from sites.models import Site
from tests.conftest import signed_in
from tests.factories import make
from tests.factories.workbooks import workbook

ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def campaign(db: None) -> Campaign:
    return make.campaign(area="110101", name_zh="长城巡查", name_en="Wall patrol")


def upload(client: Client, campaign: Campaign, content: bytes, name: str = "人流.xlsx") -> Any:
    url = reverse("patrol:campaign_questions", args=[campaign.pk])
    return client.post(url, {"workbook": SimpleUploadedFile(name, content)}, headers=ENGLISH)


def test_upload_makes_a_version_that_is_not_asked_yet(as_officer: Client, officer: User, campaign: Campaign) -> None:
    content = workbook()
    answer = upload(as_officer, campaign, content)
    kept = QuestionForm.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/desk/questions/version/{kept.pk}/")
    assert (kept.campaign, kept.version, kept.uploaded_by, kept.is_asked) == (campaign, "2026-06", officer, False)
    assert (kept.file_name, bytes(kept.workbook), len(kept.form["questions"])) == ("人流.xlsx", content, 7)
    assert AuditEntry.objects.filter(verb="keep_questions", by=officer, target_id=str(kept.pk)).count() == 1
    page = as_officer.get(answer.headers["Location"], headers=ENGLISH)
    assert page.context["count"] == 8
    assert "not asked yet" in page.content.decode()


def test_upload_says_what_is_the_matter_and_keeps_nothing(as_officer: Client, campaign: Campaign) -> None:
    rows = [("text", "a", "甲", "A", "", "", "pulldata('f', 'c', 'k', 'x') = 1"), ("time", "b", "乙", "B")]
    answer = upload(as_officer, campaign, workbook(rows))
    assert answer.status_code == 422
    assert answer.context["bad"] == [
        "row 2, column relevant: The function pulldata() is not supported.",
        "row 3, column type: The type “time” is not supported.",
    ]
    assert QuestionForm.objects.count() == 0


def test_the_same_workbook_again_is_the_same_version(as_officer: Client, campaign: Campaign) -> None:
    content = workbook()
    assert (
        upload(as_officer, campaign, content).headers["Location"]
        == upload(as_officer, campaign, content).headers["Location"]
    )
    assert QuestionForm.objects.count() == 1


def test_other_questions_under_a_known_version_are_refused(as_officer: Client, campaign: Campaign) -> None:
    upload(as_officer, campaign, workbook())
    answer = upload(as_officer, campaign, workbook([("text", "a", "甲", "A")]))
    assert answer.status_code == 422
    assert answer.context["refusal"] == (
        "Version 2026-06 was uploaded before with other questions. Give the file a new version."
    )


def test_workbook_without_a_version_gets_the_day_and_a_number(as_officer: Client, campaign: Campaign) -> None:
    upload(as_officer, campaign, workbook(version=""))
    assert QuestionForm.objects.get().version.endswith(".1")


def test_one_version_is_asked_at_a_time(as_officer: Client, officer: User, campaign: Campaign) -> None:
    first, second = make.questions(campaign, officer, version="1"), make.questions(campaign, officer, version="2")
    for version in (first, second, second):
        assert as_officer.post(reverse("patrol:ask_questions", args=[version.pk])).status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.is_asked, first.retired_at is not None, second.is_asked) == (False, True, True)
    as_officer.post(reverse("patrol:ask_questions", args=[first.pk]))
    first.refresh_from_db()
    assert first.is_asked
    as_officer.post(reverse("patrol:stop_questions", args=[first.pk]))
    assert QuestionForm.objects.filter(activated_at__isnull=False, retired_at=None).count() == 0
    verbs = AuditEntry.objects.filter(verb__in=["ask_questions", "stop_questions"]).order_by("at", "pk")
    assert sorted(verbs.values_list("verb", flat=True)) == ["ask_questions"] * 3 + ["stop_questions"] * 3


@pytest.mark.parametrize("role", ["volunteer", "stranger"])
def test_who_neither_reviews_nor_plans_writes_no_questions(
    role: str, request: pytest.FixtureRequest, campaign: Campaign
) -> None:
    client = signed_in(request.getfixturevalue(role))
    questions = make.questions(campaign, None)
    assert client.get("/desk/questions/").status_code == 403
    assert upload(client, campaign, workbook()).status_code == 403
    assert client.post(reverse("patrol:ask_questions", args=[questions.pk])).status_code == 403


def test_officer_of_another_district_writes_no_questions_here(campaign: Campaign) -> None:
    make.grant(person := make.user(), "officer", "110105")  # type: ignore[arg-type]
    assert upload(signed_in(person), campaign, workbook()).status_code == 403
    assert list(signed_in(person).get("/desk/questions/").context["campaigns"]) == []


def test_workbook_comes_back_as_it_was(as_officer: Client, campaign: Campaign) -> None:
    content = workbook()
    page = upload(as_officer, campaign, content).headers["Location"]
    answer = as_officer.get(page + "workbook")
    assert (answer.content, answer["X-Content-Type-Options"]) == (content, "nosniff")
    assert answer["Content-Disposition"].startswith("attachment; ")


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_a_constant_number_of_questions(
    count: int, as_officer: Client, officer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        make.questions(make.campaign(area="110101"), officer, activated_at=make.NOW)
    with django_assert_num_queries(6):
        answer = as_officer.get("/desk/questions/", headers=ENGLISH)
    assert answer.content.decode().count("asks version 1") == count


def test_machines_get_the_version_asked_and_old_ones_by_name(as_volunteer: Client, campaign: Campaign) -> None:
    url = f"/api/v1/campaigns/{campaign.pk}/questions"
    assert as_volunteer.get(url).json() == {"campaign": str(campaign.pk), "form": None}
    old = make.questions(campaign, None, version="1", activated_at=make.NOW, retired_at=make.NOW)
    make.questions(campaign, None, version="2", activated_at=make.NOW)
    make.questions(campaign, None, version="3")
    assert as_volunteer.get(url).json() == {"campaign": str(campaign.pk), "form": {**make.CROWD, "version": "2"}}
    assert as_volunteer.get(url, {"version": "1"}).json()["form"] == old.form
    assert as_volunteer.get(url, {"version": "3"}).status_code == 404
    assert as_volunteer.get(f"/api/v1/campaigns/{make.uuid(1)}/questions").status_code == 404
    assert Client().get(url).status_code == 401


def test_version_never_changes_and_never_goes(campaign: Campaign) -> None:
    kept = make.questions(campaign, None)
    for change in ({"form": {}}, {"version": "9"}, {"workbook_sha256": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            QuestionForm.objects.filter(pk=kept.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        kept.delete()


def test_form_of_a_site_brings_the_questions_of_its_campaign(
    as_volunteer: Client, site: Site, campaign: Campaign
) -> None:
    url = "/api/v1/form"
    assert as_volunteer.get(url, {"site": str(site.pk)}).json()["questions"] is None
    asked = make.questions(campaign, None, activated_at=make.NOW)
    said = as_volunteer.get(url, {"site": str(site.pk)}).json()["questions"]
    assert said == {"campaign": str(campaign.pk), "form": asked.form}
    assert as_volunteer.get(url).json()["questions"] is None
