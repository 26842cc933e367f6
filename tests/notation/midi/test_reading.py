import subprocess
import sys
from pathlib import Path

import pytest

from songrnn.errors import MusicError, UsageError
from songrnn.notation.apart import Ended
from songrnn.notation.midi import child, reading
from songrnn.notation.midi.events import KeyEvent, MeterEvent, Strike
from songrnn.notation.midi.reading import events_of, read_events

pytest.importorskip("symusic")
ON, OFF, END = b"\x90\x3c\x40", b"\x80\x3c\x40", (0, b"\xff\x2f\x00")


def number(value):
    digits = [value & 127]
    while value := value >> 7:
        digits.append(value & 127 | 128)
    return bytes(reversed(digits))


def track(*events):
    body = b"".join(number(delta) + event for delta, event in events)
    return b"MTrk" + len(body).to_bytes(4, "big") + body


def midi(*tracks, ticks=480, count=None):
    head = b"".join(value.to_bytes(2, "big") for value in (1, count or len(tracks), ticks))
    return b"MThd\x00\x00\x00\x06" + head + b"".join(tracks)


@pytest.fixture
def read(tmp_path):
    """Reads a file of these bytes."""

    def reader(content):
        path = tmp_path / "tune.mid"
        path.write_bytes(content)
        return read_events(path)

    return reader


def test_notes_signs_and_names_are_read(read):
    signs = (0, b"\xff\x51\x03\x09\x27\xc0"), (0, b"\xff\x58\x04\x06\x03\x18\x08"), (0, b"\xff\x59\x02\xfd\x01")
    notes = (
        (0, b"\xff\x03\x03Oud"),
        (0, b"\xc1\x28"),
        (10, b"\x91\x3c\x40"),
        (0, b"\x91\x40\x41"),
        (90, b"\x81\x40\x00"),
    )
    drums = (0, b"\x99\x24\x40"), (10, b"\x89\x24\x40")
    found = read(midi(track(*signs, END), track(*notes, (5, b"\x81\x3c\x00"), END), track(*drums, END)))
    assert (found.ticks, found.meters, found.keys) == (480, (MeterEvent(0, 6, 8),), (KeyEvent(0, -3, True),))
    assert [(one.onset, round(one.quarters, 3)) for one in found.tempos] == [(0, 100.0)]
    assert found.tracks[0].strikes == (Strike(10, 95, 60, 64), Strike(10, 90, 64, 65))
    assert [(one.name, one.program, one.drums) for one in found.tracks] == [("Oud", 40, False), ("", 0, True)]


def test_a_wrapped_file_is_read(read):
    inside = midi(track((0, ON), (10, OFF), END))
    assert read(b"RIFF\x00\x00\x00\x00RMIDdata\x00\x00\x00\x00" + inside).tracks[0].strikes == (Strike(0, 10, 60, 64),)


def test_of_signs_at_one_tick_the_last_counts(read):
    signs = [(0, b"\xff\x58\x04" + bytes([beats]) + b"\x02\x18\x08") for beats in (4, 3)]
    assert read(midi(track(*signs, (0, ON), (10, OFF), END))).meters == (MeterEvent(0, 3, 4),)


BAD = {
    "empty": (b"", "is empty"),
    "zeros": (bytes(10 << 20), "is no MIDI file"),
    "text": (b"X:1\nK:C\nCDE|\n", "is no MIDI file"),
    "huge": (b"MThd" + bytes(17 << 20), "larger than 16 MB"),
    "head cut off": (b"MThd\x00\x00\x00\x06\x00", "ticks a quarter note"),
    "frames": (midi(track((0, ON), (9, OFF), END), ticks=0xE728), "ticks a quarter note"),
    "no ticks": (midi(track((0, ON), (9, OFF), END), ticks=0), "ticks a quarter note"),
    "torn": (midi(track((0, ON), (9, OFF), END))[:-5], "is a broken MIDI file"),
    "endless number": (midi(b"MTrk\x00\x00\x00\x10" + b"\xff" * 16), "is a broken MIDI file"),
    "impossible velocity": (midi(track((0, b"\x90\x3c\xff"), (9, OFF), END)), "is a broken MIDI file"),
    "nothing heard": (midi(track(END)), "has no notes"),
    "many tracks": (midi(track((0, ON), (9, OFF), END), count=65_535), "65535 tracks"),
    "later than numbers go": (midi(track(*[(2**28 - 1, ON)] * 20, *[(2**28 - 1, OFF)] * 20, END)), "impossible times"),
}


