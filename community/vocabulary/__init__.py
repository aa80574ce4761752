"""The seeded list of sensitive words and the calls of the seasons."""

from pathlib import Path

from community.models import SeasonalCall, SensitiveWord
from core.vocabulary import seed

FOLDER = Path(__file__).parent


def seed_all() -> int:
    """Insert or update words and calls; return their number. Words that somebody added or ended stay as they are."""
    return seed(SensitiveWord, FOLDER / "sensitive_words.json") + seed(SeasonalCall, FOLDER / "seasonal_calls.json")
