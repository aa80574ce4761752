"""Draws the demo's photos, 1024 × 768 pixels: the same site always looks the same, every visit a little different."""

import random
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import ExifTags, Image, ImageChops, ImageDraw, ImageFont

from patrol.demo.scenery import HEIGHT, PALETTES, WIDTH, Brush, Camera, Palette, backdrop, subject_of

QUALITY: Final = 82
CAPTION_PX: Final = 30
# What the hand's movement cuts off the foot of a picture.
CUT_PX: Final = 60
# A font with Chinese signs where the machine has one; else the caption is in Latin letters only.
FONTS: Final = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/System/Library/Fonts/PingFang.ttc",
)


@dataclass(frozen=True, slots=True)
class Scene:
    """What a photo shows: the site, the role (far, near, finding), the visit as a seed, and when by the camera.

    From a photo point the same view is taken again: then `standpoint` names it, and only the hand moves a little.
    """

    code: str
    name_zh: str
    category: str
    role: str
    visit: str
    taken_at: str
    standpoint: str = ""
    is_damaged: bool = False


def draw_photo(scene: Scene) -> bytes:
    """Return the photo as JPEG, its time in EXIF and "demo drawing" written on it."""
    # The looks of a site follow from its code, light, season and standpoint from the visit.
    looks = random.Random(scene.code)  # noqa: S311 - the same picture every time
    moment = random.Random(f"{scene.standpoint or scene.visit} {scene.role}")  # noqa: S311
    image = Image.new("RGB", (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(image)
    horizon = HEIGHT * moment.uniform(0.5, 0.78)
    backdrop(draw, moment, horizon)
    camera = _camera(scene.role, moment, horizon)
    brush = Brush(draw, camera, _palette(looks), looks.randint(3, 7))
    subject_of(scene.name_zh, scene.category)(brush)
    if scene.role == "finding":
        _crack(draw, moment)
    if scene.is_damaged:
        _hole(draw, camera)
    image = _dappled(image, random.Random(f"{scene.code} {scene.visit} {scene.role}"))  # noqa: S311
    _caption(ImageDraw.Draw(image), scene, foot=HEIGHT - (CUT_PX if scene.standpoint else 0))
    if scene.standpoint:
        image = _held(image, random.Random(f"{scene.visit} hand"))  # noqa: S311
    return _jpeg(image, scene)


def _dappled(image: Image.Image, rng: random.Random) -> Image.Image:
    """Lay the shade of clouds and trees on it: no two moments have the same light, as no two photos have."""
    columns, rows = 7, 5
    spots = Image.frombytes("L", (columns, rows), rng.randbytes(columns * rows))
    shade = spots.resize(image.size, Image.Resampling.BICUBIC).point([120 + level * 135 // 255 for level in range(256)])
    return ImageChops.multiply(image, Image.merge("RGB", (shade, shade, shade)))


def _camera(role: str, rng: random.Random, horizon: float) -> Camera:
    if role == "far":
        return Camera(WIDTH * rng.uniform(0.28, 0.72), horizon + rng.uniform(5, 50), rng.uniform(210, 330))
    scale = rng.uniform(620, 900) if role == "near" else rng.uniform(1300, 1700)
    return Camera(WIDTH * rng.uniform(0.1, 0.9), HEIGHT * rng.uniform(0.86, 1.25), scale)


def _held(image: Image.Image, rng: random.Random) -> Image.Image:
    """Turn and shift the picture as another hand on another day does."""
    shift = (rng.randint(-18, 18), rng.randint(-10, 10))
    turned = image.rotate(rng.uniform(-1.5, 1.5), Image.Resampling.BICUBIC, translate=shift)
    edge = 40
    return turned.crop((edge, edge * HEIGHT // WIDTH, WIDTH - edge, HEIGHT - edge * HEIGHT // WIDTH)).resize(image.size)


def _hole(draw: ImageDraw.ImageDraw, camera: Camera) -> None:
    """Draw a place where the wall has come down, with its rubble."""
    places = [(-0.26, 0.4), (-0.1, 0.52), (0.12, 0.46), (0.24, 0.3), (0.16, 0.1), (-0.2, 0.14)]
    draw.polygon(camera.all(places), fill=(206, 190, 160))
    for x, y in ((-0.12, 0.36), (0.02, 0.24), (0.1, 0.38), (-0.05, 0.16)):
        draw.polygon(camera.all([(x - 0.06, y), (x, y + 0.05), (x + 0.06, y), (x, y - 0.04)]), fill=(70, 60, 52))
    draw.polygon(camera.all([(-0.3, 0.0), (-0.12, 0.12), (0.1, 0.1), (0.28, 0.0)]), fill=(150, 138, 120))


def _palette(rng: random.Random) -> Palette:
    return rng.choice(PALETTES)


def _crack(draw: ImageDraw.ImageDraw, rng: random.Random) -> None:
    """Draw a crack with a scale beside it."""
    x, y = WIDTH * rng.uniform(0.35, 0.6), HEIGHT * 0.15
    places = [(x, y)]
    while y < HEIGHT * 0.75:
        x, y = x + rng.uniform(-26, 26), y + rng.uniform(18, 46)
        places.append((x, y))
    draw.line(places, fill=(38, 32, 30), width=rng.randint(3, 8), joint="curve")
    left, top = WIDTH * 0.72, HEIGHT * 0.4
    for step in range(6):
        shade = (245, 245, 240) if step % 2 else (30, 30, 30)
        draw.rectangle((left + 24 * step, top, left + 24 * step + 24, top + 20), fill=shade)


def _caption(draw: ImageDraw.ImageDraw, scene: Scene, foot: int) -> None:
    font, has_chinese = _font()
    # From a photo point another day on the picture would look like a change.
    day = "" if scene.standpoint else scene.taken_at
    words = ("演示图", scene.name_zh, day) if has_chinese else ("Demo drawing", scene.code, day)
    text = " · ".join(word for word in words if word)
    draw.rectangle((0, foot - CAPTION_PX - 20, WIDTH, HEIGHT), fill=(28, 28, 30))
    draw.text((18 + HEIGHT - foot, foot - CAPTION_PX - 14), text, font=font, fill=(244, 240, 230))


@cache
def _font() -> tuple[ImageFont.ImageFont | ImageFont.FreeTypeFont, bool]:
    for name in FONTS:
        if Path(name).is_file():
            return ImageFont.truetype(name, CAPTION_PX - 4), True
    return ImageFont.load_default(CAPTION_PX - 4), False


def _jpeg(image: Image.Image, scene: Scene) -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Model] = "Heritage Patrol demo drawing"
    moment = exif.get_ifd(ExifTags.IFD.Exif)
    moment[ExifTags.Base.DateTimeOriginal] = scene.taken_at.replace("-", ":")
    moment[ExifTags.Base.OffsetTimeOriginal] = "+08:00"
    out = BytesIO()
    image.save(out, "JPEG", quality=QUALITY, exif=exif)
    return out.getvalue()
