"""The planners' pages: home, coverage, plans."""
