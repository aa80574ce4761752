"""What the time bank stores: the ledger of hours and points, the certificates and badges that prove it, and transfers."""

from timebank.models.certificate import Certificate, Issuer, Objection
from timebank.models.credential import Credential
from timebank.models.exchange_file import ExchangeFile
from timebank.models.ledger import Account, Currency, Entry, ServiceRecord, StarGrade, Transaction
from timebank.models.partner import Partner, PartnerKey, PartnerMessage, PartnerNonce
from timebank.models.transfer import IncomingBatch, IncomingItem, ReceivingCode, Transfer, TransferItem

__all__ = [
    "Account",
    "Certificate",
    "Credential",
    "Currency",
    "Entry",
    "ExchangeFile",
    "IncomingBatch",
    "IncomingItem",
    "Issuer",
    "Objection",
    "Partner",
    "PartnerKey",
    "PartnerMessage",
    "PartnerNonce",
    "ReceivingCode",
    "ServiceRecord",
    "StarGrade",
    "Transaction",
    "Transfer",
    "TransferItem",
]
