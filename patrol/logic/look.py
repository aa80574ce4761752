"""How a picture looks as a whole: how bright it is, and how much of it is green as leaves are."""

from PIL import Image

from patrol.logic.photo_facts import Look

SIDE = 48
# Leaves: green clearly above red and blue (excess green, Woebbecke and others 1995: 2G - R - B), and neither black nor white.
LEAST_EXCESS = 24
DARKEST, BRIGHTEST = 24, 240


def look_of(image: Image.Image) -> Look:
    """Look at an RGB picture at 48 × 48 pixels, in plain Python like the hash: no need to load numpy for it."""
    small = image.resize((SIDE, SIDE), Image.Resampling.BOX).convert("RGB")
    data = small.tobytes()
    pixels = [data[start : start + 3] for start in range(0, len(data), 3)]
    grey = sum(0.299 * red + 0.587 * green + 0.114 * blue for red, green, blue in pixels) / len(pixels)
    return Look(round(grey, 1), round(sum(map(_is_leaf, pixels)) / len(pixels), 3))


def _is_leaf(pixel: bytes) -> bool:
    red, green, blue = pixel
    return DARKEST <= green <= BRIGHTEST and 2 * green - red - blue >= LEAST_EXCESS
