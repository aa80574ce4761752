"""S3-compatible storage for photos, told apart from the disk by nothing but the setting."""

from typing import Any

from botocore.config import Config
from storages.backends.s3 import S3Storage

PATIENCE = {
    "connect_timeout": 5,
    "read_timeout": 30,
    "retries": {"max_attempts": 3, "mode": "standard"},
    "s3": {"addressing_style": "path"},
    "signature_version": "s3v4",
    # The checksums of newer clients are refused by older servers; bytes are named by their SHA-256 anyway.
    "request_checksum_calculation": "when_required",
    "response_checksum_validation": "when_required",
}


class Bucket(S3Storage):  # type: ignore[misc]
    """A bucket whose files keep their name: the same name is the same content."""

    def get_default_settings(self) -> dict[str, Any]:
        """Keep files private, under their own names, and give up on a server that does not answer."""
        usual: dict[str, Any] = super().get_default_settings()
        return {**usual, "file_overwrite": True, "default_acl": None, "client_config": Config(**PATIENCE)}
