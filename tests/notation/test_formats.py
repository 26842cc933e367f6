"""What a file's name says: which readers and writers there are, and what several tunes become."""

from pathlib import Path

import pytest

from songrnn.errors import MusicError, UsageError
from songrnn.notation.abc.parser import read_tune
from songrnn.notation.formats import READERS, WRITERS, Manner, Tune, writer_for

TUNES = [Tune("T:One\nM:4/4\nL:1/8\nK:D\nABcd|"), Tune("X:7\nT:Two\nK:G\n\nGABc|")]
MAGIC = {
    ".mid": b"MThd", ".midi": b"MThd", ".musicxml": b"<?xml", ".xml": b"<?xml", ".mxl": b"PK", ".svg": b"<",
    ".png": b"\x89PNG", ".wav": b"RIFF", ".flac": b"fLaC", ".ogg": b"OggS", ".mp3": b"",
}  # fmt: skip


@pytest.mark.parametrize("name", ["tune.pdf", "tune", "tune.mid.bak", ".mid"])
def test_an_unknown_format_is_refused_with_the_known_ones(name):
    with pytest.raises(UsageError, match=rf"'{name}' .*\.abc, \.mid, \.midi"):
        writer_for(Path(name))


@pytest.mark.parametrize("extension", WRITERS)
def test_every_format_is_found_in_upper_and_lower_case_and_writes_the_file(tmp_path, extension):
    for name in (f"a{extension}", f"b{extension.upper()}"):
        assert writer_for(Path(name))(TUNES[:1], tmp_path / name) == []
        assert (tmp_path / name).read_bytes().startswith(MAGIC[extension])
        assert (tmp_path / name).stat().st_size > 100


@pytest.mark.parametrize("extension", READERS)
def test_what_is_read_is_what_was_written(tmp_path, extension):
    path = tmp_path / f"a{extension}"
    writer_for(path)(TUNES[:1], path)
    (voice,) = READERS[extension](path).reading.score.voices
    assert [note.pitches[0].letter for bar in voice.bars for note in bar.notes if note.pitches] == list("ABCD")


def test_several_tunes_are_one_tunebook(tmp_path):
    writer_for(Path("a.abc"))(TUNES, tmp_path / "a.abc")
    assert (tmp_path / "a.abc").read_text() == ("X:1\nT:One\nM:4/4\nL:1/8\nK:D\nABcd|\n\nX:2\nT:Two\nK:G\nGABc|\n\n")


def test_several_tunes_are_numbered_midi_files(tmp_path):
    writer_for(Path("a.mid"))(TUNES, tmp_path / "a.mid")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a-1.mid", "a-2.mid"]
    assert b"One" in (tmp_path / "a-1.mid").read_bytes()


def test_one_tune_without_notes_is_an_error(tmp_path):
    with pytest.raises(MusicError, match="no notes"):
        writer_for(Path("a.mid"))([Tune("K:C\nz4|")], tmp_path / "a.mid")


def test_one_tune_without_notes_among_others_is_a_remark(tmp_path):
    (remark,) = writer_for(Path("a.mid"))([TUNES[0], Tune("K:C\nz4|"), TUNES[1]], tmp_path / "a.mid")
    assert remark.startswith("Tune 2 is not written: ")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a-1.mid", "a-3.mid"]


def test_what_midi_loses_is_said_in_one_sentence(tmp_path):
    remarks = writer_for(Path("a.mid"))([Tune("K:C\nC@D [E/0 ^/F|(1GA")], tmp_path / "a.mid")
    assert remarks == [
        "'a.mid': '@' means nothing here; '[' means nothing here; impossible length in 'E/0' and 2 more."
    ]


@pytest.mark.parametrize("via", ["symusic", "abc2midi"])
def test_other_writers_of_midi_write_midi_alone(tmp_path, via):
    path = tmp_path / "a.mid"
    assert writer_for(path, Manner(via=via))(TUNES[:1], path) == []
    assert path.read_bytes().startswith(b"MThd")
    with pytest.raises(UsageError, match=f"'{via}' writes MIDI alone"):
        writer_for(Path("a.wav"), Manner(via=via))


def test_a_manner_that_makes_no_sense_is_refused():
    for wrong in ({"via": "abc2mid"}, {"via": "abc2midi", "accompany": True}):
        with pytest.raises(UsageError):
            Manner(**wrong)


def test_a_score_is_written_as_abc_and_text_stays_as_it_came():
    score = read_tune("K:D\nA B c d|\n").score
    assert "ABcd|" in Tune(whole=score).abc
    assert Tune("K:D\nA B c d|\n").abc == "K:D\nA B c d|\n"


WORDY = Tune("C4:1/4  C4.E4:1/8 R:1/8 G4:1/2", notation="words")


@pytest.mark.parametrize("extension", [*WRITERS, ".abc", ".words"])
def test_note_words_are_written_in_every_format(tmp_path, extension):
    assert writer_for(Path(f"a{extension}"))([WORDY], tmp_path / f"a{extension}") == []
    assert (tmp_path / f"a{extension}").stat().st_size > 25


def test_several_tunes_are_lines_of_note_words(tmp_path):
    tunes = [TUNES[0], Tune("K:C\nz4|"), WORDY, Tune("C4 y", notation="words")]
    remarks = writer_for(Path("a.words"))(tunes, tmp_path / "a.words")
    lines = (tmp_path / "a.words").read_text().splitlines()
    assert lines == ["A4:1/8 B4:1/8 C#5:1/8 D5:1/8", "C4:1/4 C4.E4:1/8 R:1/8 G4:1/2", "C4 y"]
    assert remarks[0] == "Tune 2 is not written: there are no notes."
    assert remarks[1].startswith("'a.words': 'y' is no note word")


def test_a_file_of_note_words_needs_a_note(tmp_path):
    with pytest.raises(MusicError, match=r"no note to write into 'a\.words'"):
        writer_for(Path("a.words"))([Tune("K:C\nz4|")], tmp_path / "a.words")
    assert not list(tmp_path.iterdir())


def test_a_tune_stands_among_others_numbered_or_as_a_line():
    assert WORDY.entry(7) == "C4:1/4 C4.E4:1/8 R:1/8 G4:1/2\n"
    assert TUNES[1].entry(7) == "X:7\nT:Two\nK:G\nGABc|\n\n"


def test_note_words_and_abc_become_each_other():
    assert Tune(WORDY.abc).words == WORDY.words == " ".join(WORDY.text.split())
    assert "K:" in Tune("R:1/2", notation="words").abc
