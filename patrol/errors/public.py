"""What is refused of citizens' reports, of hotlines and of webhooks."""

from django.utils.translation import gettext_lazy as _

from core.errors import Problem


class TooManyPublicReports(Problem):
    """More reports came from one network, browser or hotline than one sends."""

    code = "too_many_public_reports"
    status = 429
    sentence = _("Too many reports came from here. Wait an hour and send again; in danger call 110, 119 or 12345.")


class PublicReportConflict(Problem):
    """The id was used before for other content."""

    code = "public_report_conflict"
    status = 409
    sentence = _("This form was sent before with other content. What was sent first is kept; open a new form.")


class PublicReportDecided(Problem):
    """Another officer has decided about it."""

    code = "public_report_decided"
    status = 409
    sentence = _("This report has been decided already. Load the page again to see by whom.")


class DecisionIncomplete(Problem):
    """A decision about a citizen's report lacks its site, kind, case or reason; `missing` names it."""

    code = "decision_incomplete"
    status = 422
    sentence = _("Something is missing for this decision: choose the site, the case or the reason first.")


class SiteOutsideArea(Problem):
    """A case is opened at sites of one's own area only."""

    code = "site_outside_area"
    status = 422
    sentence = _("This site lies outside your area. Leave the report to the officer of its district.")


class CaseEnded(Problem):
    """Nothing is added to a case that has ended."""

    code = "case_ended"
    status = 409
    sentence = _("This case has ended. Open a new one for the report.")


class HotlineKeyWrong(Problem):
    """The key is missing, unknown or taken back."""

    code = "hotline_key_wrong"
    status = 403
    sentence = _("The api_key is missing or not valid. Ask the heritage authority for a key.")


class Open311Unknown(Problem):
    """No such service, request, token or jurisdiction; `what` names it."""

    code = "open311_unknown"
    status = 404
    sentence = _("{what} was not found. Read the list of services, or check the number.")


class Open311Missing(Problem):
    """A parameter that is needed was not sent; `what` names it."""

    code = "open311_missing"
    status = 400
    sentence = _("{what} was not provided. Send it and try again.")


class Open311Wrong(Problem):
    """A parameter cannot be read; `what` names it."""

    code = "open311_wrong"
    status = 400
    sentence = _("{what} cannot be read. Correct its value and send again.")


class WebhookUrlRefused(Problem):
    """The address is not HTTPS, cannot be read, or leads into a private network."""

    code = "webhook_url_refused"
    status = 422
    sentence = _(
        "This address is never called: it must begin with https:// and name a public host, without a password."
    )


class TooManyWebhooks(Problem):
    """A person keeps as many subscriptions as one needs."""

    code = "too_many_webhooks"
    status = 409
    sentence = _("There are {limit} subscriptions already. End those that nobody needs any more.")


class WebhookStopped(Problem):
    """Nothing is sent to a subscription that is stopped."""

    code = "webhook_stopped"
    status = 409
    sentence = _("This subscription is stopped. Start it again first.")
