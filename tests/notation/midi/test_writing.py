import subprocess
import sys
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from songrnn.errors import MusicError
from songrnn.music.pitch import Key, Pitch
from songrnn.music.score import Bar, Changes, Meter, Note, Score, Tempo, Voice
from songrnn.notation.midi import write_midi

symusic = pytest.importorskip("symusic")

DURATIONS = [Fraction(1, n) for n in (1, 2, 4, 8, 16, 32)] + [
    Fraction(3, 8), Fraction(7, 16), Fraction(5, 16), Fraction(1, 12), Fraction(1, 20), Fraction(1, 28),
    Fraction(3, 28), Fraction(9, 64), Fraction(17, 8),
]  # fmt: skip
SPELLINGS = [(letter, sign) for letter in "CDEFGAB" for sign in (0, 1) if letter + str(sign) not in ("E1", "B1")]


def note(numbers=(), duration=Fraction(1, 4), *, tied=False):
    pitches = tuple(map(spelled, (numbers,) if isinstance(numbers, int) else numbers))
    return Note(pitches, Fraction(duration), pitches if tied else ())


def spelled(number):
    """A pitch with that MIDI number."""
    return Pitch(number // 12 - 1, *SPELLINGS[number % 12])


NOTES = st.builds(note, st.sets(st.integers(0, 127), max_size=3).map(sorted).map(tuple), st.sampled_from(DURATIONS))


@pytest.fixture
def heard(tmp_path):
    """Writes a score and gives back (onset, pitch, duration) of what is heard, in whole notes."""

    def listen(score):
        write_midi(score, tmp_path / "tune.mid")
        back = read(tmp_path / "tune.mid")
        notes = [one for track in back.tracks for one in track.notes]
        return sorted((Fraction(n.time, 4 * back.tpq), n.pitch, Fraction(n.duration, 4 * back.tpq)) for n in notes)

    return listen


def read(path):
    return symusic.Score(path)


def one_bar(*notes, **fields):
    return Score((Voice((Bar(notes),)),), **fields)


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(NOTES, max_size=12))
def test_every_note_is_heard_when_and_as_long_as_it_is_written(heard, notes):
    expected, now = [], Fraction(0)
    for one in notes:
        expected += [(now, pitch.midi, one.duration) for pitch in one.pitches]
        now += one.duration
    if expected:
        assert heard(one_bar(*notes)) == sorted(expected)


def test_repeats_and_endings_are_written_out(heard):
    bars = (
        Bar((note(60),), opens=True),
        Bar((note(62),), endings=(1,), closes=2),
        Bar((note(64),), endings=(2,), closes=1),
    )
    notes = heard(Score((Voice(bars),)))
    assert [(onset * 4, pitch) for onset, pitch, _ in notes] == [
        (0, 60),
        (1, 62),
        (2, 60),
        (3, 64),
    ]


def test_tied_notes_are_one_note_over_any_number_of_bar_lines(heard):
    bars = tuple(Bar((note(60, tied=True),)) for _ in range(3))
    assert heard(Score((Voice((*bars, Bar((note(60), note(60))))),))) == [(0, 60, 1), (1, 60, Fraction(1, 4))]


def test_a_tied_chord_holds_the_pitches_that_go_on_and_ends_the_others(heard):
    notes = note((60, 64), "1/2", tied=True), note((60, 65), "1/2")
    assert heard(one_bar(*notes)) == [(0, 60, 1), (0, 64, Fraction(1, 2)), (Fraction(1, 2), 65, Fraction(1, 2))]


@pytest.mark.parametrize("after", [note((), "1/4"), note(62, "1/4")])
def test_a_tie_to_nothing_ends_with_its_note(heard, after):
    assert heard(one_bar(note(60, tied=True), after))[0] == (0, 60, Fraction(1, 4))


def test_a_tie_at_the_very_end_ends_with_its_note(heard):
    assert heard(one_bar(note(60, tied=True))) == [(0, 60, Fraction(1, 4))]


def test_tempo_key_meter_title_and_player_are_written(tmp_path):
    score = one_bar(note(60), key=Key("E", "m"), meter=Meter(6, 8), tempo=Tempo(90.0), title="Sláinte")
    write_midi(score, tmp_path / "tune.mid")
    back = read(tmp_path / "tune.mid")
    assert [round(tempo.qpm, 3) for tempo in back.tempos] == [90]
    assert [(meter.numerator, meter.denominator) for meter in back.time_signatures] == [(6, 8)]
    assert [(key.key, key.tonality) for key in back.key_signatures] == [(1, 1)]
    assert [(track.name, track.program, track.is_drum) for track in back.tracks] == [("Sláinte", 21, False)]


@pytest.mark.parametrize(("tonic", "fifths"), [("C#", 7), ("Cb", -7), ("G#", -4), ("Fb", 4)])
def test_a_signature_of_more_than_seven_is_written_as_its_enharmonic(tmp_path, tonic, fifths):
    write_midi(one_bar(note(60), key=Key(tonic)), tmp_path / "tune.mid")
    assert [key.key for key in read(tmp_path / "tune.mid").key_signatures] == [fifths]


@pytest.mark.parametrize("meter", [Meter(0, 1), Meter(4, 3), Meter(999, 4), Meter(4, 999)])
def test_a_meter_that_midi_cannot_say_is_left_out(tmp_path, meter):
    write_midi(one_bar(note(60), meter=meter), tmp_path / "tune.mid")
    assert [(m.numerator, m.denominator) for m in read(tmp_path / "tune.mid").time_signatures] == [(4, 4)]


