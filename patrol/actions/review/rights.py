"""Who may judge a report; the same walls stand in the database."""

from core.errors import NotAllowed
from patrol.errors import OwnReport
from patrol.errors.review import JudgedBefore, OwnOrganisation
from patrol.models import Report
from patrol.permissions import can_review_reports
from patrol.queries.impartial import has_judged, is_of_own_organisation, is_own
from people.models import User


def refuse_unfit(*, by: User, report: Report) -> None:
    """Refuse `NotAllowed` (another area), `OwnReport`, and `OwnOrganisation` for what it entered by hand."""
    if not can_review_reports(by, report.site.district_id):
        raise NotAllowed
    if is_own(by, report):
        raise OwnReport
    if is_of_own_organisation(by, report):
        raise OwnOrganisation


def refuse_judge(*, by: User, report: Report) -> None:
    """Refuse as `refuse_unfit`, and `JudgedBefore` to whoever judged the report before."""
    refuse_unfit(by=by, report=report)
    if has_judged(by, report):
        raise JudgedBefore
