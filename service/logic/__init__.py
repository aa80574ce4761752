"""What is true of activities: plain rules on plain values."""
