"""What is odd about a report's answers to its campaign's questions; never a reason to refuse it."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from patrol.logic.questions import Filling
from patrol.logic.submission import Submission
from patrol.models import Report
from patrol.queries.questions import answers_as_text, asked_version, known_version
from patrol.queries.visit_facts import CampaignFacts


def form_irregularities(*, submission: Submission, campaign: CampaignFacts | None) -> list[str]:
    """Check the answers again by the version they were given to, as of the day of the visit.

    `form_unknown`: no such version of this campaign was ever asked; `form_odd`: an answer does not hold; `form_missing`:
    the campaign asks something and the report does not answer.
    """
    said = submission.payload.get("form")
    finished_at = submission.report.finished_at
    assert finished_at is not None  # noqa: S101 - the door reads no report without its times
    on = timezone.localdate(finished_at).isoformat()
    if isinstance(said, Mapping):
        return _checked(said, campaign, on)
    if campaign is None or not campaign.asks or submission.report.kind == Report.Kind.UNCHANGED:
        return []
    asked = asked_version(campaign.pk)
    return ["form_missing"] if asked is not None and Filling(asked.form, {}, on).troubles() else []


def _checked(said: Mapping[str, Any], campaign: CampaignFacts | None, on: str) -> list[str]:
    version = known_version(campaign.pk, str(said.get("version") or "")) if campaign else None
    if version is None:
        return ["form_unknown"]
    return ["form_odd"] if Filling(version.form, answers_as_text(said.get("answers")), on).troubles() else []
