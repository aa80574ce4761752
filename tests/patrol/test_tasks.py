import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from patrol.actions.reports import submit_report
from patrol.models import Evidence, PhotoFile
from tests.factories import make, sent


@pytest.mark.usefixtures("committed_db")
def test_the_worker_scores_a_report() -> None:
    photos = [sent.jpeg(1), sent.jpeg(2)]
    said = sent.payload(make.site(), photos)
    report = submit_report(
        submission=sent.submission(said), photos=sent.streams(photos), by=make.volunteer(), at=make.NOW
    )
    worker = app.connector.get_worker_connector()
    with app.replace_connector(worker):
        app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
    done = ProcrastinateJob.objects.filter(task_name="patrol.score_report")
    assert list(done.values_list("status", flat=True)) == ["succeeded"]
    assert Evidence.objects.get(report=report).band == "strong"
    assert PhotoFile.objects.filter(thumbnail="").count() == 0
