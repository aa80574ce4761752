"""Reads the squares (QR codes) of screens and papers as a camera does, by a decoder that shares nothing with what draws them."""

import subprocess
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import zxingcpp
from PIL import Image
from playwright.sync_api import Locator

DOTS_PER_INCH = 150


def read_square_on_screen(shown: Locator) -> str:
    """Return what a square says as the page shows it."""
    [text] = _texts_in(shown.screenshot())
    return text


def read_square_on_paper(pdf: bytes) -> str:
    """Return what the one square on the pages of a PDF says, as they come out of a printer."""
    with TemporaryDirectory() as folder:
        printer = ["pdftoppm", "-png", "-r", str(DOTS_PER_INCH), "-", f"{folder}/page"]
        subprocess.run(printer, input=pdf, check=True)
        [text] = [text for page in sorted(Path(folder).iterdir()) for text in _texts_in(page.read_bytes())]
    return text


def _texts_in(picture: bytes) -> list[str]:
    with Image.open(BytesIO(picture)) as image:
        return [str(found.text) for found in zxingcpp.read_barcodes(image.convert("L"))]
