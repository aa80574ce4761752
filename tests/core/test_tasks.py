import time
from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from core.jobs import later
from core.tasks import KEEP_HOURS, MOST_ATTEMPTS, forget_old_jobs, retry_stalled

REPORT = "01900000-0000-7000-8000-000000000001"


@pytest.fixture
def context() -> JobContext:
    job = Job(id=1, queue="default", lock=None, queueing_lock=None, task_name="core.retry_stalled")
    return JobContext(app=app, job=job, start_timestamp=time.time(), abort_reason=lambda: None)


def set_job(**columns: object) -> None:
    """Put the one job into a state that only a worker can bring about."""
    later("patrol.score_report", report_id=REPORT)
    with connection.cursor() as cursor:
        for name, value in columns.items():
            cursor.execute(f"UPDATE procrastinate_jobs SET {name} = %s", [value])  # noqa: S608 - our own names


def statuses() -> list[str]:
    return list(ProcrastinateJob.objects.values_list("status", flat=True))


def test_retry_stalled_takes_up_what_a_dead_worker_left(db: None, context: JobContext) -> None:
    set_job(status="doing", worker_id=None)
    async_to_sync(retry_stalled.func)(context, 0)
    assert statuses() == ["todo"]


def test_retry_stalled_leaves_a_job_that_a_living_worker_does(db: None, context: JobContext) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        worker = cursor.fetchone()[0]
    set_job(status="doing", worker_id=worker)
    async_to_sync(retry_stalled.func)(context, 0)
    assert statuses() == ["doing"]


def test_retry_stalled_gives_up_on_what_ends_every_worker(db: None, context: JobContext) -> None:
    set_job(status="doing", worker_id=None, attempts=MOST_ATTEMPTS)
    async_to_sync(retry_stalled.func)(context, 0)
    assert statuses() == ["doing"]


@pytest.mark.parametrize(("hours", "status", "kept"), [(1, "succeeded", 0), (-1, "succeeded", 1), (1, "failed", 1)])
def test_forget_old_jobs_keeps_the_new_and_the_failed(
    db: None, context: JobContext, hours: int, status: str, kept: int
) -> None:
    set_job(status=status)
    ended = timezone.now() - timedelta(hours=KEEP_HOURS + hours)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = %s", [ended])
    async_to_sync(forget_old_jobs.func)(context, 0)
    assert len(statuses()) == kept
