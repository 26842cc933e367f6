from pathlib import Path

import pytest

from songrnn.errors import MusicError, UsageError
from songrnn.notation.formats import WRITERS, writer_for

TUNES = ["T:One\nM:4/4\nL:1/8\nK:D\nABcd|", "X:7\nT:Two\nK:G\n\nGABc|"]


@pytest.mark.parametrize("name", ["tune.svg", "tune.wav", "tune", "tune.mid.bak", ".mid"])
def test_an_unknown_format_is_refused_with_the_known_ones(name):
    with pytest.raises(UsageError, match=rf"'{name}' .*\.abc, \.mid, \.midi"):
        writer_for(Path(name))


@pytest.mark.parametrize("extension", WRITERS)
def test_every_format_is_found_in_upper_and_lower_case_and_writes_the_file(tmp_path, extension):
    for name in (f"a{extension}", f"b{extension.upper()}"):
        assert writer_for(Path(name))(TUNES[:1], tmp_path / name) == []
        assert (tmp_path / name).stat().st_size > 0


def test_several_tunes_are_one_tunebook(tmp_path):
    writer_for(Path("a.abc"))(TUNES, tmp_path / "a.abc")
    assert (tmp_path / "a.abc").read_text() == ("X:1\nT:One\nM:4/4\nL:1/8\nK:D\nABcd|\n\nX:2\nT:Two\nK:G\nGABc|\n\n")


def test_several_tunes_are_numbered_midi_files(tmp_path):
    writer_for(Path("a.mid"))(TUNES, tmp_path / "a.mid")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a-1.mid", "a-2.mid"]
    assert b"One" in (tmp_path / "a-1.mid").read_bytes()


def test_one_tune_without_notes_is_an_error(tmp_path):
    with pytest.raises(MusicError, match="no notes"):
        writer_for(Path("a.mid"))(["K:C\nz4|"], tmp_path / "a.mid")


def test_one_tune_without_notes_among_others_is_a_remark(tmp_path):
    (remark,) = writer_for(Path("a.mid"))([TUNES[0], "K:C\nz4|", TUNES[1]], tmp_path / "a.mid")
    assert remark.startswith("Tune 2 is not written: ")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a-1.mid", "a-3.mid"]


def test_what_midi_loses_is_said_in_one_sentence(tmp_path):
    remarks = writer_for(Path("a.mid"))(["K:C\nC@D [E/0 ^/F|(1GA"], tmp_path / "a.mid")
    assert remarks == [
        "'a.mid': '@' means nothing here; '[' means nothing here; impossible length in 'E/0' and 2 more."
    ]
