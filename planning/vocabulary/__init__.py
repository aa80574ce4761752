"""The seeded visit rules."""

from pathlib import Path

from core.vocabulary import seed
from planning.models import VisitRule

FOLDER = Path(__file__).parent


def seed_all() -> int:
    """Insert or update the visit rules; return their number."""
    return seed(VisitRule, FOLDER / "visit_rules.json")
