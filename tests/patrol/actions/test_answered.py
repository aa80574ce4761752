"""Answers to a campaign's questions: checked again by their own version, kept whatever they are."""

from typing import Any

import pytest

from patrol.actions.reports import submit_report
from patrol.models import Campaign, Report
from people.models import User
from sites.models import Site
from tests.factories import make, sent

PHOTOS = [sent.jpeg(1), sent.jpeg(2)]
GOOD = {"crowd": "yes", "people": "12"}


@pytest.fixture
def campaign(db: None) -> Campaign:
    return make.campaign(area="110101")


def submit(person: User, site: Site, form: Any, **fields: Any) -> Report:
    said = sent.payload(site, PHOTOS, **({} if form is None else {"form": form}), **fields)
    return submit_report(submission=sent.submission(said), photos=sent.streams(PHOTOS), by=person, at=make.NOW)


@pytest.mark.parametrize(
    ("form", "odd"),
    [
        ({"version": "2", "answers": GOOD}, []),
        ({"version": "2", "answers": {"crowd": "no"}}, []),
        ({"version": "2", "answers": {**GOOD, "people": 12}}, []),
        ({"version": "1", "answers": GOOD}, []),
        ({"version": "2", "answers": {"crowd": "yes"}}, ["form_odd"]),
        ({"version": "2", "answers": {"crowd": "yes", "people": "-1"}}, ["form_odd"]),
        ({"version": "2", "answers": {"crowd": "perhaps"}}, ["form_odd"]),
        ({"version": "2", "answers": {"crowd": "no", "people": "3"}}, ["form_odd"]),
        ({"version": "2", "answers": {"crowd": "no", "stray": ["a", {"b": 1}]}}, ["form_odd"]),
        ({"version": "3", "answers": GOOD}, ["form_unknown"]),
        ({"version": "nobody's", "answers": GOOD}, ["form_unknown"]),
        (None, ["form_missing"]),
    ],
)
def test_answers_are_checked_by_the_version_they_name(
    volunteer: User, site: Site, campaign: Campaign, form: Any, odd: list[str]
) -> None:
    make.questions(campaign, None, version="1", activated_at=make.NOW, retired_at=make.NOW)
    make.questions(campaign, None, version="2", activated_at=make.NOW)
    make.questions(campaign, None, version="3")
    report = submit(volunteer, site, form)
    assert [code for code in report.irregularities if code != "no_assignment"] == odd
    assert report.payload.get("form") == form


def test_answers_outside_a_campaign_are_kept(volunteer: User, site: Site) -> None:
    report = submit(volunteer, site, {"version": "1", "answers": GOOD})
    assert report.irregularities == ["no_assignment", "outside_campaign", "form_unknown"]


def test_visit_without_change_is_asked_no_questions(volunteer: User, site: Site, campaign: Campaign) -> None:
    make.questions(campaign, None, activated_at=make.NOW)
    assert submit(volunteer, site, None, kind="unchanged").irregularities == ["no_assignment"]


def test_campaign_that_asks_nothing_misses_nothing(volunteer: User, site: Site, campaign: Campaign) -> None:
    make.questions(campaign, None)
    assert submit(volunteer, site, None).irregularities == ["no_assignment"]
