"""One case: who may, how much it asks, what each form does, and what a refused one leaves behind."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from patrol.actions.cases import open_case_for
from patrol.models import Case
from patrol.views.case_acts import ACTS
from people.models import Role, User
from sites.models import Site
from tests.conftest import signed_in
from tests.factories import cased, make


@pytest.fixture
def case(site: Site) -> Case:
    return cased.opened(site)


def page_of(case: Case) -> str:
    return reverse("patrol:case", args=[case.pk])


def step(client: Client, case: Case, to: str = "", note: str = "", version: int = 0, **said: str) -> Any:
    return client.post(page_of(case), {"to": to, "note": note, "version": version, **said})


def act(client: Client, case: Case, name: str, **said: Any) -> Any:
    case.refresh_from_db()
    return client.post(reverse("patrol:case_act", args=[case.pk, name]), {"version": case.version, **said})


def test_case_page_is_for_the_officers_of_the_district(
    case: Case, as_officer: Client, as_volunteer: Client, stranger: User
) -> None:
    far = make.user()
    make.grant(far, Role.OFFICER, "110115")
    clients = (as_officer, signed_in(far), as_volunteer, signed_in(stranger), Client())
    assert [client.get(page_of(case)).status_code for client in clients] == [200, 404, 403, 403, 302]
    assert [step(client, case, "ordered").status_code for client in clients[1:]] == [404, 403, 403, 302]
    for name in ACTS:
        assert [act(client, case, name).status_code for client in clients[1:]] == [404, 403, 403, 302]
    case.refresh_from_db()
    assert (case.state, case.version) == ("found", 0)


@pytest.mark.parametrize("lines", [1, 3])
def test_case_page_asks_as_much_for_three_lines_as_for_one(
    lines: int, case: Case, as_officer: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for line in range(lines):
        step(as_officer, case, note=f"第 {line} 次查看")
        open_case_for(finding=cased.found(make.volunteer(), case.site), at=make.NOW)
        cased.found(make.volunteer(), case.site, severity=1)
    as_officer.get(page_of(case))
    with django_assert_num_queries(26):
        shown = as_officer.get(page_of(case))
    assert (len(shown.context["events"]), len(shown.context["twins"])) == (1 + 2 * lines, lines)


def test_step_moves_the_case_and_returns_to_it(case: Case, as_officer: Client) -> None:
    assert step(as_officer, case, "told_owner", "已告知").url == page_of(case)
    case.refresh_from_db()
    assert (case.state, case.version) == ("told_owner", 1)


def test_line_needs_words(case: Case, as_officer: Client) -> None:
    answer = step(as_officer, case, note="  ")
    assert (answer.status_code, list(answer.context["forms"]["step"].errors)) == (422, ["note"])
    assert case.entries.count() == 1


def test_ending_needs_an_answer_for_the_reporters(case: Case, as_officer: Client) -> None:
    answer = step(as_officer, case, "dismissed", "不是病害")
    assert (answer.status_code, list(answer.context["forms"]["step"].errors)) == (422, ["public_answer"])
    assert step(as_officer, case, "dismissed", "不是病害", public_answer="谢谢，是旧痕。").status_code == 302
    case.refresh_from_db()
    assert (case.state, case.public_answer) == ("dismissed", "谢谢，是旧痕。")


@pytest.mark.parametrize(("to", "version"), [("ordered", 7), ("closed", 0)])
def test_refused_step_shows_the_case_again_with_what_was_written(
    to: str, version: int, case: Case, as_officer: Client
) -> None:
    answer = step(as_officer, case, to, "已修缮", version, public_answer="谢谢")
    form = answer.context["forms"]["step"]
    assert (answer.status_code, form["note"].value(), form["version"].value()) == (409, "已修缮", "0")
    assert answer.content.decode().count(answer.context["refusal"]) == 1
    assert case.entries.count() == 1


def test_every_act_takes_its_form(
    case: Case, as_officer: Client, officer: User, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    other = make.volunteer()
    scan = SimpleUploadedFile("整改.pdf", b"%PDF-1.7")
    day = "2026-06-01"
    order = {"number": "3", "addressee": "甲", "demands": "修", "issued_on": day, "deadline_on": "2099-01-01"}
    assert act(as_officer, case, "handler", handler=officer.pk).status_code == 302
    assert act(as_officer, case, "urgency", urgency=3, note="").status_code == 302
    assert act(as_officer, case, "authority", authority="区文旅局", notified_on=day).status_code == 302
    assert act(as_officer, case, "order", document=scan, **order).status_code == 302
    work = {"job": "支护", "contractor": "乙", "cost_yuan": "1234.56", "started_on": day}
    assert act(as_officer, case, "work", **work).status_code == 302
    [begun] = case.interventions.all()
    assert begun.cost_fen == 123_456
    assert act(as_officer, case, "work-end", work=begun.pk, finished_on="2026-06-02").status_code == 302
    assert act(as_officer, case, "reinspection", volunteer=other.pk, do_by="2099-01-01").status_code == 302
    assert act(as_officer, case, "answer", public_answer="谢谢。").status_code == 302
    case.refresh_from_db()
    assert (case.state, case.handler, case.priority, case.public_answer) == (
        "reinspection",
        officer,
        "urgent",
        "谢谢。",
    )
    document = as_officer.get(reverse("patrol:order_document", args=[case.pk, case.orders.get().pk]))
    assert (b"".join(document), document["Content-Disposition"][:10]) == (b"%PDF-1.7", "attachment")  # type: ignore[arg-type]


def test_union_acts_lead_to_the_case_that_goes_on(site: Site, as_officer: Client) -> None:
    first, second = cased.opened(site), cased.opened(site, east_m=100)
    seen = {"other": first.pk, "other_version": 0}
    assert act(as_officer, second, "merge", **seen).url == page_of(first)
    assert as_officer.get(page_of(second)).context["led_to"] == first.pk
    assert act(as_officer, second, "undo").url == page_of(second)
    loose = cased.found(make.volunteer(), site, severity=2)
    assert act(as_officer, first, "add", finding=loose.pk).status_code == 302
    assert act(as_officer, first, "split", findings=[str(loose.pk)]).status_code == 302
    made = Case.objects.get(split_from=first)
    assert act(as_officer, made, "apart", other=second.pk).status_code == 302
    assert step(as_officer, made, "dismissed", version=0, public_answer="谢谢").status_code == 302
    assert act(as_officer, made, "reopen", note="确有").status_code == 302
    assert act(as_officer, made, "undo").status_code == 302
    made.refresh_from_db()
    assert made.state == "dismissed"


def test_refused_act_keeps_what_was_written_and_opens_its_form(case: Case, as_officer: Client) -> None:
    said = {"number": "3", "addressee": "甲", "demands": "修", "issued_on": "2026-06-02", "deadline_on": "2026-06-01"}
    answer = act(as_officer, case, "order", **said)
    assert (answer.status_code, answer.context["act"]) == (422, "order")
    assert answer.context["forms"]["order"]["demands"].value() == "修"
    assert answer.content.decode().count(answer.context["refusal"]) == 1
    assert act(as_officer, case, "order").context["forms"]["order"].errors.keys() >= {"number", "demands"}
    assert (
        act(as_officer, case, "reinspection", volunteer=case.found.get().finding.report.volunteer_id).status_code == 422
    )
    assert act(as_officer, case, "nothing").status_code == 404
    assert case.orders.count() == 0


def test_document_of_an_order_is_for_the_office(
    case: Case, officer: User, as_volunteer: Client, as_officer: Client
) -> None:
    day = make.NOW.date()
    order = case.orders.create(
        number="1", addressee="甲", demands="修", issued_on=day, deadline_on=day, at=make.NOW, by=officer
    )
    url = reverse("patrol:order_document", args=[case.pk, order.pk])
    assert [client.get(url).status_code for client in (as_officer, as_volunteer, Client())] == [404, 403, 302]
