"""Writes to the register, one module a subject."""

from sites.actions.places import end_place_grant, grant_place, set_condition

__all__ = ["end_place_grant", "grant_place", "set_condition"]
