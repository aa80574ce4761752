"""What we know of the time bank."""

from timebank.queries.ledger import (
    Standing,
    balance,
    is_reversed,
    is_time_free,
    service_records,
    standing,
    trial_balance,
)

__all__ = ["Standing", "balance", "is_reversed", "is_time_free", "service_records", "standing", "trial_balance"]
