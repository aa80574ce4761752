"""The officer reads what was answered to the campaign's questions, and what of it does not hold."""

from typing import Any

from django.test import Client

from patrol.models import Report
from people.models import User
from sites.models import Site
from tests.factories import make

ENGLISH = {"Accept-Language": "en"}


def rows(client: Client, report: Report) -> Any:
    return client.get(f"/desk/reports/{report.pk}/", headers=ENGLISH).context["questions"]


def test_answers_stand_in_words_with_what_does_not_hold(as_officer: Client, volunteer: User, site: Site) -> None:
    campaign = make.campaign(area="110101")
    make.questions(campaign, None, activated_at=make.NOW, retired_at=make.NOW)
    answers = {"crowd": "yes", "people": "-3", "queue": "ab" * 32, "stray": "?"}
    payload = {"form": {"version": "1", "answers": answers}}
    report = make.report(volunteer, site, campaign=campaign, payload=payload)
    make.photo(report, 0, "ab" * 32)
    assert rows(as_officer, report) == {
        "version": "1",
        "is_known": True,
        "rows": [
            {"label": "Is it crowded?", "answer": "Yes", "url": "", "trouble": ""},
            {"label": "How many?", "answer": "-3", "url": "", "trouble": "This value is not allowed here."},
            {
                "label": "Picture of the queue",
                "answer": "picture",
                "url": f"/media/photos/{'ab' * 32}/display",
                "trouble": "",
            },
            {"label": "stray", "answer": "?", "url": "", "trouble": "There is no such question."},
        ],
    }


def test_required_answer_that_is_missing_is_named(as_officer: Client, volunteer: User, site: Site) -> None:
    campaign = make.campaign(area="110101")
    make.questions(campaign, None, activated_at=make.NOW)
    report = make.report(volunteer, site, campaign=campaign, payload={"form": {"version": "1", "answers": {}}})
    assert rows(as_officer, report)["rows"] == [
        {"label": "Is it crowded?", "answer": "", "url": "", "trouble": "This question must be answered."}
    ]


def test_answers_to_an_unknown_version_are_shown_as_they_came(as_officer: Client, volunteer: User, site: Site) -> None:
    payload = {"form": {"version": "9", "answers": {"a": ["x", "y"], "b": 2}}}
    report = make.report(volunteer, site, payload=payload)
    said = rows(as_officer, report)
    assert (said["is_known"], [(row["label"], row["answer"]) for row in said["rows"]]) == (
        False,
        [("a", "x y"), ("b", "2")],
    )


def test_report_without_answers_shows_none(as_officer: Client, volunteer: User, site: Site) -> None:
    assert rows(as_officer, make.report(volunteer, site)) is None
