from fractions import Fraction

import pytest

from songrnn.errors import MusicError
from songrnn.music.performance import perform
from songrnn.music.pitch import Key
from songrnn.music.score import Meter, Tempo
from songrnn.notation.abc.parser import read_tune
from songrnn.notation.midi.events import Events, KeyEvent, MeterEvent, Strike, TempoEvent, Track
from songrnn.notation.midi.fast import write_midi_fast
from songrnn.notation.midi.transcribe import read_midi, transcribe

pytest.importorskip("symusic")
TUNES = {
    "jig": "X:1\nT:A jig\nM:6/8\nL:1/8\nQ:3/8=110\nK:D\n|:d2A FED|FAd f2e|dcd BAG|FED E3:|\n",
    "triplets": "X:1\nT:Threes\nM:4/4\nL:1/8\nK:G\nG2(3Bcd g2(3fed|(3cBA (3BAG D4|G2B2d2g2|g8|]\n",
    "quintuplet": "X:1\nT:Fives\nM:2/4\nL:1/16\nK:C\n(5:4:5CDEFG A4|G8|(7:4:7CDEFGAB c4|c8|]\n",
    "ties": "X:1\nT:Held\nM:3/4\nL:1/4\nK:Eb\nE2G-|G2B-|B3|E3|]\n",
    "chords": "X:1\nT:Full\nM:4/4\nL:1/4\nK:Am\n[Ace]2[DFA]2|[E^GB]4|[A,CE]4|]\n",
}


def strikes(*quarters, ticks=480, pitches=(60, 62, 64, 65, 67)):
    """Notes one after the other, of these lengths."""
    found, now = [], 0.0
    for at, length in enumerate(quarters):
        found.append(Strike(round(now * ticks), round(length * ticks), pitches[at % len(pitches)], 90))
        now += length
    return tuple(found)


def track(*notes, name="", drums=False):
    return Track(name, 0, drums, tuple(notes))


def heard(score):
    return [(one.onset, one.pitch, one.duration) for one in perform(score).soundings]


@pytest.mark.parametrize("text", TUNES.values(), ids=TUNES)
def test_what_songrnn_writes_it_reads_again(tmp_path, text):
    score = read_tune(text).score
    write_midi_fast(score, tmp_path / "tune.mid")
    back = read_midi(tmp_path / "tune.mid")
    assert heard(back.score) == heard(score)
    assert (back.score.key, back.score.meter, back.score.title) == (score.key, score.meter, score.title)
    assert back.score.tempo.quarters == pytest.approx(score.tempo.quarters, abs=0.01)
    assert back.remarks == ()
    assert all(bar.length == score.meter.length for bar in back.score.voices[0].bars)


def test_voices_and_their_names_come_back(tmp_path):
    text = "X:1\nM:2/4\nL:1/8\nK:G\nV:1 name=Fiddle\nGABc|d4|\nV:2 name=Bass\nG,4|z2D,2|\n"
    write_midi_fast(read_tune(text).score, tmp_path / "Duo.mid")
    score = read_midi(tmp_path / "Duo.mid").score
    assert (score.title, [voice.name for voice in score.voices]) == ("Duo", ["Fiddle", "Bass"])
    assert [len(voice.bars) for voice in score.voices] == [2, 2]


def test_overlapping_notes_of_a_track_are_voices_by_numbers():
    piano = (Strike(0, 480, 72, 90), Strike(0, 960, 48, 90), Strike(480, 480, 74, 90))
    events = Events(480, (track(*piano, name="Piano"), track(*strikes(2), name="Flute")))
    score = transcribe(events, "x").score
    assert [voice.name for voice in score.voices] == ["Piano", "Piano 2", "Flute"]
    assert len(heard(score)) == 4


def test_drums_are_left_out_with_a_remark():
    read = transcribe(Events(480, (track(*strikes(1, 1)), track(*strikes(1), drums=True))), "x")
    assert len(read.score.voices) == 1
    assert "Drums are left out." in read.remarks
    with pytest.raises(MusicError, match="'x' has only drums"):
        transcribe(Events(480, (track(*strikes(1), drums=True),)), "x")


