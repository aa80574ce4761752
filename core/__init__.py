"""What every other app stands on; knows no domain word."""
