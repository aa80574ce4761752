"""Commands of `timebank`."""
