"""The seeded words about people."""

from pathlib import Path

from core.vocabulary import seed
from people.models import Skill

FOLDER = Path(__file__).parent


def seed_all() -> int:
    """Insert or update the skills; return their number."""
    return seed(Skill, FOLDER / "skills.json")
