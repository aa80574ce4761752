"""What nobody has looked at, and who should go."""
