"""What only the journeys need; the product and the browser stand in `tests/browser_fixtures.py`."""

from pathlib import Path

from tests.browser_fixtures import PASSWORD, SCREENSHOTS, OpenPage, shoot, sign_in

__all__ = ["PASSWORD", "SCREENSHOTS", "OpenPage", "photograph", "shoot", "sign_in"]


def photograph(folder: Path, name: str, shade: int) -> Path:
    """Write a JPEG that no other photo resembles."""
    from PIL import Image

    image = Image.effect_noise((1200, 900), 60 + shade).convert("RGB")
    image.paste((shade % 255, (shade * 7) % 255, (shade * 13) % 255), (shade % 400, 100, 700, 300 + shade % 300))
    path = folder / f"{name}.jpg"
    image.save(path, quality=88)
    return path