@pytest.mark.parametrize(("tempo", "written"), [(0.001, 4), (1e9, 1000)])
def test_a_tempo_that_midi_cannot_say_is_brought_near(tmp_path, tempo, written):
    write_midi(one_bar(note(60), tempo=Tempo(tempo)), tmp_path / "tune.mid")
    assert round(read(tmp_path / "tune.mid").tempos[0].qpm, 3) == written


def test_silence_at_the_end_is_kept(tmp_path):
    write_midi(one_bar(note(60), note((), 1)), tmp_path / "with.mid")
    write_midi(one_bar(note(60)), tmp_path / "without.mid")
    with_rest, without = ((tmp_path / name).read_bytes() for name in ("with.mid", "without.mid"))
    assert len(with_rest) == len(without) + 2  # 4 quarters of 10080 ticks need three bytes, none needs one
    assert with_rest.endswith(bytes([0x82, 0xBB, 0x00, 0xFF, 0x2F, 0x00]))


@pytest.mark.parametrize(
    "absurd",
    [
        [note((), 9999)] * 9,
        [note(60, 9999)],
        [note(60, 9999, tied=True)] * 9,
        [note((), Fraction(1, 7))] * 9999,
    ],
)
def test_nothing_lasts_longer_than_256_whole_notes(heard, absurd):
    *_, last = heard(one_bar(*absurd, note(72)))
    assert last == (256, 72, Fraction(1, 4))


def test_a_note_after_a_long_one_may_be_long_too(heard):
    assert heard(one_bar(note(60, 200), note((), 200), note(62, 200)))[1] == (400, 62, 200)


def test_slurs_written_as_ties_do_not_add_up(heard):
    notes = [note(60 + at % 2, 100, tied=True) for at in range(5)]
    assert [duration for _, _, duration in heard(one_bar(*notes))] == [100] * 5


def test_what_is_shorter_than_a_tick_is_left_out(heard):
    assert heard(one_bar(note(60, "1/999999"), note(62))) == [(0, 62, Fraction(1, 4))]


@pytest.mark.parametrize("bars", [(), (Bar((note((), 1),)),), (Bar((note(60, "1/999999"),)),)])
def test_a_score_without_notes_is_refused(tmp_path, bars):
    with pytest.raises(MusicError, match="no notes to hear"):
        write_midi(Score((Voice(bars),)), tmp_path / "tune.mid")
    assert list(tmp_path.iterdir()) == []


def test_a_score_of_too_many_notes_is_refused(tmp_path):
    with pytest.raises(MusicError, match="5001 notes"):
        write_midi(Score((Voice((Bar((note(60),)),) * 5001),)), tmp_path / "tune.mid")


def test_the_same_score_makes_the_same_file(tmp_path):
    score = one_bar(note((60, 64)), note(62, "1/12"), title="x")
    write_midi(score, tmp_path / "one.mid")
    write_midi(score, tmp_path / "two.mid")
    assert (tmp_path / "one.mid").read_bytes() == (tmp_path / "two.mid").read_bytes()


SCRIPT = """
import os, sys
from fractions import Fraction
from pathlib import Path
from songrnn.music.pitch import Pitch
from songrnn.music.score import Bar, Note, Score, Voice
from songrnn.notation.midi import write_midi
assert "music21" not in sys.modules
home = os.environ["HOME"]
note = Note((Pitch(4, "C"),), Fraction(1, 4))
write_midi(Score((Voice((Bar((note,)),)),)), Path(sys.argv[1]))
assert os.environ["HOME"] == home
"""


def test_music21_comes_late_says_nothing_and_does_not_look_at_home(tmp_path):
    home, out = tmp_path / "home", tmp_path / "out"
    home.mkdir()
    out.mkdir()
    (home / ".music21rc").write_text("this is no XML, and music21 would fail on it")
    environment = {"HOME": str(home), "PATH": "", "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-W", "default", "-c", SCRIPT, str(out / "tune.mid")],
        env=environment, cwd=out, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert [path.name for path in out.iterdir()] == ["tune.mid"]
    assert [path.name for path in home.iterdir()] == [".music21rc"]


def test_voices_are_tracks_that_sound_together_by_their_names(tmp_path):
    voices = Voice((Bar((note(60),)),), "Fiddle"), Voice((Bar((note(), note(48))),), "Bass")
    write_midi(Score(voices), tmp_path / "tune.mid")
    tracks = [track for track in read(tmp_path / "tune.mid").tracks if track.notes]
    assert [(track.name, [n.pitch for n in track.notes]) for track in tracks] == [("Fiddle", [60]), ("Bass", [48])]
    assert [n.time for n in tracks[1].notes] == [10080]


def test_changes_on_the_way_are_written_where_they_are_played(tmp_path):
    changes = Changes(Key("D"), Meter(3, 4), Tempo(90.0))
    bars = Bar((note(60, 1),)), Bar((note(62, "3/4"),), changes=changes)
    write_midi(Score((Voice(bars),)), tmp_path / "tune.mid")
    back = read(tmp_path / "tune.mid")
    assert [(one.time, round(one.qpm)) for one in back.tempos] == [(0, 120), (40320, 90)]
    assert [(one.time, one.numerator) for one in back.time_signatures] == [(0, 4), (40320, 3)]
    assert [(one.time, one.key) for one in back.key_signatures] == [(0, 0), (40320, 2)]
