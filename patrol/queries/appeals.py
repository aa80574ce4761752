"""Whether a volunteer may still appeal, and what became of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from patrol.models import Appeal, Overturn, Report, Review
from patrol.queries.rules import rules_at


@dataclass(frozen=True, slots=True)
class AppealStanding:
    """What is known of a report's appeal: until when it can be made (None: not at all), the appeal, what was taken back."""

    until: datetime | None
    is_open: bool
    appeal: Appeal | None
    overturn: Overturn | None


def appeal_standing(report: Report, *, at: datetime) -> AppealStanding:
    """Return where the report's appeal stands at a time."""
    appeal = Appeal.objects.filter(pk=report.pk).first()
    overturn = Overturn.objects.filter(pk=report.pk).first()
    review = report.review
    if appeal is not None or review.state != Review.State.REJECTED or review.decided_at is None:
        return AppealStanding(None, is_open=False, appeal=appeal, overturn=overturn)
    until = review.decided_at + timedelta(days=rules_at(review.decided_at).appeal_days)
    return AppealStanding(until, is_open=at <= until, appeal=None, overturn=overturn)
