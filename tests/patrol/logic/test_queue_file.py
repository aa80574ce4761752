import io
import json
import zipfile

import pytest

from patrol.logic.queue_file import QueueFileError, opened_queue_file

SAID = {"format": "heritage-queue", "version": 1, "person": "me", "entries": [{"id": "1"}]}
NAME = f"photos/{'ab' * 32}"


def packed(members: dict[str, bytes | str], compression: int = zipfile.ZIP_STORED) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out


def refusal(stream: io.BytesIO) -> str:
    with pytest.raises(QueueFileError) as refused, opened_queue_file(stream):
        pass
    return refused.value.code


def test_opened_queue_file_gives_entries_and_photos() -> None:
    with opened_queue_file(packed({"queue.json": json.dumps(SAID), NAME: b"photo"})) as file:
        assert (file.person, file.entries, set(file.photos)) == ("me", ({"id": "1"},), {"ab" * 32})
        with file.photo("ab" * 32) as stream:
            assert stream.read() == b"photo"


@pytest.mark.parametrize(
    "members",
    [
        {NAME: b"photo"},
        {"queue.json": "{"},
        {"queue.json": "[]"},
        {"queue.json": b"\xff"},
        {"queue.json": "[" * 100_000},
        {"queue.json": json.dumps({**SAID, "version": 2})},
        {"queue.json": json.dumps({**SAID, "format": "other"})},
        {"queue.json": json.dumps({**SAID, "entries": {}})},
        {"queue.json": json.dumps({**SAID, "entries": [0] * 501})},
    ],
)
def test_opened_queue_file_refuses_what_is_none(members: dict[str, bytes | str]) -> None:
    assert refusal(packed(members)) == "unreadable"


def test_opened_queue_file_refuses_what_is_no_archive() -> None:
    whole = packed({"queue.json": json.dumps(SAID)}).getvalue()
    for data in (b"", b"PK\x03\x04", whole[:-30], whole.replace(b"heritage", b"HERITAGE")):
        assert refusal(io.BytesIO(data)) == "unreadable"


@pytest.mark.parametrize("name", ["../queue.json", "/etc/passwd", "photos/../x", "photos/AB", "photos/", "run.exe"])
def test_opened_queue_file_refuses_strange_names(name: str) -> None:
    assert refusal(packed({"queue.json": json.dumps(SAID), name: b"x"})) == "hostile"


def test_opened_queue_file_refuses_what_unpacks_to_more_than_it_is() -> None:
    said = json.dumps(SAID)
    assert refusal(packed({"queue.json": said, NAME: bytes(10_000)}, zipfile.ZIP_DEFLATED)) == "hostile"
    plain = packed({"queue.json": said, NAME: bytes(1000)}).getvalue()
    central = plain.rindex(b"PK\x01\x02")
    # The last member claims a hundred times its bytes.
    grown = plain[: central + 20] + (100_000).to_bytes(4, "little") * 2 + plain[central + 28 :]
    assert refusal(io.BytesIO(grown)) == "hostile"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_opened_queue_file_refuses_a_name_that_stands_twice() -> None:
    out = packed({"queue.json": json.dumps(SAID)})
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("queue.json", json.dumps(SAID))
    assert refusal(out) == "hostile"


def test_opened_queue_file_refuses_what_is_encrypted() -> None:
    data = bytearray(packed({"queue.json": json.dumps(SAID)}).getvalue())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    assert refusal(io.BytesIO(bytes(data))) == "hostile"
