"""QR codes as drawings: a page draws them itself, and asks nobody."""

from typing import Any

import qrcode
from qrcode.constants import ERROR_CORRECT_L


def square(text: str, border: int = 4) -> dict[str, Any]:
    """Return the QR code of a text as SVG: the side in modules with its white border, and the dark ones as a path."""
    code = qrcode.QRCode(border=border, error_correction=ERROR_CORRECT_L)
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return {"side": len(rows), "path": path}
