"""What the clock does: reminds who promised, and notes who did not come."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from people.actions import notify
from service.actions.attendance import note_no_show
from service.models import Application
from service.queries.policy import service_rules_on
from service.sentences import beginning


def remind_due(*, at: datetime) -> int:
    """Remind who holds a place in a shift of the next day, once; return how many were told."""
    ahead = timedelta(hours=service_rules_on(timezone.localdate(at)).remind_hours)
    due = Application.objects.filter(state="accepted", reminded_at=None, shift__starts_at__gt=at)
    due = due.filter(shift__starts_at__lte=at + ahead)
    with transaction.atomic():
        found = list(
            due.select_for_update(of=("self",), skip_locked=True)
            .select_related("volunteer", "shift__activity")
            .order_by("pk")
        )
        for application in found:
            starts = beginning(application.shift)
            params = {"activity": application.shift.activity.title, "starts": starts}
            url = reverse("service:mine")
            notify(users=[application.volunteer], kind="activity_reminder", params=params, url=url, at=at)
        Application.objects.filter(pk__in=[one.pk for one in found]).update(reminded_at=at)
    return len(found)


def note_no_shows(*, at: datetime) -> int:
    """Note whoever promised and neither came nor was put on the list in time; return how many."""
    hours = timedelta(hours=service_rules_on(timezone.localdate(at)).no_show_hours)
    missed = Application.objects.filter(state="accepted", shift__ends_at__lte=at - hours)
    found = list(missed.select_related("shift").order_by("pk"))
    for application in found:
        note_no_show(application=application, by=None, at=at)
    return len(found)
