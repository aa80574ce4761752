"""What indicators do later: the snapshot of the night."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from indicators.actions import take_snapshots


@app.periodic(cron="25 * * * *")
@app.task(name="indicators.take_snapshots", queueing_lock="indicators.take_snapshots", lock="indicators.take_snapshots")
def take_snapshots_of_yesterday(timestamp: int) -> None:
    """Count yesterday in the first hour of the day in Asia/Shanghai; later runs of the day find it counted."""
    now = timezone.now()
    take_snapshots(on=timezone.localdate(now) - timedelta(days=1), by=None, at=now)
