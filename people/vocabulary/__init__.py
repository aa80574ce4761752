"""The seeded words about people."""

from pathlib import Path

from core.vocabulary import seed
from people.models import ConsentText, Skill

FOLDER = Path(__file__).parent


def seed_all() -> int:
    """Insert or update the skills and what is consented to; return their number."""
    return seed(Skill, FOLDER / "skills.json") + seed(ConsentText, FOLDER / "consent_texts.json")
