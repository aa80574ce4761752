"""Pictures made for the tests of photos."""

import random
from pathlib import Path

import pillow_heif
from PIL import ExifTags, Image

pillow_heif.register_heif_opener()
SAVED_AS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "heic": "HEIF"}


def picture(seed: int = 1, size: tuple[int, int] = (320, 240)) -> Image.Image:
    """Paint soft clouds of colour, the same for the same seed."""
    source = random.Random(seed)
    dots = bytes(source.randrange(256) for _ in range(8 * 6 * 3))
    return Image.frombytes("RGB", (8, 6), dots).resize(size, Image.Resampling.BICUBIC)


def exif(**tags: object) -> Image.Exif:
    """Write a camera's block: tags of EXIF and GPS by name, orientation and camera in the main one."""
    block = Image.Exif()
    for name, value in tags.items():
        if name.startswith("GPS"):
            block.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS[name].value] = value
        elif name in {"Orientation", "Make", "Model"}:
            block[ExifTags.Base[name].value] = value
        else:
            block.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base[name].value] = value
    return block


def saved(folder: Path, suffix: str = "jpg", seed: int = 1, block: Image.Exif | None = None) -> Path:
    """Save the picture in the folder."""
    path = folder / f"photo-{seed}.{suffix}"
    picture(seed).save(path, SAVED_AS[suffix], exif=(block or Image.Exif()).tobytes())
    return path
