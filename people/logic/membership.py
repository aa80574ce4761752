"""How a membership goes on: which act leads from which state to which. The database keeps the same table (`membership_moves`)."""

from typing import Final

# act: (states it starts from, state it leads to, who: the manager or the person)
ACTS: Final[dict[str, tuple[frozenset[str], str, str]]] = {
    "accept": (frozenset({"applied"}), "active", "manager"),
    "refuse": (frozenset({"applied"}), "refused", "manager"),
    "suspend": (frozenset({"active"}), "suspended", "manager"),
    "restore": (frozenset({"suspended"}), "active", "manager"),
    "end": (frozenset({"active", "suspended"}), "left", "manager"),
    "join": (frozenset({"invited"}), "active", "person"),
    "decline": (frozenset({"invited"}), "refused", "person"),
    "withdraw": (frozenset({"applied"}), "left", "person"),
    "leave": (frozenset({"active", "suspended"}), "left", "person"),
}
MANAGER, PERSON = "manager", "person"


def acts_from(state: str, who: str) -> list[str]:
    """Return what the manager, or the person, may do in a state."""
    return [act for act, (start, _end, whose) in ACTS.items() if state in start and whose == who]
