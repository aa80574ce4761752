"""The report's page: votes that nobody sees too early, second looks, appeals, and what is offered to whom."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from patrol.actions.review import accept_report, appeal_decision, decide_report, reject_report
from patrol.models import Appeal, ManualEntry, Opinion, ReasonTemplate, Report, Review, SpotCheck
from people.models import Role, User
from tests.conftest import signed_in
from tests.factories import make
from tests.patrol.actions import reviewing

NOW = make.NOW


@pytest.fixture
def judges(db: None) -> list[User]:
    return reviewing.officers(3)


def page_of(report: Report) -> str:
    return reverse("patrol:report", args=[report.pk])


def decide(person: User, report: Report, decision: str = "accept", reason: str = "", version: int = 0) -> Any:
    said = {"decision": decision, "reason": reason, "version": version}
    return signed_in(person).post(page_of(report), said)


def offered(answer: Any) -> list[str]:
    return [value for value in ("accept", "more", "reject") if f'value="{value}"' in answer.content.decode()]


def test_a_vote_is_nobody_elses_before_they_voted(volunteer: User, judges: list[User]) -> None:
    report = reviewing.severe(volunteer)
    decide(judges[0], report, "reject", "照片里是别处")
    second = signed_in(judges[1]).get(page_of(report))
    assert ("照片里是别处" in second.content.decode(), judges[0].name in second.content.decode()) == (False, False)
    assert (second.context["vote_count"], offered(second)) == (1, ["accept", "more", "reject"])
    own = signed_in(judges[0]).get(page_of(report))
    assert (own.content.decode().count("照片里是别处"), offered(own)) == (1, [])


def test_the_third_is_offered_the_two_votes_only(volunteer: User, judges: list[User]) -> None:
    report = reviewing.severe(volunteer)
    decide(judges[0], report)
    decide(judges[1], report, "more", "补远景")
    third = signed_in(judges[2]).get(page_of(report))
    assert offered(third) == ["accept", "more"]
    late = decide(judges[2], report, "reject", "不行")
    assert (late.status_code, Review.objects.get().state) == (409, "pending")
    assert decide(judges[2], report, "more", "请补远景").status_code == 302
    assert Review.objects.get().state == "more"


def test_a_second_vote_of_ones_own_is_refused_on_the_page(volunteer: User, judges: list[User]) -> None:
    report = reviewing.severe(volunteer)
    decide(judges[0], report)
    again = decide(judges[0], report)
    assert (again.status_code, Opinion.objects.count(), bool(again.context["refusal"])) == (409, 1, True)


def test_what_was_entered_by_hand_is_not_offered_inside_the_house(volunteer: User, judges: list[User]) -> None:
    report = reviewing.routine(volunteer)
    ManualEntry.objects.create(report=report, filed_by=judges[0])
    assert offered(signed_in(judges[0]).get(page_of(report))) == []
    assert decide(judges[0], report).status_code == 403
    assert list(signed_in(judges[0]).get(reverse("patrol:inbox")).context["page"]) == []
    assert len(signed_in(judges[0]).get(reverse("patrol:inbox"), {"show": "others"}).context["page"]) == 1


def test_after_a_vote_the_next_report_of_the_list_follows(volunteer: User, judges: list[User]) -> None:
    first, second = reviewing.severe(volunteer), reviewing.severe(volunteer)
    third = reviewing.routine(volunteer)
    inbox = signed_in(judges[0]).get(reverse("patrol:inbox")).context["page"]
    assert [one.pk for one in inbox] == [first.pk, second.pk, third.pk]
    assert decide(judges[0], second).url == page_of(third)
    client = signed_in(judges[1])
    said = {"decision": "accept", "reason": "", "version": 0}
    filtered = client.post(f"{page_of(first)}?severity_from=3", said)
    assert filtered.url == f"{page_of(second)}?show=waiting&severity_from=3"


@pytest.mark.parametrize(
    ("answer", "state", "outcome"), [("stands", "accepted", "stands"), ("overturn", "rejected", "overturned")]
)
def test_a_spot_check_is_answered(answer: str, state: str, outcome: str, volunteer: User, judges: list[User]) -> None:
    report = make.report(volunteer, make.site(), photos=2)
    accept_report(report=report, version=0, by=judges[0], at=NOW)
    client, place = signed_in(judges[1]), reverse("patrol:second_look", args=[report.pk])
    inbox = client.get(reverse("patrol:inbox"), {"show": "checks"}).context["page"]
    assert [one.pk for one in inbox] == [report.pk]
    assert list(signed_in(judges[0]).get(reverse("patrol:inbox"), {"show": "checks"}).context["page"]) == []
    assert client.post(place, {"answer": "overturn", "version": 1}).status_code == 422
    said = {"answer": answer, "version": 1, "reason": "照片不符"}
    assert client.post(place, said).url == reverse("patrol:inbox")
    assert (Review.objects.get().state, SpotCheck.objects.get().outcome) == (state, outcome)
    assert client.post(place, said).status_code in (403, 409)


def test_who_accepted_is_not_offered_the_second_look(volunteer: User, judges: list[User]) -> None:
    report = make.report(volunteer, make.site(), photos=2)
    accept_report(report=report, version=0, by=judges[0], at=NOW)
    pages = [signed_in(person).get(page_of(report)).content.decode() for person in judges[:2]]
    assert ['value="overturn"' in page for page in pages] == [False, True]
    said = {"answer": "stands", "version": 1}
    assert signed_in(judges[0]).post(reverse("patrol:second_look", args=[report.pk]), said).status_code == 403


def test_a_volunteer_appeals_on_a_page(volunteer: User, as_volunteer: Client, judges: list[User]) -> None:
    now = timezone.now()
    report = reviewing.routine(volunteer)
    reject_report(report=report, reason="未到现场", version=0, by=judges[0], at=now)
    receipt = as_volunteer.get(reverse("patrol:receipt", args=[report.pk])).content.decode()
    place = reverse("patrol:appeal", args=[report.pk])
    assert place in receipt
    assert as_volunteer.post(place, {"text": " "}).status_code == 422
    assert as_volunteer.post(place, {"text": "我在后院"}).url == reverse("patrol:receipt", args=[report.pk])
    assert as_volunteer.post(place, {"text": "再说一次"}).status_code == 409
    assert place not in as_volunteer.get(reverse("patrol:receipt", args=[report.pk])).content.decode()
    assert Appeal.objects.get().text == "我在后院"


def test_the_page_of_an_appeal_that_is_too_late(volunteer: User, as_volunteer: Client, judges: list[User]) -> None:
    report = reviewing.routine(volunteer)
    reject_report(report=report, reason="x", version=0, by=judges[0], at=timezone.now() - timedelta(days=16))
    place = reverse("patrol:appeal", args=[report.pk])
    assert b"<textarea" not in as_volunteer.get(place).content
    assert as_volunteer.post(place, {"text": "我在后院"}).status_code == 409


def test_an_appeal_is_answered_by_somebody_new(volunteer: User, judges: list[User]) -> None:
    report = reviewing.routine(volunteer)
    reject_report(report=report, reason="x", version=0, by=judges[0], at=NOW)
    report.refresh_from_db()
    appeal_decision(report=report, text="我在后院", by=volunteer, at=NOW)
    shown = [signed_in(one).get(reverse("patrol:inbox"), {"show": "appeals"}).context["page"] for one in judges[:2]]
    assert [[one.pk for one in page] for page in shown] == [[], [report.pk]]
    place, said = reverse("patrol:answer_appeal", args=[report.pk]), {"outcome": "reversed", "reply": "成立"}
    assert signed_in(judges[0]).post(place, said).status_code == 403
    assert signed_in(judges[1]).post(place, {"outcome": "reversed", "reply": ""}).status_code == 422
    assert signed_in(judges[1]).post(place, said).status_code == 302
    assert signed_in(judges[2]).post(place, said).status_code == 409
    assert (Review.objects.get().state, Appeal.objects.get().outcome) == ("accepted", "reversed")


def test_filters_stay_in_the_address(volunteer: User, as_officer: Client) -> None:
    weak = reviewing.scored(make.report(volunteer, make.site(name_zh="天宁寺"), severity=1), 40, needs_person=True)
    reviewing.routine(volunteer)
    url = reverse("patrol:inbox")
    for query, rows in (
        ({"evidence": "weak"}, 1),
        ({"evidence": "clean"}, 1),
        ({"evidence": "strange"}, 2),
        ({"severity_from": "1"}, 1),
        ({"severity_from": "x"}, 2),
        ({"severity_from": "9"}, 2),
        ({"q": "天宁"}, 1),
        ({"district": "110105"}, 0),
        ({"late": "on"}, 2),
    ):
        shown = as_officer.get(url, query)
        assert (query, len(shown.context["page"])) == (query, rows)
    row = as_officer.get(url, {"evidence": "weak"}).content.decode()
    assert f"{page_of(weak)}?show=waiting&amp;evidence=weak" in row


def test_what_is_past_its_time_comes_first(volunteer: User, as_officer: Client) -> None:
    now = timezone.now()
    fresh = reviewing.scored(make.report(volunteer, make.site(), received_at=now), 40, needs_person=True)
    late = reviewing.scored(make.report(volunteer, make.site(), received_at=now - timedelta(days=4)), 99)
    shown = as_officer.get(reverse("patrol:inbox")).context["page"]
    assert [(one.pk, one.is_late) for one in shown] == [(late.pk, True), (fresh.pk, False)]


@pytest.mark.parametrize("rows", [1, 3])
def test_routine_page_asks_as_much_for_three_as_for_one(
    rows: int, volunteer: User, as_officer: Client, django_assert_num_queries: Any
) -> None:
    for _row in range(rows):
        reviewing.routine(volunteer)
    with django_assert_num_queries(12):
        shown = as_officer.get(reverse("patrol:routine"))
    assert shown.content.count(b'name="report"') == rows


def test_routine_reports_are_accepted_by_one_press(volunteer: User, as_officer: Client) -> None:
    reports = [reviewing.routine(volunteer) for _ in range(3)]
    Review.objects.filter(pk=reports[2].pk).update(needs_person=True)
    said = {"report": [f"{one.pk}:0" for one in reports] + ["nonsense", "x:y"]}
    done = as_officer.post(reverse("patrol:routine"), said)
    assert (done.context["accepted"], [one.report.pk for one in done.context["left"]]) == (2, [reports[2].pk])
    assert as_officer.post(reverse("patrol:routine"), {}).context["done"] == []


def test_reasons_are_listed_for_all_and_worded_by_the_federation(as_officer: Client) -> None:
    federal = make.user()
    make.grant(federal, Role.OFFICER, "")
    words = {"decision": "reject", "label_zh": "旧照", "label_en": "Old", "text_zh": "照片是旧的。", "text_en": "Old."}
    url = reverse("patrol:reasons")
    assert (as_officer.get(url).status_code, as_officer.post(url, words).status_code) == (200, 403)
    client = signed_in(federal)
    assert client.post(url, {**words, "text_zh": ""}).status_code == 422
    assert client.post(url, words).status_code == 302
    made = ReasonTemplate.objects.get(label_zh="旧照")
    report = reviewing.routine(make.volunteer())
    assert "照片是旧的。" in as_officer.get(page_of(report)).content.decode()
    assert as_officer.post(reverse("patrol:end_reason", args=[made.pk])).status_code == 403
    assert client.post(reverse("patrol:end_reason", args=[made.pk])).status_code == 302
    assert client.post(reverse("patrol:end_reason", args=["unknown"])).status_code == 404


def test_an_overtaken_officer_sees_both_decisions_side_by_side(volunteer: User, judges: list[User]) -> None:
    report = reviewing.routine(volunteer)
    decide_report(report=report, decision="accept", reason="", version=0, by=judges[0], at=NOW)
    late = decide(judges[1], report, "reject", "门牌不对")
    page = late.content.decode()
    assert (late.status_code, page.count("门牌不对"), 'value="overturn"' in page) == (409, 2, True)
    assert "desk-diff" in page
