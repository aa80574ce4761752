"""Pages of the field work."""
