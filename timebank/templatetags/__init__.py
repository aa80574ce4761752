"""Template tags of the time bank."""
