"""What planning does: plans are asked for, solved, changed by hand and published."""
