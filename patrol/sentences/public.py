"""What a citizen reads of their report, in plain words; and, for the officer, what was odd about one."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from patrol.models import PublicReport

Words = Mapping[str, str | Promise]

STATES: Final[Words] = {
    "waiting": _("Your report has arrived. An officer will look at it."),
    # Whoever sends rubbish learns nothing; whoever was honest is answered all the same.
    "held": _("Your report has arrived. An officer will look at it."),
    "refused": _("An officer looked at your report. It is not followed further."),
    "spam": _("Your report is not followed further."),
    "found": _("Thank you. The damage is confirmed and is now followed until it is repaired."),
    "told_owner": _("Whoever answers for the site has been told."),
    "reported": _("The heritage authority has taken it up."),
    "ordered": _("The repair has been ordered."),
    "reinspection": _("The repair is said to be done; somebody will look whether it is."),
    "closed": _("It is done: the repair was looked at and confirmed. Thank you."),
    "dismissed": _("Somebody looked, and the damage was not confirmed. Thank you for watching."),
}
REASONS: Final[Words] = {
    "not_heritage": _("What you describe is not at a heritage site. For the city in general call 12345."),
    "not_found": _("Somebody looked, but found nothing at the place you marked."),
    "no_damage": _("What you saw is no damage, but the way the site is or is meant to be."),
    "known": _("This damage is known already, and its repair is under way."),
    "unclear": _(
        "From photo and text it could not be told what or where it is. You may report once more, with a clear photo."
    ),
    "elsewhere": _("Another authority answers for this; we have passed it on where we could."),
}
ODDITIES: Final[Words] = {
    "trap": _("A field that people do not see was filled in."),
    "too_fast": _("The form was sent faster than anybody writes."),
    "no_start": _("The form does not say when it was opened."),
    "links": _("The text holds several links."),
    "repeated": _("The same text was sent before."),
    "outside": _("The place lies in no district of the register."),
}
# What a case's own words mean to somebody who is not in the trade; a state added later is simply being handled.
HANDLED: Final = _("It is being handled.")


def state_sentence(report: PublicReport) -> str:
    """Return how a citizen's report stands, in one sentence."""
    if report.case is not None:
        return str(STATES.get(report.case.state, HANDLED))
    return str(STATES[report.state])


def reason_sentence(report: PublicReport) -> str:
    """Return why it is not followed, or nothing."""
    return str(REASONS[report.reason]) if report.reason else ""


def final_answer(report: PublicReport) -> str:
    """Return what the officer tells the citizen at the end, or nothing."""
    if report.case is not None:
        return report.case.public_answer if report.case.closed_at is not None else ""
    return report.answer


def status_notes(report: PublicReport) -> str:
    """Return all a citizen is told, in one line."""
    return " ".join(part for part in (state_sentence(report), reason_sentence(report), final_answer(report)) if part)
