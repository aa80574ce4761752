"""The machine door of the field."""
