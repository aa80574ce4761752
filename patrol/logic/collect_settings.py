"""The settings of ODK Collect as the square it scans: JSON, packed by zlib, as base64 (docs.getodk.org/collect-import-export)."""

import base64
import json
import zlib
from typing import Final

PROJECT_COLOUR: Final = "#b3321b"


def settings_text(server_url: str, project: str) -> str:
    """Return the text of the square that makes a project in Collect, with forms kept the same as the server's.

    Filled-in forms are sent as soon as there is a network, and stay on the phone until they are sent.
    """
    settings = {
        "general": {
            "protocol": "odk_default",
            "server_url": server_url.rstrip("/"),
            "form_update_mode": "match_exactly",
            "autosend": "wifi_and_cellular",
        },
        "admin": {},
        "project": {"name": project, "icon": project[:1], "color": PROJECT_COLOUR},
    }
    packed = zlib.compress(json.dumps(settings, ensure_ascii=False).encode(), 9)
    return base64.b64encode(packed).decode()
