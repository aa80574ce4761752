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
    sentence = _(
        "This day already holds as many hours of service as the rule allows. Nothing more can be credited to it."
    )


class PointsMissing(Problem):
    """There are not enough points."""

    code = "points_missing"
    status = 409
    sentence = _("You have {have} points, and this needs {need}. Points come with every verified service.")


class NotOffered(Problem):
    """The item is not in the catalogue, or not any more."""

    code = "item_not_offered"
    status = 409
    sentence = _("This is not in the catalogue any more. Choose something else.")


class SoldOut(Problem):
    """Nothing is left of the item."""

    code = "item_sold_out"
    status = 409
    sentence = _("Somebody else has just taken the last one. No points were taken from you.")


class EnoughTaken(Problem):
    """The person has taken as many of the item as one may."""

    code = "item_enough_taken"
    status = 409
    sentence = _("Everybody may take {most} of these. Leave the others to somebody else.")


class BudgetSpent(Problem):
    """The sponsor's promise does not cover the item any more."""

    code = "sponsor_budget_spent"
    status = 409
    sentence = _("The sponsor has given what was promised. Choose something else, or come back later.")


class VoucherTaken(Problem):
    """The id names another voucher."""

    code = "voucher_differs"
    status = 409
    sentence = _("This request was sent before, for something else. Load the page again.")


class VoucherOver(Problem):
    """The voucher was redeemed, cancelled or expired."""

    code = "voucher_over"
    status = 409
    sentence = _("This voucher is {state} already. A voucher counts once.")


class VoucherElsewhere(Problem):
    """The item is handed out at other service points."""

    code = "voucher_elsewhere"
    status = 409
    sentence = _("This is not handed out at this service point. The voucher says where.")


class ProposalOver(Problem):
    """Somebody decided already."""

    code = "proposal_over"
    status = 409
    sentence = _("Somebody decided about this already. Load the page again.")


class FourEyes(Problem):
    """The same person proposes and decides."""

    code = "four_eyes"
    status = 403
    sentence = _("You proposed this yourself. Somebody else has to decide about it.")


class RelativeUnknown(Problem):
    """No account goes by this address and name."""

    code = "relative_unknown"
    status = 422
    sentence = _("Nobody with an account goes by this name and address together. Ask your relative how they signed up.")


class GiftTooLarge(Problem):
    """More than the scheme lets one give in a year."""

    code = "gift_too_large"
    status = 409
    sentence = _("This scheme still lets you give {left} this year.")


class GiftNotCovered(Problem):
    """The giver has not as much."""

    code = "gift_not_covered"
    status = 409
    sentence = _("There is not as much on the account. Give less, or wait.")


class GiftOver(Problem):
    """The gift was answered or taken back."""

    code = "gift_over"
    status = 409
    sentence = _("This gift is {state} already.")


class PoolClosed(Problem):
    """The pool takes nothing any more."""

    code = "pool_closed"
    status = 409
    sentence = _("This good cause takes no more points. Choose another one.")
