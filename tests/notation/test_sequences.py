import json
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songrnn.errors import MusicError
from songrnn.music.performance import perform
from songrnn.music.pitch import MODES, Key
from songrnn.music.score import Meter
from songrnn.music.sequence import WHOLE, Measure, NoteSequence, Part, Span, Speed, bars_until
from songrnn.notation.abc.parser import read_tune
from songrnn.notation.sequences import dumps, from_score, loads, meter_of, to_score

EIGHTH = WHOLE // 8
TUNES = {
    "jig": "X:1\nT:A jig\nM:6/8\nL:1/8\nQ:3/8=110\nK:D\n|:d2A FED|FAd f2e|dcd BAG|FED E3:|\n",
    "triplets": "X:1\nT:Threes\nM:4/4\nL:1/8\nK:G\nG2(3Bcd g2(3fed|(3cBA (3BAG D4|G2B2d2g2|g8|]\n",
    "ties": "X:1\nT:Held\nM:3/4\nL:1/4\nK:Eb\nE2G-|G2B-|B3|E3|]\n",
    "pick-up": "X:1\nT:Up\nM:3/4\nL:1/4\nK:Am\nE|A2B|c3|A2|]\n",
    "chords": "X:1\nT:Full\nM:4/4\nL:1/4\nK:Am\n[Ace]2[DFA]2|[E^GB]4|[A,CE]4|]\n",
    "voices": "X:1\nT:Two\nM:2/4\nL:1/8\nK:G\nV:1 name=Fiddle\nGABc|d4|\nV:2 name=Bass\nG,4|z2D,2|\n",
    "changes": "X:1\nT:New\nM:4/4\nL:1/4\nQ:1/4=100\nK:C\nCDEF|[M:3/4][Q:1/4=50]GAB|c3|]\n",
}


def read(text):
    return read_tune(text).score


@pytest.mark.parametrize("text", TUNES.values(), ids=TUNES)
def test_a_note_sequence_holds_what_is_heard_of_a_score(text):
    score = read(text)
    heard = {(one.onset, one.onset + one.duration, one.pitch) for one in perform(score).soundings}
    found = from_score(score)
    assert {(Fraction(s.onset, WHOLE), Fraction(s.end, WHOLE), s.pitch) for s in found.spans} == heard
    assert (found.key, found.name) == (score.key, score.title)
    assert found.end >= max(span.end for span in found.spans)


@pytest.mark.parametrize("text", TUNES.values(), ids=TUNES)
def test_a_score_written_down_from_a_note_sequence_sounds_the_same(text):
    sequence = from_score(read(text))
    again = from_score(to_score(sequence))
    assert again == sequence


