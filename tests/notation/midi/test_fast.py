from fractions import Fraction

import pytest

from songrnn.errors import MusicError, UsageError
from songrnn.music.pitch import Key, Pitch
from songrnn.music.score import Bar, Changes, Meter, Note, Score, Tempo, Voice
from songrnn.notation.abc.parser import read_tune
from songrnn.notation.midi.fast import midi_bytes, write_midi_fast
from songrnn.notation.midi.writing import write_midi

symusic = pytest.importorskip("symusic")
C4 = Pitch(4, "C")
QUARTER = Fraction(1, 4)
TUNES = {
    "repeats and endings": "X:1\nT:Ways\nM:4/4\nL:1/8\nQ:1/4=96\nK:Dm\n|:DEFG A2d2|1 c2A2 D4:|2 c4 D4|]\n",
    "chords, ties and triplets": "X:1\nM:3/4\nL:1/4\nK:Ab\n[CE-G]E2-|E(3A/B/c/d|z [A,CE]2|]\n",
    "graces and broken rhythm": "X:1\nM:6/8\nL:1/8\nK:Emix\n{ag}f>e d {c}B3|A<B c z3|]\n",
    "two voices": "X:1\nM:2/4\nL:1/8\nK:G\nV:1 name=Fiddle\nGABc|d4|\nV:2 name=Bass\nG,4|z2D,2|\n",
    "changes on the way": "X:1\nM:4/4\nL:1/4\nQ:1/4=70.5\nK:C\nCDEF|[K:F#m][M:3/4][Q:1/4=140]GAB|[M:none]c2|]\n",
    "free meter and many flats": "X:1\nM:none\nL:1/4\nK:Cb\nCDEF GAB2 z4|]\n",
}


def music(path):
    """What a player would play, and show: soundings with programs, signs, and where the file ends."""
    score = symusic.Score(path)
    tracks = [track for track in score.tracks if track.notes]
    return (
        score.tpq,
        [(t.name, t.program, sorted((n.time, n.duration, n.pitch, n.velocity) for n in t.notes)) for t in tracks],
        [(one.time, one.mspq) for one in score.tempos],
        [(one.time, one.key, one.tonality) for one in score.key_signatures],
        [(one.time, one.numerator, one.denominator) for one in score.time_signatures],
    )


@pytest.mark.parametrize("text", TUNES.values(), ids=TUNES)
def test_both_writers_write_the_same_music(tmp_path, text):
    score = read_tune(text).score
    write_midi(score, tmp_path / "one.mid")
    write_midi_fast(score, tmp_path / "two.mid")
    assert music(tmp_path / "one.mid") == music(tmp_path / "two.mid")


@pytest.mark.parametrize("tempo", [0.001, 59.94, 97.3, 1e9])
def test_both_writers_round_a_tempo_alike(tmp_path, tempo):
    score = Score((Voice((Bar((Note((C4,), QUARTER),)),)),), tempo=Tempo(tempo))
    write_midi(score, tmp_path / "one.mid")
    write_midi_fast(score, tmp_path / "two.mid")
    assert music(tmp_path / "one.mid")[2] == music(tmp_path / "two.mid")[2]


def test_silence_at_the_end_is_kept():
    rest = Note((), Fraction(1))
    with_rest = midi_bytes(Score((Voice((Bar((Note((C4,), QUARTER), rest)),)),)))
    assert with_rest.endswith(bytes([0x82, 0xBB, 0x00, 0xFF, 0x2F, 0x00]))
    without = midi_bytes(Score((Voice((Bar((Note((C4,), QUARTER),)),)),)))
    assert without.endswith(bytes([0x00, 0xFF, 0x2F, 0x00]))


def test_ten_thousand_notes_are_written(tmp_path):
    score = Score((Voice((Bar((Note((C4,), QUARTER),) * 4, closes=2),) * 1250),))
    write_midi_fast(score, tmp_path / "long.mid")
    (track,) = symusic.Score(tmp_path / "long.mid").tracks
    assert [note.time for note in track.notes] == list(range(0, 10080 * 10_000, 10080))


def test_more_than_sixteen_voices_keep_clear_of_the_drums(tmp_path):
    voices = tuple(Voice((Bar((Note((C4,), QUARTER),)),), str(number)) for number in range(20))
    write_midi_fast(Score(voices), tmp_path / "many.mid")
    tracks = symusic.Score(tmp_path / "many.mid").tracks
    assert [(track.name, track.is_drum) for track in tracks] == [(str(number), False) for number in range(20)]


def test_a_change_after_the_last_note_of_a_voice_is_no_harm(tmp_path):
    silent = Bar((Note((), Fraction(1)),), changes=Changes(Key("D"), Meter(3, 4), Tempo(90.0)))
    voices = Voice((Bar((Note((C4,), Fraction(1)),)), silent)), Voice((Bar((Note((C4,), Fraction(1)),)), silent))
    write_midi_fast(Score(voices), tmp_path / "tune.mid")
    assert [one.time for one in symusic.Score(tmp_path / "tune.mid").key_signatures] == [0, 40320]


def test_a_score_without_notes_is_refused_and_a_bad_place_named(tmp_path):
    with pytest.raises(MusicError, match="no notes to hear"):
        write_midi_fast(Score((Voice(()),)), tmp_path / "tune.mid")
    with pytest.raises(UsageError, match="cannot be written"):
        write_midi_fast(read_tune(TUNES["two voices"]).score, tmp_path / "nowhere" / "tune.mid")
    assert list(tmp_path.iterdir()) == []
