"""What is said after the end: evaluations both ways, and the organiser's follow-up report."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from core import audit
from core.errors import NotAllowed
from people.models import User
from service.errors import ActivityNotOpen, EvaluationNotYet
from service.models import Activity, Application, Evaluation, EvaluationTag, FollowUp
from service.models.evaluation import About
from service.permissions import can_handle_activity


def evaluate(
    *, application: Application, about: About, stars: int, tags: Iterable[str], words: str, by: User, at: datetime
) -> Evaluation:
    """Say once how it was: the volunteer of the activity, an organiser of the volunteer. Refuses NotAllowed, EvaluationNotYet."""
    _refuse_other(application, about, by)
    with transaction.atomic():
        application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
        if application.state != "served" or application.evaluations.filter(about=about).exists():
            raise EvaluationNotYet
        known = (
            EvaluationTag.objects.filter(about=about, pk__in=list(tags)).order_by("rank").values_list("pk", flat=True)
        )
        said = Evaluation.objects.create(
            application=application, about=about, stars=stars, tags=list(known), words=words[:500], by=by, at=at
        )
        audit.record("evaluate", said, by=by, at=at, change={"about": about, "stars": stars})
    return said


def keep_follow_up(
    *, activity: Activity, text: str, reached: int | None, found: int | None, by: User, at: datetime
) -> FollowUp:
    """Report what came of an activity that is running or over. Refuses NotAllowed and ActivityNotOpen."""
    if not can_handle_activity(by, activity):
        raise NotAllowed
    if activity.state not in {"running", "finished"}:
        raise ActivityNotOpen(state=activity.get_state_display())
    with transaction.atomic():
        told = {"text": text, "reached": reached, "found": found, "by": by, "at": at}
        report, _is_new = FollowUp.objects.update_or_create(activity=activity, defaults=told)
        change = {"text": text, "reached": reached, "found": found}
        audit.record("keep_follow_up", activity, by=by, at=at, change=change)
    return report


def _refuse_other(application: Application, about: About, by: User) -> None:
    is_own = application.volunteer_id == by.pk
    if about == About.ACTIVITY and not is_own:
        raise NotAllowed
    if about == About.VOLUNTEER and (is_own or not can_handle_activity(by, application.shift.activity)):
        raise NotAllowed