def test_a_meter_of_single_beats_is_a_guess_and_so_is_a_key_that_does_not_fit():
    scale = (64, 66, 68, 69, 71, 73, 75, 76)
    notes = strikes(*[1] * 32, pitches=scale)
    read = transcribe(Events(480, (track(*notes),), meters=(MeterEvent(0, 1, 4),), keys=(KeyEvent(0, 0, False),)), "x")
    assert (read.score.meter, read.score.key) == (Meter(4, 4), Key("E"))
    assert "The file states only a meter of single beats; 4/4 is a guess from its accents." in read.remarks
    assert "The signature of C major fits the notes badly; E major is a guess." in read.remarks


def test_notes_beside_the_beats_are_moved_onto_them_all_together():
    notes = tuple(one._replace(onset=one.onset + 93) for one in strikes(*[0.5, 0.25, 0.25, 1] * 8))
    read = transcribe(Events(480, (track(*notes),), meters=(MeterEvent(0, 4, 4),)), "x")
    assert "The notes stand beside the file's own beats; they are moved onto them." in read.remarks
    lengths = [note.duration for bar in read.score.voices[0].bars for note in bar.notes if note.pitches]
    assert set(lengths) == {Fraction(1, 8), Fraction(1, 16), Fraction(1, 4)}


def test_what_was_played_freely_is_said_to_be():
    notes = tuple(Strike(at * 137, 120, 60 + at % 5, 90) for at in range(60))
    read = transcribe(Events(480, (track(*notes),), meters=(MeterEvent(0, 4, 4),)), "x")
    assert any("without a grid" in remark for remark in read.remarks)
    assert len(heard(read.score)) == 60
    coarse = transcribe(Events(480, (track(*notes),), meters=(MeterEvent(0, 4, 4),)), "x", finest=16)
    assert all((one[0] * 16).denominator == 1 for one in heard(coarse.score))


def test_a_short_first_meter_is_a_pick_up():
    meters = MeterEvent(0, 2, 8), MeterEvent(480, 3, 4)
    events = Events(480, (track(*strikes(1, *[1] * 9)),), meters=meters)
    score = transcribe(events, "x").score
    assert score.meter == Meter(3, 4)
    assert [bar.length for bar in score.voices[0].bars] == [Fraction(1, 4), *[Fraction(3, 4)] * 3]
    assert not any(bar.changes.meter for bar in score.voices[0].bars)


def test_silence_before_the_first_bar_is_left_out_and_half_a_bar_is_a_pick_up():
    notes = tuple(one._replace(onset=one.onset + 2 * 1920 + 1440) for one in strikes(1, 4, 4))
    bars = transcribe(Events(480, (track(*notes),), meters=(MeterEvent(0, 4, 4),)), "x").score.voices[0].bars
    assert [bar.length for bar in bars] == [Fraction(1, 4), 1, 1]


def test_meters_keys_and_tempos_change_at_bars():
    events = Events(
        480,
        (track(*strikes(*[1] * 14)), track(*strikes(*[2] * 7))),
        tempos=(TempoEvent(0, 100.0), TempoEvent(3840, 150.0)),
        meters=(MeterEvent(0, 4, 4), MeterEvent(3840, 3, 4)),
        keys=(KeyEvent(0, 0, False), KeyEvent(3840, -1, False)),
    )
    score = transcribe(events, "x").score
    first, second = ([bar.changes for bar in voice.bars] for voice in score.voices)
    assert (score.tempo, score.meter, score.key) == (Tempo(100.0), Meter(4, 4), Key("C"))
    assert (first[2].meter, first[2].key, first[2].tempo) == (Meter(3, 4), Key("F"), Tempo(150.0))
    assert (second[2].meter, second[2].key, second[2].tempo) == (Meter(3, 4), Key("F"), None)


@pytest.mark.parametrize(
    ("onset", "said"), [((2**28 - 1), "139810 whole notes, more than 5000"), (1920 * 4999, "bars, more than 20000")]
)
def test_endless_music_is_refused(onset, said):
    notes = (Strike(0, 480, 60, 90), Strike(onset, 480, 60, 90))
    with pytest.raises(MusicError, match=said):
        transcribe(Events(480, (track(*notes),), meters=(MeterEvent(0, 2, 64),)), "x")


def test_names_from_files_are_made_safe():
    events = Events(480, (track(*strikes(1), name="\x1b[31m\nX\u202e"), track(*strikes(1), name="")))
    names = [voice.name for voice in transcribe(events, "a\x07b").score.voices]
    assert names == ["[31m X", ""]
    assert transcribe(events, "a\x07b").score.title == "ab"
