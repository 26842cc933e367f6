import wave

import pytest

from songrnn.errors import MusicError, UsageError
from songrnn.notation.abc.parser import read_tune
from songrnn.notation.audio import soundfont as fonts
from songrnn.notation.audio import write_audio
from songrnn.notation.audio.synthesizer import TAIL

TUNE = "X:1\nT:Two voices\nM:4/4\nL:1/4\nQ:1/4=120\nK:G\nV:1\nGABc|d2d2|\nV:2\nG,2D,2|G,4|\n"


@pytest.fixture(autouse=True)
def without_soundfonts(monkeypatch):
    """Whatever is installed on this machine."""
    monkeypatch.delenv("SONGRNN_SOUNDFONT", raising=False)
    monkeypatch.setattr(fonts, "installed", lambda: None)


def score(abc=TUNE):
    return read_tune(abc).score


def seconds(path):
    with wave.open(str(path)) as file:
        return file.getnframes() / file.getframerate()


def test_a_tune_becomes_a_sound_file_that_lasts_as_long_as_it_is_played(tmp_path):
    assert write_audio(score(), tmp_path / "tune.WAV") == []
    assert seconds(tmp_path / "tune.WAV") == pytest.approx(4 + TAIL, abs=0.01)
    assert [path.name for path in tmp_path.iterdir()] == ["tune.WAV"]


def test_the_same_score_makes_the_same_file(tmp_path):
    write_audio(score(), tmp_path / "one.wav")
    write_audio(score(), tmp_path / "two.wav")
    assert (tmp_path / "one.wav").read_bytes() == (tmp_path / "two.wav").read_bytes()


def test_a_silence_that_is_cut_down_is_remarked(tmp_path):
    remarks = write_audio(score("L:1/1\nK:C\nC z9 C|\n"), tmp_path / "tune.wav")
    assert remarks == ["'tune.wav': silences of more than 4 s are cut down to 4 s."]


def test_nothing_is_written_of_a_tune_without_notes(tmp_path):
    with pytest.raises(MusicError, match="no notes"):
        write_audio(score("K:C\nz4|\n"), tmp_path / "tune.wav")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(UsageError, match="cannot be written"):
        write_audio(score(), tmp_path / "nowhere" / "tune.wav")


def test_a_soundfont_that_nothing_can_play_is_remarked_and_the_tune_still_sounds(tmp_path, monkeypatch):
    font = tmp_path / "piano.sf2"
    font.touch()
    monkeypatch.setattr(fonts, "can_play", lambda: False)
    monkeypatch.setenv("SONGRNN_SOUNDFONT", str(font))
    remarks = write_audio(score(), tmp_path / "tune.wav")
    assert "'piano.sf2' is not used" in remarks[0]
    assert "pip install --no-deps tinysoundfont" in remarks[0]
    assert seconds(tmp_path / "tune.wav") > 4


def broken(*_):
    raise fonts.SoundFontError("It is no good.")


def test_a_soundfont_that_is_asked_for_and_no_good_is_an_error(tmp_path, monkeypatch):
    font = tmp_path / "piano.sf2"
    font.touch()
    monkeypatch.setattr(fonts, "can_play", lambda: True)
    monkeypatch.setattr(fonts, "play", broken)
    with pytest.raises(UsageError, match="It is no good"):
        write_audio(score(), tmp_path / "tune.wav", soundfont=font)
    monkeypatch.setattr(fonts, "installed", lambda: font)
    assert write_audio(score(), tmp_path / "tune.wav") == ["It is no good. songrnn's own synthesizer plays instead."]


def test_a_soundfont_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(UsageError, match=r"no SoundFont '.*none\.sf2'"):
        write_audio(score(), tmp_path / "tune.wav", soundfont=tmp_path / "none.sf2")
