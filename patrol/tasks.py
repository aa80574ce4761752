"""What happens later in the field."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from patrol.actions.rescoring import continue_rescoring
from patrol.actions.scoring import score_report
from patrol.models import Report, Rescoring

# A disk away for a while: again at once, after 10 s, 20 s, …
AGAIN = RetryStrategy(max_attempts=6, linear_wait=10)


@app.task(name="patrol.score_report", retry=AGAIN)
def score_report_later(report_id: str) -> None:
    """Compute the evidence of a report."""
    score_report(report=Report.objects.select_related("site", "volunteer").get(pk=report_id), at=timezone.now())


@app.task(name="patrol.rescore", queueing_lock="patrol.rescore", retry=AGAIN)
def rescore_later(run_id: str) -> None:
    """Judge the next reports of a run by the policy as it stands."""
    continue_rescoring(run=Rescoring.objects.get(pk=run_id), at=timezone.now())
