"""When a place given back counts as given back late."""

from datetime import datetime, timedelta


def is_given_back_late(
    *, at: datetime, starts_at: datetime, late: timedelta, accepted_at: datetime, moved_at: datetime | None
) -> bool:
    """Say whether it is late: less than `late` before the start.

    Who promised another time than the shift has now (it was moved since) has as long again, from the moving, to say no.
    """
    if at <= starts_at - late:
        return False
    promised_another = moved_at is not None and accepted_at <= moved_at
    return not (promised_another and moved_at is not None and at <= moved_at + late)
