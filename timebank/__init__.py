"""The ledger: hours and points as double entries."""
