"""What the young may agree to: under 14 nothing without their guardian, under 18 not everything (PIPL Art. 31)."""

from collections.abc import Collection
from typing import Final

OF_AGE: Final = 18
CHILD: Final = 14
# What a young person of 14 to 17 decides with their guardian: what goes out to strangers.
WITH_GUARDIAN: Final = frozenset({"public_name", "picture", "transfer"})


def needs_guardian(age: int | None, purpose: str) -> bool:
    """Say whether a guardian must agree too; whose age nobody knows is taken to be of age, as the profile asks for it first."""
    if age is None or age >= OF_AGE:
        return False
    return age < CHILD or purpose in WITH_GUARDIAN


def may_consent(age: int | None, purpose: str, guardian_agreed: Collection[str]) -> bool:
    """Say whether a person of this age may consent, given what their guardian agreed to."""
    return not needs_guardian(age, purpose) or purpose in guardian_agreed
