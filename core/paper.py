"""Paper: a page as PDF, and the square on it that leads back to the product. Nothing is fetched for a page."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import qrcode
from django.contrib.staticfiles import finders
from PIL import ImageFile

from core.errors import PaperUnavailable


def as_pdf(html: str, *, styles: Sequence[str]) -> bytes:
    """Return the page as PDF, in the style sheets of those static names; nothing is fetched, from no host and no disk.

    Raises PaperUnavailable where the machine lacks Pango.
    """
    try:
        # Loads Pango, and is slow to load: only who prints needs it.
        from weasyprint import CSS, HTML
        from weasyprint.urls import URLFetcher
    except OSError as error:
        raise PaperUnavailable from error
    # WeasyPrint switches this on for the whole process, and then half a photo would pass for one.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    fetcher = URLFetcher(allowed_protocols=("data",))
    sheets = [CSS(string=_static(name), url_fetcher=fetcher) for name in styles]
    pdf: bytes = HTML(string=html, url_fetcher=fetcher).write_pdf(stylesheets=sheets)
    return pdf


def square(text: str, *, border: int = 0) -> dict[str, Any]:
    """Return the QR code of a text as SVG: the side in modules, and the dark ones as a path; on a screen it needs a border."""
    code = qrcode.QRCode(border=border)
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return {"side": len(rows), "path": path}


def _static(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found).read_text(encoding="utf-8")
