"""Where an activity and a person's place in a shift stand, and every way from one state to the next: the whole of it on one page."""

from typing import Final

# An activity: (state, act) → state. `begin` and `finish` are done by the clock.
ACTIVITY_STATES: Final = ("draft", "published", "running", "finished", "cancelled")
ACTIVITY: Final[dict[tuple[str, str], str]] = {
    ("draft", "publish"): "published",
    ("draft", "cancel"): "cancelled",
    ("published", "begin"): "running",
    ("published", "cancel"): "cancelled",
    ("running", "finish"): "finished",
    ("running", "cancel"): "cancelled",
    # A further shift was added after the last one.
    ("finished", "begin"): "running",
}
# Whom strangers may read of, and for which one may still apply.
SHOWN: Final = frozenset({"published", "running", "finished"})
OPEN: Final = frozenset({"published", "running"})

# A person's place in a shift: (state, act) → state.
APPLICATION_STATES: Final = (
    "applied",
    "waiting",
    "accepted",
    "checked_in",
    "served",
    "no_show",
    "cancelled",
    "refused",
)
APPLICATION: Final[dict[tuple[str, str], str]] = {
    ("applied", "accept"): "accepted",
    ("applied", "wait"): "waiting",
    ("applied", "refuse"): "refused",
    ("applied", "cancel"): "cancelled",
    ("waiting", "accept"): "accepted",
    ("waiting", "refuse"): "refused",
    ("waiting", "cancel"): "cancelled",
    ("accepted", "check_in"): "checked_in",
    ("accepted", "miss"): "no_show",
    ("accepted", "refuse"): "refused",
    ("accepted", "cancel"): "cancelled",
    ("checked_in", "confirm"): "served",
    ("checked_in", "miss"): "no_show",
    # The list was wrong: somebody who was there had not been ticked.
    ("no_show", "check_in"): "checked_in",
    # Who gave a place back may ask again.
    ("cancelled", "apply"): "applied",
    ("cancelled", "accept"): "accepted",
    ("cancelled", "wait"): "waiting",
}
# Who holds one of the places of a shift; whose time is bound; who is still of it.
TAKING: Final = ("accepted", "checked_in", "served", "no_show")
BINDING: Final = ("accepted", "checked_in", "served")
ALIVE: Final = ("applied", "waiting", *TAKING)


def next_state(table: dict[tuple[str, str], str], state: str, act: str) -> str | None:
    """Return where the act leads from the state; None where it is not done there."""
    return table.get((state, act))


def moves(table: dict[tuple[str, str], str]) -> frozenset[tuple[str, str]]:
    """Return every (from, to) the table allows: what the database's wall allows, too."""
    return frozenset((state, to) for (state, _act), to in table.items())
