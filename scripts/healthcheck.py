"""Ask the web process of this container whether it serves; the exit code is the answer (0 well, 1 not)."""

import os
import urllib.error
import urllib.request
from urllib.parse import urlsplit


def main() -> int:
    """Call /healthz as the proxy would: with the public host name and over what it calls HTTPS."""
    port = os.environ.get("HEALTHCHECK_PORT", "8000")
    host = urlsplit(os.environ.get("PUBLIC_URL", "http://localhost")).netloc
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/healthz", headers={"Host": host, "X-Forwarded-Proto": "https"}
    )
    try:
        with urllib.request.urlopen(request, timeout=4) as response:  # noqa: S310  # our own http address
            return 0 if response.status == 200 else 1
    except (urllib.error.URLError, OSError) as error:
        print(error)
        return 1


if __name__ == "__main__":
    raise SystemExit(main())
