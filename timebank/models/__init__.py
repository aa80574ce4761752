"""What the time bank stores: the ledger of hours and points, its rules, certificates that prove it, and rewards."""

from timebank.models.certificate import Certificate, Issuer, Objection
from timebank.models.ledger import Account, Currency, Entry, ServiceRecord, Transaction
from timebank.models.points import CharityPool, Gift, LotUse, PointLot, TrialBalance
from timebank.models.rewards import Item, Keeper, Proposal, Sponsor, Voucher
from timebank.models.rules import BankPolicy, GiftScheme, StarGrade

__all__ = [
    "Account",
    "BankPolicy",
    "Certificate",
    "CharityPool",
    "Currency",
    "Entry",
    "Gift",
    "GiftScheme",
    "Issuer",
    "Item",
    "Keeper",
    "LotUse",
    "Objection",
    "PointLot",
    "Proposal",
    "ServiceRecord",
    "Sponsor",
    "StarGrade",
    "Transaction",
    "TrialBalance",
    "Voucher",
]
