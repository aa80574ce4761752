"""Planning for machines: coverage and plans."""
