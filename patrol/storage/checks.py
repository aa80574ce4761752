"""Whether the storage of photos can be written and read: asked by `manage.py check --deploy`."""

from io import BytesIO
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.core.files import File
from django.core.files.storage import FileSystemStorage, storages

from core.ids import new_id

PROBE = b"written by manage.py check"


@register("photos", deploy=True)
def photo_storage_answers(**_: Any) -> list[CheckMessage]:
    """Write a file to the bucket, read it and delete it; a folder needs no such trial."""
    shelf = storages["photos"]
    if isinstance(shelf, FileSystemStorage):
        return []
    name = f"probe/{new_id()}.txt"
    # Whatever the server or the line does wrong ends here as one sentence.
    try:
        shelf.save(name, File(BytesIO(PROBE)))
        with shelf.open(name) as stream:
            is_right = stream.read() == PROBE
        shelf.delete(name)
    except Exception as error:
        return [_error(str(error))]
    return [] if is_right else [_error("what was written reads otherwise")]


def _error(why: str) -> Error:
    hint = "Correct PHOTO_STORAGE_URL: address, bucket, key and secret, and what the key may do (read, write, delete)."
    return Error(f"The storage of photos does not work: {why}", hint=hint, id="patrol.E001")
