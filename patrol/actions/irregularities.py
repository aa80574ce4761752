"""What was odd about a report that is kept all the same; codes are worded in `patrol.sentences`."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from patrol.permissions import can_submit_report
from patrol.queries.visit_facts import CampaignFacts, SiteFacts, VisitFacts
from people.models import User


@dataclass(frozen=True, slots=True)
class Standing:
    """The assignment and campaign a report belongs to, and what was odd about it."""

    assignment: UUID | None
    campaign: CampaignFacts | None
    irregularities: tuple[str, ...]


def standing_of(*, facts: VisitFacts, site: SiteFacts, assignment: str | None, day: date, by: User) -> Standing:
    """Find the open assignment and the campaign of a report; whatever does not fit becomes an irregularity.

    `assignment` is the one that the report names; `day` that of the visit (Asia/Shanghai).
    """
    odd = _odd_assignment(facts, site, assignment, by)
    campaign = facts.campaign(day)
    if campaign is None or not campaign.runs_on(day):
        odd.append("outside_campaign")
    if not can_submit_report(by, site.district):
        odd.append("no_right")
    elif not facts.is_active_volunteer:
        odd.append("inactive_volunteer")
    return Standing(facts.own_assignment, campaign, tuple(odd))


def _odd_assignment(facts: VisitFacts, site: SiteFacts, assignment: str | None, by: User) -> list[str]:
    """Look at the named assignment where the person has no open one of their own at the site."""
    if facts.own_assignment is not None:
        return []
    if assignment is None:
        return ["no_assignment"]
    if facts.named is None:
        return ["unknown_assignment"]
    if facts.named.site != site.pk:
        return ["assignment_elsewhere"]
    if by.pk not in facts.named.people:
        return ["assignment_of_another"]
    # Of two who went together, the second to report finds the visit reported: nothing is odd about that.
    return [] if len(facts.named.people) > 1 and facts.named.is_seen else ["assignment_not_open"]
