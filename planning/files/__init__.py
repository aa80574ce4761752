"""Files that planning reads: tracks and lines."""
