"""Who looks after an area."""

from django.db.models import QuerySet

from people.models import Role, User


def officers_of(area: str) -> QuerySet[User]:
    """Return the active officers whose area holds the division code."""
    prefixes = [area[:length] for length in range(len(area) + 1)]
    held = {"role_grants__role": Role.OFFICER, "role_grants__revoked_at": None, "role_grants__area__in": prefixes}
    return User.objects.filter(is_active=True, **held).distinct()
