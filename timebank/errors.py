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


class HoursOnTheirWay(Problem):
    """The hours are held for a transfer to another platform."""

    code = "hours_on_their_way"
    status = 409
    sentence = _("These hours are on their way to another platform. Stop that transfer first, or wait for its end.")


class PartnerNotAdmitted(Problem):
    """No key of the platform is admitted and valid, or the exchange with it was stopped."""

    code = "partner_not_admitted"
    status = 409
    sentence = _("Nothing is exchanged with this platform now. A second administrator must admit its key first.")


class PartnerKeyWrong(Problem):
    """What was given is no public key, or its time runs backwards."""

    code = "partner_key_wrong"
    status = 422
    sentence = _("This is no public key of another platform (Ed25519, base64url), or it is our own. Copy it once more.")


class PartnerKnown(Problem):
    """The platform, or its key, is in the register already."""

    code = "partner_known"
    status = 409
    sentence = _("This platform or key is in the register already. Look for it in the list.")


class RecordsNotFree(Problem):
    """A record was taken back, is on its way already, or was not served here."""

    code = "records_not_free"
    status = 409
    sentence = _(
        "One of these records cannot be handed over: it was taken back, or is on its way already. Choose again."
    )


class TransferOver(Problem):
    """What is asked does not go with the state of the transfer."""

    code = "transfer_over"
    status = 409
    sentence = _("This transfer is {state}, so this cannot be done any more. Load the page again.")


class TooManyCodes(Problem):
    """The person has several receiving codes that nobody used."""

    code = "too_many_codes"
    status = 409
    sentence = _("You have {limit} receiving codes that are not used yet. Use one of them, or wait until they end.")


class SignatureWrong(Problem):
    """The call is not signed by an admitted key of a partner, is for somebody else, or was changed on the way."""

    code = "signature_wrong"
    status = 401
    sentence = _("This message is not signed by a key admitted here, or it was changed on its way.")


class MessageStale(Problem):
    """The call was signed too long ago."""

    code = "message_stale"
    status = 409
    sentence = _("This message was signed too long ago, or the clocks differ by more than five minutes. Sign it again.")


class MessageReplayed(Problem):
    """The very same call came before."""

    code = "message_replayed"
    status = 409
    sentence = _("This very call came before. Whoever repeats a message signs it anew.")


class MessageDiffers(Problem):
    """The number or the step of the batch was used for another message."""

    code = "message_differs"
    status = 409
    sentence = _("This number, or this step of the batch, was used for another message.")


class MessageUnreadable(Problem):
    """The body is no message of the protocol."""

    code = "message_unreadable"
    status = 400
    sentence = _("This is no message of the transfer protocol. Its description is in docs/exchange.md.")


class CredentialUnknown(Problem):
    """There is nothing such a badge could be made of."""

    code = "credential_unknown"
    status = 409
    sentence = _("A badge is made of an issued certificate, or of a star level you have reached.")


class ExchangeFileWrong(Problem):
    """The file is no exchange file of the mapping in force."""

    code = "exchange_file_wrong"
    status = 422
    sentence = _("This is no exchange file we can read ({why}). It is XML or JSON of mapping {version}, 20 MB at most.")
