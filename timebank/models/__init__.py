"""What the time bank stores: the ledger of hours and points, its rules, certificates and badges, rewards, and transfers."""

from timebank.models.certificate import Certificate, Issuer, Objection
from timebank.models.credential import Credential
from timebank.models.exchange_file import ExchangeFile
from timebank.models.ledger import Account, Currency, Entry, ServiceRecord, Transaction
from timebank.models.partner import Partner, PartnerKey, PartnerMessage, PartnerNonce
from timebank.models.points import CharityPool, Gift, LotUse, PointLot, TrialBalance
from timebank.models.rewards import Item, Keeper, Proposal, Sponsor, SponsorContact, Voucher
from timebank.models.rules import BankPolicy, GiftScheme, StarGrade
from timebank.models.transfer import IncomingBatch, IncomingItem, ReceivingCode, Transfer, TransferItem

__all__ = [
    "Account",
    "BankPolicy",
    "Certificate",
    "CharityPool",
    "Credential",
    "Currency",
    "Entry",
    "ExchangeFile",
    "Gift",
    "GiftScheme",
    "IncomingBatch",
    "IncomingItem",
    "Issuer",
    "Item",
    "Keeper",
    "LotUse",
    "Objection",
    "Partner",
    "PartnerKey",
    "PartnerMessage",
    "PartnerNonce",
    "PointLot",
    "Proposal",
    "ReceivingCode",
    "ServiceRecord",
    "Sponsor",
    "SponsorContact",
    "StarGrade",
    "Transaction",
    "Transfer",
    "TransferItem",
    "TrialBalance",
    "Voucher",
]
