"""The authority told, the order, the work."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pytest_django.fixtures import Settings

from core.errors import NotAllowed, Stale
from patrol.actions.case_measures import finish_work, issue_order, notify_authority, record_work
from patrol.errors import StepNotPossible
from patrol.errors.cases import DatesWrong, DocumentNotAllowed, OrderNumberTaken, WorkFinished
from patrol.models import Case, Intervention, RectificationOrder
from patrol.storage import stored
from people.models import User
from sites.models import Site
from tests.factories import cased, make
from tests.factories.cased import NOW

DAY = NOW.date()


@pytest.fixture
def case(volunteer: User, site: Site) -> Case:
    return cased.opened(site, volunteer)


def told(case: Case, by: User, *, version: int = 0, **said: Any) -> None:
    said = {"authority": "区文旅局", "document_number": "文物〔2026〕7号", "notified_on": DAY, **said}
    notify_authority(case=case, version=version, by=by, at=NOW, **said)


def ordered(case: Case, by: User, *, version: int = 0, **said: Any) -> RectificationOrder:
    said = {"number": "整改〔2026〕3号", "addressee": "使用单位", "demands": "支护", "issued_on": DAY, **said}
    said.setdefault("deadline_on", DAY + timedelta(days=30))
    return issue_order(case=case, version=version, by=by, at=NOW, **said)


def worked(case: Case, by: User, *, version: int = 0, **said: Any) -> Intervention:
    said = {"job": "支护墙体", "contractor": "古建公司", "cost_fen": 1_250_050, "started_on": DAY, **said}
    said.setdefault("finished_on", None)
    return record_work(case=case, version=version, by=by, at=NOW, **said)


def test_telling_the_authority_steps_the_case_and_says_whom(case: Case, officer: User) -> None:
    told(case, officer)
    case.refresh_from_db()
    assert (case.state, case.version, case.handler) == ("reported", 1, officer)
    assert case.entries.get(kind="authority").extra == {
        "authority": "区文旅局",
        "number": "文物〔2026〕7号",
        "on": "2026-06-01",
    }


def test_authority_told_before_may_be_written_down_later(case: Case, officer: User) -> None:
    ordered(case, officer)
    case.refresh_from_db()
    due_at = case.due_at
    told(case, officer, version=1)
    case.refresh_from_db()
    assert (case.state, case.due_at) == ("ordered", due_at)
    with pytest.raises(DatesWrong):
        told(case, officer, version=2, notified_on=DAY + timedelta(days=1))


def test_order_steps_the_case_and_its_deadline_is_the_time(case: Case, officer: User) -> None:
    order = ordered(case, officer)
    case.refresh_from_db()
    assert (case.state, case.due_at) == ("ordered", (NOW + timedelta(days=30)).replace(hour=16))
    assert (order.document, order.document_sha256) == ("", "")


def test_second_order_follows_a_reinspection_that_found_nothing_repaired(case: Case, officer: User) -> None:
    cased.asked(case, officer, make.volunteer())
    ordered(case, officer, version=1)
    case.refresh_from_db()
    assert (case.state, case.reinspections.get().outcome) == ("ordered", "failed")


def test_order_keeps_its_document(case: Case, officer: User, settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    order = ordered(case, officer, document=BytesIO(b"%PDF-1.7 order"), document_name="整改.pdf")
    assert (order.document_type, order.document_name) == ("application/pdf", "整改.pdf")
    assert order.document == f"documents/{order.document_sha256[:2]}/{order.document_sha256}.pdf"
    assert stored(order.document).read() == b"%PDF-1.7 order"
    with pytest.raises(DocumentNotAllowed):
        ordered(case, officer, version=1, number="4", document=BytesIO(b"<script>"), document_name="x.pdf")


def test_order_refuses_a_number_twice_and_days_that_do_not_fit(case: Case, officer: User) -> None:
    ordered(case, officer)
    with pytest.raises(OrderNumberTaken):
        ordered(case, officer, version=1)
    with pytest.raises(DatesWrong):
        ordered(case, officer, version=1, number="4", deadline_on=DAY - timedelta(days=1))
    with pytest.raises(IntegrityError, match="append"), transaction.atomic():
        RectificationOrder.objects.update(demands="别的")
    assert RectificationOrder.objects.count() == 1


def test_work_is_begun_and_finished_with_its_cost_in_fen(case: Case, officer: User) -> None:
    work = worked(case, officer)
    work = finish_work(work=work, finished_on=DAY, cost_fen=1_300_000, version=1, by=officer, at=NOW)
    assert (work.finished_on, work.cost_fen) == (DAY, 1_300_000)
    lines = [line.extra["cost_fen"] for line in case.entries.filter(kind="work").order_by("at", "id")]
    assert lines == [1_250_050, 1_300_000]
    with pytest.raises(WorkFinished):
        finish_work(work=work, finished_on=DAY, cost_fen=None, version=2, by=officer, at=NOW)
    with pytest.raises(IntegrityError, match="refused"), transaction.atomic():
        Intervention.objects.update(cost_fen=1)


def test_work_refuses_days_that_do_not_fit(case: Case, officer: User) -> None:
    for finished_on in (DAY - timedelta(days=1), DAY + timedelta(days=1)):
        with pytest.raises(DatesWrong):
            worked(case, officer, finished_on=finished_on)
    with pytest.raises(IntegrityError, match="intervention_cost_not_negative"), transaction.atomic():
        worked(case, officer, cost_fen=-1)


@pytest.mark.parametrize("measure", [told, ordered, worked])
def test_measures_refuse_others_stale_pages_and_ended_cases(
    measure: Any, case: Case, officer: User, volunteer: User, stranger: User
) -> None:
    for person in (volunteer, stranger):
        with pytest.raises(NotAllowed):
            measure(case, person)
    with pytest.raises(Stale):
        measure(case, officer, version=3)
    cased.step(case, "dismissed", officer)
    with pytest.raises(StepNotPossible):
        measure(case, officer, version=1)
