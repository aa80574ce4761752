"""Who may take visits, send reports and see what was sent."""

from patrol.models import Assignment, Campaign, PublicReport, Report, Webhook
from people.models import Volunteer
from people.permissions import Person, areas_of, has_right


def can_take_assignment(person: Person, area: str) -> bool:
    """Say whether the person may go to sites of the area: an active volunteer with the right there."""
    return has_right(person, "take_assignment", area=area) and is_active_volunteer(person)


def can_submit_report(person: Person, area: str) -> bool:
    """Say whether the person has the right to report on sites of the area; without it a report is kept all the same."""
    return has_right(person, "submit_report", area=area)


def can_go_out(person: Person) -> bool:
    """Say whether the person may go on patrol: an active volunteer with the right to report somewhere."""
    return has_right(person, "submit_report") and is_active_volunteer(person)


def can_see_outings(person: Person) -> bool:
    """Say whether the person watches over people on patrol; over whom, `visible_outings` says."""
    return has_right(person, "see_outings")


def can_assign(person: Person, area: str) -> bool:
    """Say whether the person may send volunteers to sites of the area."""
    return has_right(person, "make_plans", area=area)


def can_release_assignment(person: Person, assignment: Assignment) -> bool:
    """Say whether the person may end the assignment: who goes there, or who sends people there."""
    return person.pk in (assignment.volunteer_id, assignment.companion_id) or can_assign(
        person, assignment.site.district_id
    )


def can_review_reports(person: Person, area: str | None = None) -> bool:
    """Say whether the person may review reports of the area (anywhere, without one)."""
    return has_right(person, "review_reports", area=area)


def can_see_report(person: Person, report: Report) -> bool:
    """Say whether the person may see the report: its sender, or an officer of its area."""
    return person.is_authenticated and (
        person.pk == report.volunteer_id or can_review_reports(person, report.site.district_id)
    )


def can_handle_cases(person: Person, area: str | None = None) -> bool:
    """Say whether the person may move cases of the area (anywhere, without one)."""
    return has_right(person, "handle_cases", area=area)


def can_edit_questions(person: Person, campaign: Campaign) -> bool:
    """Say whether the person may ask a campaign's volunteers questions: who reviews reports or sends people in its area."""
    return any(has_right(person, right, area=campaign.area) for right in ("review_reports", "make_plans"))


def question_areas(person: Person) -> tuple[str, ...]:
    """Return the division-code prefixes for whose campaigns the person may write questions; `("",)` means everywhere."""
    areas = {area for right in ("review_reports", "make_plans") for area in areas_of(person, right)}
    return ("",) if "" in areas else tuple(sorted(areas))


def review_areas(person: Person) -> tuple[str, ...]:
    """Return the division-code prefixes in which the person reviews reports; `("",)` means everywhere."""
    return areas_of(person, "review_reports")


def is_active_volunteer(person: Person) -> bool:
    """Say whether the person has a running volunteer's profile."""
    return person.is_authenticated and Volunteer.objects.filter(user=person.pk, is_active=True).exists()


def can_see_calibration(person: Person) -> bool:
    """Say whether the person may see how well the evidence agrees with officers: whoever reviews reports anywhere."""
    return can_review_reports(person)


def can_rescore(person: Person) -> bool:
    """Say whether the person may have all reports judged again: an administrator, or who reviews reports everywhere."""
    return has_right(person, "review_reports", area="")


def can_edit_reasons(person: Person) -> bool:
    """Say whether the person words the reasons officers often give: who reviews reports everywhere."""
    return has_right(person, "review_reports", area="")


def can_moderate(person: Person, area: str | None = None) -> bool:
    """Say whether the person decides about what citizens tell of the area (anywhere, without one): who handles its cases."""
    return can_handle_cases(person, area)


def can_see_contact(person: Person, report: PublicReport) -> bool:
    """Say whether the person may know who told it: who handles the report, or the case it is in, and nobody else."""
    handlers = {report.handler_id, report.case.handler_id if report.case else None} - {None}
    return person.is_authenticated and person.pk in handlers and can_moderate(person, report.area)


def can_keep_channels(person: Person, area: str | None = None) -> bool:
    """Say whether the person gives keys to hotlines and keeps webhooks for the area (anywhere, without one)."""
    return has_right(person, "keep_channels", area=area)


def can_keep_webhook(person: Person, webhook: Webhook) -> bool:
    """Say whether the person may stop, start and read the subscription: who keeps channels in its whole area."""
    return can_keep_channels(person, webhook.area)
