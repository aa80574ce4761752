"""Measurements: commands that print figures, never tests."""
