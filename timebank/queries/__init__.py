"""What we know of the time bank."""

from timebank.queries.bank import is_day_full
from timebank.queries.ledger import (
    Standing,
    balance,
    is_reversed,
    is_time_free,
    served_seconds,
    service_records,
    standing,
    trial_balance,
)

__all__ = [
    "Standing",
    "balance",
    "is_day_full",
    "is_reversed",
    "is_time_free",
    "served_seconds",
    "service_records",
    "standing",
    "trial_balance",
]
