"""What was odd about a report that is kept all the same; codes are worded in `patrol.sentences`."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from patrol.models import Assignment, Campaign
from patrol.permissions import can_submit_report, is_active_volunteer
from patrol.queries.campaigns import campaign_of, running_campaigns
from people.models import User
from sites.models import Site


@dataclass(frozen=True, slots=True)
class Standing:
    """The assignment and campaign a report belongs to, and what was odd about it."""

    assignment: Assignment | None
    campaign: Campaign | None
    irregularities: tuple[str, ...]


def standing_of(*, assignment_id: str | None, site: Site, finished_at: datetime, by: User) -> Standing:
    """Find the assignment (locked) and campaign of a report; whatever does not fit becomes an irregularity."""
    assignment, odd = _assignment(assignment_id, site, by)
    campaign = assignment.campaign if assignment is not None and assignment.campaign_id else None
    day = timezone.localdate(finished_at)
    if campaign is None:
        campaign = campaign_of(running_campaigns(day), site.district_id)
    if campaign is None or not campaign.starts_on <= day <= campaign.ends_on:
        odd.append("outside_campaign")
    if not can_submit_report(by, site.district_id):
        odd.append("no_right")
    elif not is_active_volunteer(by):
        odd.append("inactive_volunteer")
    return Standing(assignment, campaign, tuple(odd))


def _assignment(assignment_id: str | None, site: Site, by: User) -> tuple[Assignment | None, list[str]]:
    """Find the named assignment, or the person's own open one at the site; only a fitting one is returned."""
    locked = Assignment.objects.select_for_update(of=("self",)).select_related("campaign")
    own = locked.filter(site=site, volunteer=by, status=Assignment.Status.OPEN).first()
    if own is not None:
        return own, []
    if assignment_id is None:
        return None, ["no_assignment"]
    named = Assignment.objects.filter(pk=assignment_id).first()
    if named is None:
        return None, ["unknown_assignment"]
    if named.site_id != site.pk:
        return None, ["assignment_elsewhere"]
    if named.volunteer_id != by.pk:
        return None, ["assignment_of_another"]
    return None, ["assignment_not_open"]
