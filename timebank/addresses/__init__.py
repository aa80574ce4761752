"""Addresses of the time bank beside `/hours/…`."""
