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
