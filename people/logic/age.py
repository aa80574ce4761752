"""How old somebody is at least, from what is known of their birth."""

from datetime import date


def least_age(on: date, *, born_on: date | None, birth_year: int | None) -> int | None:
    """Return the age in full years on that day; from the year alone the age they have for certain; None: nothing is known."""
    if born_on is not None:
        has_had_birthday = (on.month, on.day) >= (born_on.month, born_on.day)
        return on.year - born_on.year - (not has_had_birthday)
    return None if birth_year is None else on.year - birth_year - 1