def test_repeats_are_bars_of_their_own():
    found = from_score(read("X:1\nM:2/4\nL:1/4\nK:C\n|:CD|E2:|\n"))
    assert [(bar.start, bar.end) for bar in found.measures] == [
        (at * WHOLE // 2, (at + 1) * WHOLE // 2) for at in range(4)
    ]


def test_meters_and_tempos_stand_where_they_change():
    found = from_score(read(TUNES["changes"]))
    assert [bar[2:] for bar in found.measures] == [(4, 4), (3, 4), (3, 4)]
    assert found.speeds == (Speed(0, 100.0), Speed(WHOLE, 50.0))


def test_bars_of_free_meter_count_what_they_hold():
    found = from_score(read("X:1\nM:none\nL:1/8\nK:C\nCDEFGA|CDE|\n"))
    assert [bar[2:] for bar in found.measures] == [(3, 4), (3, 8)]


def test_grace_notes_are_heard_only_when_they_are_asked_for():
    score = read("X:1\nL:1/4\nK:C\n{d}C D|\n")
    assert [span.pitch for span in from_score(score).spans] == [60, 62]
    assert [span.pitch for span in from_score(score, graces=True).spans] == [74, 60, 62]


def test_a_note_shorter_than_a_part_lasts_one():
    found = from_score(read("X:1\nL:1/65536\nK:C\nC1/2 D|\n"))
    assert all(span.end > span.onset for span in found.spans)


def test_drums_are_not_written_down_and_nothing_at_all_is_a_mistake():
    drums, pitched = Part((Span(0, EIGHTH, 36),), drums=True), Part((Span(0, EIGHTH, 60),))
    assert len(to_score(NoteSequence((drums, pitched))).voices) == 1
    with pytest.raises(MusicError, match="no note"):
        to_score(NoteSequence((drums, Part(()))))


def test_bars_are_written_on_until_the_last_note_ends():
    score = to_score(NoteSequence((Part((Span(0, 9 * EIGHTH, 60),)),), (Measure(0, 6 * EIGHTH, 3, 4),)))
    assert [bar.length for bar in score.voices[0].bars] == [Fraction(3, 4)] * 2


def test_a_key_that_nobody_states_is_guessed():
    scale = [Span(at * EIGHTH, (at + 1) * EIGHTH, 62 + step) for at, step in enumerate((0, 2, 4, 5, 7, 9, 11, 12))]
    assert to_score(NoteSequence((Part(tuple(scale)),))).key == Key("D")


def test_the_meter_of_a_piece_is_the_one_that_it_stands_in_for_longest():
    assert meter_of(from_score(read(TUNES["changes"]))) == Meter(3, 4)
    assert meter_of(NoteSequence(())) == Meter(4, 4)


SPANS = st.builds(
    lambda onset, length, pitch: Span(onset, onset + length, pitch),
    st.integers(0, 10**6), st.integers(1, 10**5), st.integers(0, 127),
)  # fmt: skip
PARTS = st.builds(
    Part, st.lists(SPANS, max_size=6).map(sorted).map(tuple), st.text(max_size=5), st.integers(0, 127), st.booleans()
)
KEYS = st.builds(
    Key,
    st.sampled_from(["", "C", "F#", "Bb"]),
    st.sampled_from(sorted(MODES)),
    st.sampled_from([(), (("F", 1), ("B", -1))]),
)
SEQUENCES = st.builds(
    NoteSequence,
    st.lists(PARTS, max_size=3).map(tuple),
    st.integers(0, 9).map(lambda bars: tuple(bars_until(bars * WHOLE))),
    st.lists(st.builds(Speed, st.integers(0, 10**6), st.floats(1, 999)), max_size=3).map(sorted).map(tuple),
    KEYS,
    st.text(max_size=9),
)


@given(SEQUENCES)
@settings(deadline=None)
def test_a_note_sequence_survives_being_a_line_of_text(sequence):
    line = dumps(sequence)
    assert "\n" not in line
    assert loads(line) == sequence


PLAIN = json.loads(dumps(NoteSequence((Part((Span(0, 9, 60),)),), (Measure(0, WHOLE, 4, 4),), (Speed(0, 90.0),))))
BAD = {
    "pitch": {"parts": [["", 0, 0, [[0, 9, 128]]]]},
    "length": {"parts": [["", 0, 0, [[9, 9, 60]]]]},
    "before": {"parts": [["", 0, 0, [[-1, 9, 60]]]]},
    "late": {"parts": [["", 0, 0, [[0, 1 << 40, 60]]]]},
    "infinite": {"parts": [["", 0, 0, [[0, float("inf"), 60]]]]},
    "notes": {"parts": [["", 0, 0, [[0, 9, 60]] * 200_001]]},
    "fields": {"parts": [["", 0, 0]]},
    "backwards": {"measures": [[9, 0, 4, 4]]},
    "apart": {"measures": [[0, 9, 4, 4], [10, 19, 4, 4]]},
    "no beats": {"measures": [[0, 9, 0, 4]]},
    "no unit": {"measures": [[0, 9, 4, 0]]},
    "bars to come": {"measures": [[0, 9, 1, 1000]], "parts": [["", 0, 0, [[0, 1 << 30, 60]]]]},
    "no speed": {"speeds": [[0, 0]]},
    "no number": {"speeds": [[0, float("nan")]]},
    "tonic": {"key": ["H", "maj", []]},
    "accidental": {"key": ["C###", "maj", []]},
    "mode": {"key": ["C", "blue", []]},
    "letter": {"key": ["C", "maj", [["H", 1]]]},
    "key": {"key": 7},
}


@pytest.mark.parametrize("wrong", BAD.values(), ids=BAD)
def test_a_line_that_holds_what_no_music_has_is_refused(wrong):
    loads(json.dumps(PLAIN))
    with pytest.raises(MusicError, match="no note sequence"):
        loads(json.dumps(PLAIN | wrong))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)


@given(st.text(max_size=30) | JSON.map(json.dumps))
@settings(deadline=None)
def test_any_other_line_is_refused(line):
    with pytest.raises(MusicError, match="no note sequence"):
        loads(line)


@given(st.sampled_from(sorted(PLAIN)), JSON)
@settings(deadline=None)
def test_a_line_with_one_value_of_any_kind_is_read_or_refused(name, value):
    try:
        found = loads(json.dumps(PLAIN | {name: value}))
    except MusicError:
        return
    assert loads(dumps(found)) == found
