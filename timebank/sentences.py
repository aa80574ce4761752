"""How the time bank's things are shown."""

import base64


def picture_address(png: bytes | memoryview) -> str:
    """Return a small picture as a data address."""
    return "data:image/png;base64," + base64.b64encode(bytes(png)).decode()
