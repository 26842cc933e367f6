import importlib.util
import struct
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from songrnn.errors import UsageError
from songrnn.notation.audio import soundfont
from songrnn.notation.audio.instruments import RATE
from songrnn.notation.audio.synthesizer import frames
from songrnn.notation.audio.timeline import Timeline, Tone

TONES = Timeline((Tone(0.0, 1.0, 69), Tone(1.0, 1.0, 72, grace=True), Tone(0.0, 2.0, 57, 1)), 2.0)


def chunk(name, content):
    return name.encode() + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def records(pattern, *rows):
    return b"".join(struct.pack(pattern, *row) for row in rows)


def sine_font(path):
    """A SoundFont of one instrument that plays a looped sine of A4, 100 samples a period."""
    period = (20_000 * np.sin(np.arange(4_400) * 2 * np.pi / 100)).astype("<i2").tobytes() + bytes(92)
    parts = {
        "phdr": records("<20sHHHIII", (b"Sine", 0, 0, 0, 0, 0, 0), (b"EOP", 0, 0, 1, 0, 0, 0)),
        "pbag": records("<HH", (0, 0), (1, 0)),
        "pmod": bytes(10),
        "pgen": records("<HH", (41, 0), (0, 0)),  # instrument 0
        "inst": records("<20sH", (b"Sine", 0), (b"EOI", 1)),
        "ibag": records("<HH", (0, 0), (2, 0)),
        "imod": bytes(10),
        "igen": records("<HH", (54, 1), (53, 0), (0, 0)),  # looped; sample 0
        "shdr": records(
            "<20sIIIIIBbHH",
            (b"Sine", 0, 4_400, 100, 4_300, RATE, 69, 4, 0, 1),  # 441 Hz, four cents above 440
            (b"EOS", 0, 0, 0, 0, 0, 0, 0, 0, 0),
        ),
    }
    info = chunk("LIST", b"INFO" + chunk("ifil", struct.pack("<HH", 2, 1)))
    samples = chunk("LIST", b"sdta" + chunk("smpl", period))
    presets = chunk("LIST", b"pdta" + b"".join(chunk(name, content) for name, content in parts.items()))
    path.write_bytes(chunk("RIFF", b"sfbk" + info + samples + presets))
    return path


def test_a_soundfont_plays_the_notes_at_their_pitches(tmp_path):
    pytest.importorskip("tinysoundfont")
    what = Timeline((Tone(0.5, 1.0, 69),), 1.5)
    sound = soundfont.play(what, sine_font(tmp_path / "sine.sf2"))
    assert sound.shape == (2, frames(what))
    assert np.abs(sound[:, : RATE // 2 - 100]).max() < 1e-4
    heard = np.abs(np.fft.rfft(sound[0, round(0.6 * RATE) : round(1.4 * RATE)]))
    assert heard.argmax() / 0.8 == pytest.approx(441, abs=2)
    assert np.abs(sound[:, -1]).max() < 1e-6


@pytest.mark.parametrize("content", [b"", b"RIFF", b"RIFF\xff\xff\xff\x7fsfbk" + b"LIST" * 99])
def test_a_broken_soundfont_is_named(tmp_path, content):
    font = tmp_path / "broken.sf2"
    font.write_bytes(content)
    with pytest.raises(soundfont.SoundFontError, match=r"broken\.sf2' cannot be played"):
        soundfont.play(TONES, font)


def test_a_player_that_dies_is_no_traceback(tmp_path, monkeypatch):
    child = tmp_path / "soundfont_child.py"
    child.write_text("import os; os.abort()")
    monkeypatch.setattr(soundfont, "__file__", str(tmp_path / "soundfont.py"))
    with pytest.raises(soundfont.SoundFontError, match=r"f\.sf2' cannot be played; give another"):
        soundfont.play(TONES, tmp_path / "f.sf2")


def test_a_player_that_hangs_is_ended(tmp_path, monkeypatch):
    child = tmp_path / "soundfont_child.py"
    child.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(soundfont, "__file__", str(tmp_path / "soundfont.py"))
    monkeypatch.setattr(soundfont, "_LIMITS", replace(soundfont._LIMITS, seconds=0.2))
    with pytest.raises(soundfont.SoundFontError, match="it takes more than"):
        soundfont.play(TONES, tmp_path / "f.sf2")


def test_voices_have_channels_and_notes_end_before_others_begin():
    order = soundfont._order(TONES, soundfont.Path("f.sf2"))
    assert [one["channel"] for one in order["channels"]] == [0, 1]
    assert [one["program"] for one in order["channels"]] == [21, 40]
    at_one = [event for event in order["events"] if event[0] == RATE]
    assert at_one == [(RATE, 0, 69, 0), (RATE, 0, 72, 75)]
    many = Timeline(tuple(Tone(0.0, 1.0, 60, voice) for voice in range(40)), 1.0)
    assert {one["channel"] for one in soundfont._order(many, soundfont.Path("f"))["channels"]} == {*range(16)} - {9}


def test_the_setting_names_a_soundfont_and_an_argument_goes_before_it(tmp_path, monkeypatch):
    one, other = tmp_path / "one.sf2", tmp_path / "other.sf2"
    one.touch()
    other.touch()
    monkeypatch.delenv(soundfont.SETTING, raising=False)
    assert soundfont.named(None) is None
    monkeypatch.setenv(soundfont.SETTING, str(one))
    assert soundfont.named(None) == one
    assert soundfont.named(other) == other
    monkeypatch.setenv(soundfont.SETTING, str(tmp_path / "none\x1b.sf2"))
    with pytest.raises(UsageError, match=r"none\ufffd\.sf2'; give a \.sf2 file, or unset SONGRNN_SOUNDFONT"):
        soundfont.named(None)


def test_an_installed_soundfont_is_found_beside_pretty_midi_or_with_the_system(tmp_path, monkeypatch):
    monkeypatch.setattr(soundfont, "_FOLDERS", (tmp_path / "system", tmp_path / "nowhere"))
    origin = SimpleNamespace(origin=str(tmp_path / "__init__.py"))
    monkeypatch.setattr(soundfont, "find_spec", lambda name: origin if name == "pretty_midi" else None)
    assert soundfont.installed() is None
    assert not soundfont.can_play()
    (tmp_path / "system").mkdir()
    (tmp_path / "system" / "b.sf2").touch()
    (tmp_path / "system" / "a.sf2").touch()
    assert soundfont.installed() == tmp_path / "system" / "a.sf2"
    (tmp_path / "TimGM6mb.sf2").touch()
    assert soundfont.installed() == tmp_path / "TimGM6mb.sf2"


def test_can_play_says_whether_tinysoundfont_is_there():
    assert soundfont.can_play() == (importlib.util.find_spec("tinysoundfont") is not None)
