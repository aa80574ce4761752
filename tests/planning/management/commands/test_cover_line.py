"""The command as a person runs it: its object, its words, its refusals."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

LINE = {"type": "LineString", "coordinates": [[116.0, 40.4], [116.01, 40.4]]}


@pytest.fixture
def line(tmp_path: Path) -> str:
    path = tmp_path / "line.geojson"
    path.write_text(json.dumps(LINE), encoding="utf-8")
    return str(path)


@pytest.fixture
def walked(tmp_path: Path) -> str:
    fixes = "".join(
        f'<trkpt lat="40.4" lon="{116 + step / 10_000}"><time>2024-06-01T00:{step // 2:02}:{step % 2 * 30:02}Z</time></trkpt>'
        for step in range(51)
    )
    path = tmp_path / "track.gpx"
    path.write_text(f"<gpx><trk><trkseg>{fixes}</trkseg></trk></gpx>", encoding="utf-8")
    return str(path)


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("cover_line", *arguments, stdout=out)
    return out.getvalue()


def test_one_object_is_printed(line: str, walked: str) -> None:
    found = json.loads(run(line, walked, walked, "--swath-m", "30", "--json"))
    assert found == {
        "length_m": 848.94,
        "covered_m": 443.85,
        "unknown_m": 0.0,
        "stretches": [[0.0, 443.85]],
        "unknown": [],
        "rejected": {"copy": 51},
    }


def test_words_are_printed_without_json(line: str, walked: str) -> None:
    assert run(line, walked).splitlines() == [
        "444 of 849 m seen (52.3%), 0 m not known",
        "  seen             0.0 –      443.9 m",
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["{line}", "absent.gpx"], "absent.gpx cannot be read: No such file or directory."),
        (["absent.geojson", "{track}"], "absent.geojson cannot be read: No such file or directory."),
        (["{track}", "{track}"], "{track} is not JSON."),
        (["{line}", "{line}"], "{line} is not well-formed XML, so it is no GPX file."),
        (["{line}", "{track}", "--swath-m", "0"], "The swath must be above 0 and at most 200 m."),
    ],
)
def test_refusal_is_one_sentence_and_exit_code_2(line: str, walked: str, arguments: list[str], sentence: str) -> None:
    with pytest.raises(CommandError) as refused:
        run(*(one.format(line=line, track=walked) for one in arguments))
    assert (str(refused.value), refused.value.returncode) == (sentence.format(line=line, track=walked), 2)
