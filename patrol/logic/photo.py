"""Photos as hostile input: what a file is, what it says, and a clean copy of it. No name and no header is trusted.

Every function may be given any bytes and either answers or raises UnreadablePhoto. A decoder can still crash, or eat
memory and time, so files from outside go through `photo_guard`, which runs this in a process of its own.
"""

import io
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pillow_heif
from PIL import Image, ImageCms

from core.logic.hashing import stream_sha256
from patrol.logic.exif import exif_facts
from patrol.logic.look import look_of
from patrol.logic.phash import phash
from patrol.logic.photo_facts import PhotoFacts, UnreadablePhoto
from patrol.logic.provenance import provenance_of

MAX_BYTES = 25 * 1024 * 1024
# The largest common phone picture has 50 megapixels (8192 × 6144): as JPEG and HEIC, what phones write, it decodes
# within the guard's memory; a WebP or PNG of that size may not, and is then refused as too_much_memory.
MAX_PIXELS = 51_000_000
PHASH_SOURCE_PX = 256
QUALITY = 85
# Formats we take, and how the decoder is called.
DECODERS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "heic": "HEIF"}
HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"mif1")
# What a browser or a PDF reader takes for its own when it sniffs the head of a file.
FOREIGN_HEADS = (b"%pdf-", b"<!doctype", b"<html", b"<script", b"<svg", b"<iframe", b"<?php")
SNIFFED_BYTES = 1024
ENCODERS = {".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)


def read_facts(path: Path) -> PhotoFacts:
    """Say what a file is and holds, decoding it wholly so that a truncated one is found; raises UnreadablePhoto."""
    with _opened(path) as (name, image):
        exif = exif_facts(image)
        width, height = image.size if exif.orientation < 5 else image.size[::-1]
        image.thumbnail((PHASH_SOURCE_PX, PHASH_SOURCE_PX))
        small = _flat(image)
        fingerprint, look = phash(_upright(small, exif.orientation)), look_of(small)
    with path.open("rb") as stream:
        sha256 = stream_sha256(stream)
    return PhotoFacts(name, width, height, sha256, fingerprint, exif, look, provenance_of(path, name))


def write_thumbnail(source: Path, target: Path, max_px: int) -> None:
    """Write an upright copy at most `max_px` on its longer side, without metadata; raises UnreadablePhoto.

    The suffix of `target` chooses JPEG or WebP; ValueError for another.
    """
    _write_clean(source, target, max_px)


def strip_metadata(source: Path, target: Path) -> None:
    """Write an upright copy at full size holding the pixels and nothing else; raises UnreadablePhoto."""
    _write_clean(source, target, None)


def _write_clean(source: Path, target: Path, max_px: int | None) -> None:
    encoder = ENCODERS.get(target.suffix.lower())
    if encoder is None:
        raise ValueError(f"cannot write {target.suffix}")
    with _opened(source) as (_, image):
        orientation = exif_facts(image).orientation
        if max_px is not None:
            image.thumbnail((max_px, max_px))
        clean = _upright(_flat(_in_srgb(image)), orientation)
        clean.info.clear()
    # Outside the block: a full disk is no fault of the photo. Nothing of `info` is left that the encoder could write.
    clean.save(target, encoder, quality=QUALITY)


@contextmanager
def _opened(path: Path) -> Iterator[tuple[str, Image.Image]]:
    """Check and open a photo; whatever fails in the block on its account becomes UnreadablePhoto."""
    name = _checked_format(path)
    # Decoders of hostile files raise nearly every kind of error; each of them means the same to us.
    try:
        with Image.open(path, formats=[DECODERS[name]]) as image:
            _refuse_bomb(image)
            yield name, image
    except UnreadablePhoto:
        raise
    except Image.DecompressionBombError as error:
        raise UnreadablePhoto("too_many_pixels") from error
    except MemoryError as error:
        raise UnreadablePhoto("too_much_memory") from error
    except Exception as error:
        raise UnreadablePhoto("damaged") from error


def _refuse_bomb(image: Image.Image) -> None:
    """Look at the size a header claims before anything is unpacked."""
    if image.width * image.height > MAX_PIXELS:
        raise UnreadablePhoto("too_many_pixels")


def _checked_format(path: Path) -> str:
    """Name the format by the first bytes, after looking at size and at what else the file might be."""
    head = _head(path)
    name = _format_of(head)
    if name is None:
        raise UnreadablePhoto("format_not_taken")
    if any(mark in head.lower() for mark in FOREIGN_HEADS) or _is_archive(path):
        raise UnreadablePhoto("two_formats_at_once")
    return name


def _head(path: Path) -> bytes:
    """Return the first bytes of a file that is one and has a size we take; a pipe or a device is never opened."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise UnreadablePhoto("not_a_file")
        if found.st_size == 0:
            raise UnreadablePhoto("empty")
        if found.st_size > MAX_BYTES:
            raise UnreadablePhoto("too_many_bytes")
        with path.open("rb") as stream:
            return stream.read(SNIFFED_BYTES)
    except PermissionError as error:
        raise UnreadablePhoto("not_readable") from error
    except (OSError, ValueError) as error:
        raise UnreadablePhoto("missing") from error


def _format_of(head: bytes) -> str | None:
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    return "heic" if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS else None


def _is_archive(path: Path) -> bool:
    """Spot a ZIP behind the picture, which opens as a program or a document elsewhere; other trailing data is honest.

    Phones append films, depth maps and a second picture, so the end of the picture need not be the end of the file.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return bool(archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def _flat(image: Image.Image) -> Image.Image:
    """Decode wholly, to red, green and blue; what is transparent becomes white."""
    image.load()
    if image.mode == "RGB":
        return image
    if not image.has_transparency_data:
        return image.convert("RGB")
    layered = image.convert("RGBA")
    paper = Image.new("RGB", layered.size, "white")
    paper.paste(layered, mask=layered.getchannel("A"))
    return paper


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    turn = TURNS.get(orientation)
    return image if turn is None else image.transpose(turn)


def _in_srgb(image: Image.Image) -> Image.Image:
    """Bring a wide-gamut picture to sRGB, since its profile will not travel with it; a broken profile is passed over."""
    profile = image.info.get("icc_profile")
    if not isinstance(profile, bytes) or image.mode != "RGB":
        return image
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        changed = ImageCms.profileToProfile(image, given, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return changed if changed is not None else image
