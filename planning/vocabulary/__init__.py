"""The seeded visit rules, ways of moving, and how long visits take."""

from pathlib import Path

from core.vocabulary import seed
from planning.models import TravelMode, VisitRule, VisitTime

FOLDER = Path(__file__).parent


def seed_all() -> int:
    """Insert or update them, but a rule that was ended stays so; return their number."""
    rules = seed(VisitRule, FOLDER / "visit_rules.json", only_new=("valid_to",))
    modes = seed(TravelMode, FOLDER / "travel_modes.json")
    return rules + modes + seed(VisitTime, FOLDER / "visit_times.json")
