"""What the desk refuses: judging one's own, voting twice, deciding alone, appeals out of time."""

from django.utils.translation import gettext_lazy as _

from core.errors import Problem


class OwnOrganisation(Problem):
    """A report entered by hand is judged outside the organisation it comes from."""

    code = "own_organisation"
    status = 403
    sentence = _("This report was entered by hand within your own organisation. An officer from outside decides.")


class VotedAlready(Problem):
    """Each reviewer has one vote on a report."""

    code = "voted_already"
    status = 409
    sentence = _("You have said already what should become of this report. Another officer confirms it.")


class VoteNotOffered(Problem):
    """Where two reviewers disagree, the third chooses between their votes; `offered` names them."""

    code = "vote_not_offered"
    status = 409
    sentence = _("Two officers disagree about this report. Choose one of the two decisions that the page offers.")


class NotRoutine(Problem):
    """A report is accepted together with others only where nothing about it asks for a person's eyes."""

    code = "not_routine"
    status = 409
    sentence = _("This report is no longer routine. Open it and decide on its own page.")


class JudgedBefore(Problem):
    """A second look is taken by somebody who did not judge the report before."""

    code = "judged_before"
    status = 403
    sentence = _("You judged this report before. Somebody else takes the second look.")


class DecisionFinal(Problem):
    """An appeal decided, or the acceptance was taken back before."""

    code = "decision_final"
    status = 409
    sentence = _("This report was taken back or appealed before; what was decided then stands.")


class SpotCheckOver(Problem):
    """The spot check was answered before, or there is none."""

    code = "spot_check_over"
    status = 409
    sentence = _("There is no open spot check of this report. Load the page again.")


class AppealNotPossible(Problem):
    """Only a rejection or an acceptance taken back can be appealed."""

    code = "appeal_not_possible"
    status = 409
    sentence = _("Only a rejected report can be appealed. Load the page again.")


class AppealTooLate(Problem):
    """The time to appeal is over."""

    code = "appeal_too_late"
    status = 409
    sentence = _("The {days} days in which you could appeal are over. Visit the site again and send a new report.")


class AppealedBefore(Problem):
    """A report is appealed once."""

    code = "appealed_before"
    status = 409
    sentence = _("You have appealed about this report before. The answer to that appeal stands.")


class AppealEmpty(Problem):
    """An appeal says why."""

    code = "appeal_empty"
    status = 422
    sentence = _("Say why you think that the decision is wrong.")


class AppealOver(Problem):
    """The appeal was answered before."""

    code = "appeal_over"
    status = 409
    sentence = _("Another officer has answered this appeal. Load the page again.")
