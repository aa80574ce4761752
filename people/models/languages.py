"""Words kept in Chinese and English."""

from django.utils.translation import get_language


def in_language(chinese: str, english: str) -> str:
    """Return the text in the reader's language, falling back on the Chinese."""
    return english if english and not (get_language() or "zh").startswith("zh") else chinese