@pytest.mark.parametrize(("content", "said"), BAD.values(), ids=BAD)
def test_a_bad_file_is_one_sentence(read, content, said):
    with pytest.raises(MusicError, match=f"'tune.mid'.*{said}") as error:
        read(content)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(("content", "said"), BAD.values(), ids=BAD)
def test_a_bad_file_is_the_same_sentence_in_the_process_itself(read, content, said):
    with pytest.raises(MusicError, match=f"'tune.mid'.*{said}") as here:
        events_of(content, "tune.mid")
    with pytest.raises(MusicError) as apart:
        read(content)
    assert str(here.value) == str(apart.value)


def test_a_good_file_says_the_same_in_the_process_itself(read):
    content = midi(track((0, b"\xff\x51\x03\x09\x27\xc0"), (5, ON), (10, OFF), END), track((0, ON), (9, OFF), END))
    assert events_of(content, "tune.mid") == read(content)
    assert events_of(b"RIFF\x00\x00\x00\x00RMIDdata\x00\x00\x00\x00" + content, "tune.mid") == read(content)


def test_a_name_from_outside_cannot_move_the_cursor():
    with pytest.raises(MusicError) as error:
        events_of(b"", "\x1b[31mred\n.mid")
    assert "\x1b" not in str(error.value)
    assert "\n" not in str(error.value)


def test_more_changes_than_anybody_plays_are_too_many(monkeypatch):
    monkeypatch.setattr(child, "MOST_NOTES", 2)
    tempos = [(1, b"\xff\x51\x03\x09\x27\xc0")] * 3
    with pytest.raises(MusicError, match="or changes of tempo and signs"):
        events_of(midi(track(*tempos, (0, ON), (10, OFF), END)), "tune.mid")


@pytest.mark.parametrize("place", ["", "nothing.mid"])
def test_what_cannot_be_opened_is_a_mistake_of_the_user(tmp_path, place):
    with pytest.raises(UsageError, match="cannot be read"):
        read_events(tmp_path / place)


def run_child(content, *setup):
    """The program of its own, after some lines of Python."""
    lines = [f"import sys; sys.path.insert(0, {str(Path(child.__file__).parent)!r}); import child", *setup]
    code = "\n".join([*lines, "sys.exit(child.main())"])
    return subprocess.run([sys.executable, "-P", "-c", code], input=content, capture_output=True, check=False)


def test_the_child_has_a_limit_of_notes():
    content = midi(track((0, ON), (9, OFF), (0, ON), (9, OFF), END))
    assert run_child(content).returncode == 0
    assert run_child(content, "child.MOST_NOTES = 1").returncode == 4


@pytest.mark.parametrize(
    ("done", "said"),
    [
        (Ended(-11), "is a broken MIDI file; save"),
        (Ended(0, b"{"), "is a broken MIDI file; save"),
        (Ended(4), "more than 100000 notes"),
        (Ended(1, b"", b"\x1b[31mred\nMiniMidi: Bad\x1b: iostream error"), r"\(Bad.\); save"),
    ],
)
def test_however_the_child_ends_it_is_one_sentence(read, monkeypatch, done, said):
    monkeypatch.setattr(reading, "run_own", lambda *_: done)
    with pytest.raises(MusicError, match=said) as error:
        read(midi(track((0, ON), (9, OFF), END)))
    assert "\x1b" not in str(error.value)
    assert "\n" not in str(error.value)


def test_a_child_that_does_not_end_is_given_up(read, monkeypatch):
    monkeypatch.setattr(reading, "run_own", lambda *_: Ended(-1, late=True))
    with pytest.raises(MusicError, match="takes more than"):
        read(midi(track((0, ON), (9, OFF), END)))
