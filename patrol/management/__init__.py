"""Commands of `patrol`."""
