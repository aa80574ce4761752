"""What the field knows."""
