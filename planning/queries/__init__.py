"""What planning knows: duties, coverage, plans, and who can go."""
