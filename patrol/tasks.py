"""What happens later in the field."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from patrol.actions.alarms import raise_alarms
from patrol.actions.arrivals import mark_photos_missing, tell_officers
from patrol.actions.case_alarms import raise_case_alarms
from patrol.actions.deliveries import deliver, send_due
from patrol.actions.forgetting import forget_tracks
from patrol.actions.instances import file_instance
from patrol.actions.moderation import forget_contacts
from patrol.actions.photo_changes import compare_photos
from patrol.actions.promises import release_late
from patrol.actions.public_photos import fetch_public_media, inspect_public_photos
from patrol.actions.rescoring import continue_rescoring
from patrol.actions.scoring import open_cases, score_report
from patrol.actions.sweeping import sweep_pieces
from patrol.actions.tracks import read_track
from patrol.logic.instance import read_instance
from patrol.models import PublicReport, Report, Rescoring, Track, WebhookDelivery
from patrol.queries.collect import overdue_instances
from patrol.queries.photo_series import sites_to_compare
from patrol.serializers.openrosa import reading_of

# A disk away for a while: again at once, after 10 s, 20 s, …
AGAIN = RetryStrategy(max_attempts=6, linear_wait=10)


@app.task(name="patrol.score_report", retry=AGAIN)
def score_report_later(report_id: str) -> None:
    """Compute the evidence of a report."""
    score_report(report=Report.objects.select_related("site", "volunteer").get(pk=report_id), at=timezone.now())


@app.task(name="patrol.tell_officers", retry=AGAIN)
def tell_officers_later(report_id: str) -> None:
    """Tell the officers of the area that a report is here."""
    tell_officers(report=Report.objects.select_related("site").get(pk=report_id), at=timezone.now())


@app.task(name="patrol.read_track", retry=AGAIN)
def read_track_later(track_id: str) -> None:
    """Read a track that is complete."""
    read_track(track=Track.objects.get(pk=track_id), at=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="patrol.raise_alarms", queueing_lock="patrol.raise_alarms", lock="patrol.raise_alarms")
def raise_due_alarms(timestamp: int) -> None:
    """Tell whoever watches over people on patrol who is not back."""
    raise_alarms(at=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="patrol.raise_case_alarms", queueing_lock="patrol.raise_case_alarms", lock="patrol.raise_case_alarms")
def raise_due_case_alarms(timestamp: int) -> None:
    """Remind handlers, and tell who stands above them when a case is late."""
    raise_case_alarms(at=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="patrol.release_late", queueing_lock="patrol.release_late", lock="patrol.release_late")
def release_late_visits(timestamp: int) -> None:
    """Release visits that nobody accepted in time or made by their day."""
    release_late(at=timezone.now())


@app.periodic(cron="23 3 * * *")
@app.task(name="patrol.forget_tracks", queueing_lock="patrol.forget_tracks", lock="patrol.forget_tracks")
def forget_old_tracks(timestamp: int) -> None:
    """Cut and drop tracks by their age."""
    forget_tracks(at=timezone.now())


@app.task(name="patrol.open_cases", retry=AGAIN)
def open_cases_later(report_id: str) -> None:
    """Open the cases of a report whose photos are still to come."""
    open_cases(report=Report.objects.select_related("site", "volunteer").get(pk=report_id), at=timezone.now())


@app.periodic(cron="41 * * * *")
@app.task(name="patrol.mark_photos_missing", queueing_lock="patrol.mark_photos_missing", retry=AGAIN)
def mark_photos_missing_later(timestamp: int) -> None:
    """Show officers the reports whose photos did not come in time."""
    mark_photos_missing(at=timezone.now())


@app.periodic(cron="11 4 * * *")
@app.task(name="patrol.sweep_pieces", queueing_lock="patrol.sweep_pieces", retry=AGAIN)
def sweep_pieces_later(timestamp: int) -> None:
    """Let go the pieces of photos that nobody goes on sending."""
    sweep_pieces(at=timezone.now())


@app.periodic(cron="47 3 * * *")
@app.task(name="patrol.file_overdue_instances", queueing_lock="patrol.file_overdue_instances", retry=AGAIN)
def file_overdue_instances_later(timestamp: int) -> None:
    """Make reports of forms of Collect whose photos did not come in time."""
    at = timezone.now()
    for kept in overdue_instances(at):
        reading = reading_of(read_instance(kept.xml.encode()))
        file_instance(instance=kept, reading=reading, by=kept.volunteer, at=at, is_overdue=True)


@app.task(name="patrol.rescore", queueing_lock="patrol.rescore", retry=AGAIN)
def rescore_later(run_id: str) -> None:
    """Judge the next reports of a run by the policy as it stands."""
    continue_rescoring(run=Rescoring.objects.get(pk=run_id), at=timezone.now())


@app.task(name="patrol.inspect_public_photos", retry=AGAIN)
def inspect_public_photos_later(report_id: str) -> None:
    """Read the photos of a citizen's report."""
    inspect_public_photos(report=PublicReport.objects.get(pk=report_id), at=timezone.now())


@app.task(name="patrol.fetch_public_media", retry=AGAIN)
def fetch_public_media_later(report_id: str) -> None:
    """Fetch the picture a hotline names by address."""
    fetch_public_media(report=PublicReport.objects.get(pk=report_id), at=timezone.now())


@app.periodic(cron="11 4 * * *")
@app.task(name="patrol.forget_contacts", queueing_lock="patrol.forget_contacts", retry=AGAIN)
def forget_contacts_later(timestamp: int) -> None:
    """Delete what is kept of citizens no longer than needed."""
    forget_contacts(at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="patrol.send_webhooks", queueing_lock="patrol.send_webhooks", lock="patrol.send_webhooks")
def send_webhooks(timestamp: int = 0) -> None:
    """Hand events to subscriptions and queue the calls that are due."""
    send_due(at=timezone.now())


@app.task(name="patrol.deliver_webhook")
def deliver_webhook(delivery_id: str) -> None:
    """Call one subscription with one event."""
    deliver(delivery=WebhookDelivery.objects.get(pk=delivery_id), at=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="patrol.compare_photos", queueing_lock="patrol.compare_photos", lock="patrol.compare_photos")
def compare_new_photos(timestamp: int) -> None:
    """Lay new photos over the earlier ones of the same view and note what looks different."""
    for site_id in sites_to_compare():
        compare_photos(site_id=site_id, at=timezone.now())
