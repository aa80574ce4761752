"""What an organisation still has to give: its activities go over to another one, with their shifts and people."""

from datetime import datetime

from core import audit
from people.models import Organisation, User
from service.models import Activity

# A draft may be written on by who takes it over; what is over stays whose it was.
MOVED = ("draft", "published", "running")


def hand_over_activities(*, organisation: Organisation, to: Organisation, by: User, at: datetime) -> int:
    """Give drafts and running activities to another organisation; return how many."""
    found = list(Activity.objects.select_for_update().filter(organisation=organisation, state__in=MOVED).order_by("pk"))
    for one in found:
        one.organisation = to
        one.save(update_fields=["organisation"])
        change = {"organisation": [str(organisation.pk), str(to.pk)]}
        audit.record("hand_over_activity", one, by=by, at=at, change=change)
    return len(found)
