"""Commands of `planning`."""
