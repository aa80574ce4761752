"""What the ledger refuses."""

from django.utils.translation import gettext_lazy as _

from core.errors import Problem


class ServiceOverlaps(Problem):
    """The person has already been credited for a part of this time."""

    code = "service_overlaps"
    status = 409
    sentence = _("Part of this time has already been credited to the same person. Correct the times first.")


class NothingServed(Problem):
    """There is no verified service in the time asked for."""

    code = "nothing_served"
    status = 422
    sentence = _("There is no verified service in this time. Choose another time, or wait until a report is accepted.")


class IssuerMissing(Problem):
    """The organisation has not said yet who answers for its certificates."""

    code = "issuer_missing"
    status = 409
    sentence = _(
        "Your organisation has not yet said who issues its certificates. Ask its manager to fill in that page; it takes "
        "a minute."
    )


class CertificateWaits(Problem):
    """The person asked already, and the week is not over."""

    code = "certificate_waits"
    status = 409
    sentence = _("You asked for a certificate already; it is in its week of public notice. Take that one back first.")


class CertificateOver(Problem):
    """What is asked does not go with the state of the certificate."""

    code = "certificate_over"
    status = 409
    sentence = _("This certificate is {state}, so this cannot be done any more. Load the page again.")


class NoticeRuns(Problem):
    """The week is not over, or an objection waits for its answer."""

    code = "notice_runs"
    status = 409
    sentence = _("The week of public notice is not over, or an objection still waits for its answer.")


class DocumentDiffers(Problem):
    """The number typed for the paper is not the one the certificate was asked for with."""

    code = "document_differs"
    status = 422
    sentence = _("This is not the number you gave when you asked for the certificate. Check it and type it again.")


class DayFull(Problem):
    """The days of the service hold as much as they may."""

    code = "day_full"
    status = 409
    sentence = _("This day already holds as many hours of service as the rule allows. Nothing more can be credited to it.")


class PointsMissing(Problem):
    """There are not enough points."""

    code = "points_missing"
    status = 409
    sentence = _("You have {have} points, and this needs {need}. Points come with every verified service.")
