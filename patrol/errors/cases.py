"""What is refused about a case."""

from django.utils.translation import gettext_lazy as _

from core.errors import Problem


class ReinspectorReported(Problem):
    """Nobody re-inspects the damage they reported themselves."""

    code = "reinspector_reported"
    status = 409
    sentence = _("{person} reported this damage. Choose somebody else to look again.")


class VisitHeld(Problem):
    """Somebody else has an open visit to the site; `person` names them."""

    code = "visit_held"
    status = 409
    sentence = _("{person} already has an open visit to this site. Ask them to re-inspect, or wait until it is done.")


class HandlerUnfit(Problem):
    """The person does not handle cases of the area."""

    code = "handler_unfit"
    status = 422
    sentence = _("{person} does not handle cases here. Choose an officer of the district.")


class CasesNotMergeable(Problem):
    """Two cases are merged only where both are open, of one site, and not the same."""

    code = "cases_not_mergeable"
    status = 409
    sentence = _("Only two open cases of one site become one. Look at both again.")


class FindingElsewhere(Problem):
    """The finding is of another site, or belongs to another case."""

    code = "finding_elsewhere"
    status = 409
    sentence = _("This finding belongs to another case or site. Load the page again.")


class SplitNotPossible(Problem):
    """A split takes some findings of an open case and leaves some."""

    code = "split_not_possible"
    status = 409
    sentence = _("Choose the findings of the other damage, but leave at least one here. Only an open case is split.")


class UndoNotPossible(Problem):
    """The case moved on since, or there is nothing to take back."""

    code = "undo_not_possible"
    status = 409
    sentence = _("This can no longer be taken back: the case moved on since. Merge, split or open it again instead.")


class OrderNumberTaken(Problem):
    """The case has an order of this number."""

    code = "order_number_taken"
    status = 409
    sentence = _("This case already has an order of the number {number}. Look at it, or give another number.")


class DatesWrong(Problem):
    """An end lies before its beginning, or a day that must have come has not."""

    code = "dates_wrong"
    status = 422
    sentence = _("These days do not fit: an end lies before its beginning, or a day has not come yet. Correct them.")


class WorkFinished(Problem):
    """A piece of work that ended does not change."""

    code = "work_finished"
    status = 409
    sentence = _("This work is already recorded as finished. Record what was done later as another piece of work.")


class DocumentNotAllowed(Problem):
    """An order's document is no PDF, JPEG or PNG."""

    code = "document_not_allowed"
    status = 415
    sentence = _("The document must be a PDF, a JPEG or a PNG. Scan it once more and choose that file.")


class DocumentTooLarge(Problem):
    """An order's document is larger than a scan of some pages is."""

    code = "document_too_large"
    status = 413
    sentence = _("The document is larger than {limit_mb} MB. Scan it in a lower resolution.")
