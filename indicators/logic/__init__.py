"""What an indicator is, how its number is read, and when a number is not told. Plain values only."""
