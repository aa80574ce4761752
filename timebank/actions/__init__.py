"""What the time bank does: postings of the ledger, and certificates."""

from timebank.actions.postings import SERVICE_ISSUED, award, restore, reverse

__all__ = ["SERVICE_ISSUED", "award", "restore", "reverse"]
