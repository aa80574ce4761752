"""What the time bank stores: the ledger of hours and points, and the certificates that prove it."""

from timebank.models.certificate import Certificate, Issuer, Objection
from timebank.models.ledger import Account, Currency, Entry, ServiceRecord, StarGrade, Transaction

__all__ = [
    "Account",
    "Certificate",
    "Currency",
    "Entry",
    "Issuer",
    "Objection",
    "ServiceRecord",
    "StarGrade",
    "Transaction",
]
