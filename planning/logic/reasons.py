"""Reasons of our own for leaving a site out of a plan, beside those of the solver (`assign.OmissionReason`)."""

from enum import StrEnum


class OwnReason(StrEnum):
    """Why a site is in no visit though the solver was not asked about it."""

    NOT_SOLVED = "not_solved"
    REMOVED = "removed"
    ALREADY_ASKED = "already_asked"
    CLOSED = "closed"
    SUSPENDED = "suspended"
