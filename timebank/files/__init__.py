"""Files the time bank gives and takes."""
