import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import TaskNotFound

from core.errors import NotAllowed
from core.jobs import later
from tests.factories.jobs import queued

REPORT = "01900000-0000-7000-8000-000000000001"


def test_later_queues_the_task_by_name_with_its_arguments(db: None) -> None:
    later("patrol.score_report", report_id=REPORT)
    assert queued() == [("patrol.score_report", {"report_id": REPORT})]


def test_later_is_gone_with_the_write_it_belongs_to(db: None) -> None:
    with pytest.raises(NotAllowed), transaction.atomic():
        later("patrol.score_report", report_id=REPORT)
        raise NotAllowed
    assert queued() == []


def test_later_under_a_queueing_lock_waits_once(db: None) -> None:
    for _ in range(3):
        later("patrol.score_report", queueing_lock="score", report_id=REPORT)
    assert queued() == [("patrol.score_report", {"report_id": REPORT})]


def test_later_under_a_queueing_lock_is_queued_again_once_the_first_runs(db: None) -> None:
    later("patrol.score_report", queueing_lock="score", report_id=REPORT)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    later("patrol.score_report", queueing_lock="score", report_id=REPORT)
    assert queued() == [("patrol.score_report", {"report_id": REPORT})]


def test_later_under_other_locks_waits_for_each(db: None) -> None:
    for name in ("one", "two"):
        later("patrol.score_report", queueing_lock=name, lock="site", report_id=REPORT)
    assert sorted(ProcrastinateJob.objects.values_list("queueing_lock", "lock")) == [("one", "site"), ("two", "site")]


def test_later_refuses_a_task_nobody_registered(db: None) -> None:
    with pytest.raises(TaskNotFound):
        later("patrol.no_such_task", report_id=REPORT)
