"""What happens later in the field."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from patrol.actions.scoring import score_report
from patrol.actions.tracks import read_track
from patrol.models import Report, Track

# A disk away for a while: again at once, after 10 s, 20 s, …
AGAIN = RetryStrategy(max_attempts=6, linear_wait=10)


@app.task(name="patrol.score_report", retry=AGAIN)
def score_report_later(report_id: str) -> None:
    """Compute the evidence of a report."""
    score_report(report=Report.objects.select_related("site", "volunteer").get(pk=report_id), at=timezone.now())


@app.task(name="patrol.read_track", retry=AGAIN)
def read_track_later(track_id: str) -> None:
    """Read a track that is complete."""
    read_track(track=Track.objects.get(pk=track_id), at=timezone.now())
