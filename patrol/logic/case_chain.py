"""The chain of a case: found → told the owner → reported → order → re-inspection → closed; domain: handling of hazards."""

from typing import Final

OPEN: Final = ("found", "told_owner", "reported", "ordered", "reinspection")
ENDED: Final = ("closed", "dismissed", "merged")
# A step may leave out links of the chain (an emergency is reported at once), never go back.
NEXT: Final[dict[str, tuple[str, ...]]] = {
    "found": ("told_owner", "reported", "ordered", "reinspection", "dismissed"),
    "told_owner": ("reported", "ordered", "reinspection", "dismissed"),
    "reported": ("ordered", "reinspection"),
    "ordered": ("reinspection",),
    "reinspection": ("ordered", "closed"),
    "closed": (),
    "dismissed": (),
    "merged": (),
}
# Merging has its own way back; these are opened again.
CAN_REOPEN: Final = ("closed", "dismissed")


def can_step(state: str, to: str) -> bool:
    """Say whether a case in `state` may go to `to`."""
    return to in NEXT[state]
