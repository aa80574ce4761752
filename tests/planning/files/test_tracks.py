from pathlib import Path

import numpy as np
import pytest

from planning.files.tracks import UnreadableTrack, read_gpx

EDGE = Path(__file__).resolve().parents[4] / "shared" / "data" / "tracks" / "gpxpy_edge"
FIX = '<trkpt lat="40.4" lon="116"><time>2024-06-01T00:00:00{zone}</time>{more}</trkpt>'


def gpx(folder: Path, inside: str, head: str = 'xmlns="http://www.topografix.com/GPX/1/1"') -> Path:
    path = folder / "one.gpx"
    path.write_text(f"<gpx {head}>{inside}</gpx>", encoding="utf-8")
    return path


def test_segments_of_a_track_belong_together_and_tracks_do_not(tmp_path: Path) -> None:
    one = FIX.format(zone="Z", more="")
    path = gpx(
        tmp_path, f"<trk><trkseg>{one}</trkseg><trkseg>{one}{one}</trkseg></trk><trk><trkseg>{one}</trkseg></trk>"
    )
    assert [len(track) for track in read_gpx(path)] == [3, 1]


@pytest.mark.parametrize(("zone", "seconds"), [("Z", 0), ("", 0), ("+08:00", -28_800), (".250Z", 0.25)])
def test_times_are_utc_unless_they_say_otherwise(tmp_path: Path, zone: str, seconds: float) -> None:
    path = gpx(tmp_path, f"<trk><trkseg>{FIX.format(zone=zone, more='')}</trkseg></trk>")
    assert read_gpx(path)[0].at_s.tolist() == [1_717_200_000 + seconds]


@pytest.mark.parametrize(
    ("more", "metres"),
    [
        ("<hdop>2</hdop>", 10),
        ("<accuracy>7.5</accuracy><hdop>2</hdop>", 7.5),
        ("<hdop>2</hdop><extensions><x:accuracy xmlns:x='u'>3</x:accuracy></extensions>", 3),
        ("<hdop>unknown</hdop>", np.nan),
        ("", np.nan),
    ],
)
def test_accuracy_is_read_from_what_the_device_tells(tmp_path: Path, more: str, metres: float) -> None:
    path = gpx(tmp_path, f"<trk><trkseg>{FIX.format(zone='Z', more=more)}</trkseg></trk>", head="")
    np.testing.assert_equal(read_gpx(path)[0].accuracy_m.tolist(), [metres])


def test_prefixes_that_are_never_declared_are_read(tmp_path: Path) -> None:
    inside = FIX.format(zone="Z", more='<extensions><dev:accuracy dev:of="x">3</dev:accuracy></extensions>')
    (track,) = read_gpx(gpx(tmp_path, f"<trk><trkseg>{inside}</trkseg></trk>"))
    assert (track.lat.tolist(), track.accuracy_m.tolist()) == ([40.4], [3.0])


def test_unreadable_fix_is_kept_to_be_counted(tmp_path: Path) -> None:
    path = gpx(tmp_path, "<trk><trkseg><trkpt lat='x'><time>soon</time></trkpt><!-- gone --></trkseg></trk>")
    (track,) = read_gpx(path)
    assert np.isnan([track.lon[0], track.lat[0], track.at_s[0]]).all()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "{} is not well-formed XML, so it is no GPX file."),
        ("<gpx>", "{} is not well-formed XML, so it is no GPX file."),
        ("<kml/>", "{} is XML, but no GPX file."),
        ('<!DOCTYPE g [<!ENTITY a "b">]><gpx>&a;</gpx>', "{} is not well-formed XML, so it is no GPX file."),
    ],
)
def test_other_files_are_refused(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "one.gpx"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableTrack) as refused:
        read_gpx(path)
    assert str(refused.value) == sentence.format(path)


@pytest.mark.real_data
def test_files_of_every_oddity_are_read() -> None:
    counts = {path.name: sum(map(len, read_gpx(path))) for path in EDGE.glob("*.gpx")}
    assert len(counts) == 28
    assert {
        name: n for name, n in counts.items() if name in ("Mojstrovka.gpx", "korita-zbevnica.gpx", "route.gpx")
    } == {
        "Mojstrovka.gpx": 184,
        "korita-zbevnica.gpx": 871,
        "route.gpx": 0,
    }
