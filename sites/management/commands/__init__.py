"""Commands of `sites`."""
