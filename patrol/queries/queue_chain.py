"""The entries of a phone's queue that came so far."""

from patrol.models import QueueEntry


def entries_around(device: str, sequence: int) -> list[QueueEntry]:
    """Return the phone's entries with this number, the one before and the one after, in their order."""
    near = QueueEntry.objects.filter(device=device, sequence__range=(sequence - 1, sequence + 1))
    return list(near.order_by("sequence", "report"))
