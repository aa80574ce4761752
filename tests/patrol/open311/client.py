"""The independent client `three` (0.8.0, of 2013): it names `itertools.ifilter`, which Python 3 calls `filter`; the rest runs."""

import itertools
from typing import Any


def connect(url: str, key: str = "") -> Any:
    """Return the client at an endpoint, speaking JSON."""
    itertools.ifilter = filter  # type: ignore[attr-defined]
    try:
        from three import Three  # type: ignore[import-untyped]
    finally:
        del itertools.ifilter  # type: ignore[attr-defined]
    return Three(url, api_key=key, format="json")
