from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songrnn.errors import MusicError
from songrnn.music.pitch import Key, Pitch
from songrnn.music.score import Bar, Changes, Note, Score, Signs, Voice
from songrnn.notation.midi import ticking
from songrnn.notation.midi.ticking import exact, ticked

PITCHES = st.sampled_from([Pitch(4, "C"), Pitch(4, "B", 1), Pitch(5, "C"), Pitch(4, "E", -1), Pitch(3, "G")])
LENGTHS = st.sampled_from([Fraction(1, n) for n in (1, 4, 8, 12, 20, 28, 64)] + [Fraction(0), Fraction(3, 8)])


@st.composite
def notes(draw):
    pitches = draw(st.lists(PITCHES, max_size=3))
    return Note(tuple(pitches), draw(LENGTHS), tuple(pitch for pitch in pitches if draw(st.booleans())))


LAYERS = st.lists(notes(), max_size=5).map(tuple)
BARS = st.builds(
    Bar,
    LAYERS,
    opens=st.booleans(),
    closes=st.integers(0, 2),
    endings=st.sampled_from([(), (1,), (2,)]),
    overlays=st.lists(LAYERS, max_size=2).map(tuple),
    changes=st.builds(Changes, key=st.none() | st.just(Key("D"))),
)
SCORES = st.builds(Score, st.lists(st.builds(Voice, st.lists(BARS, max_size=5).map(tuple)), max_size=3).map(tuple))


def outcome(way, score):
    try:
        return way(score)
    except MusicError as error:
        return str(error)


@given(SCORES)
@settings(deadline=None, max_examples=200)
def test_whole_numbers_say_what_the_performance_says(score):
    assert outcome(ticked, score) == outcome(exact, score)


C4 = Note((Pitch(4, "C"),), Fraction(1, 4))


@pytest.mark.parametrize(
    "note",
    [replace(C4, duration=Fraction(1, 11)), replace(C4, signs=Signs(graces=(C4,))), Note((), Fraction(300))],
    ids=["eleventh", "grace", "silence"],
)
def test_what_whole_numbers_cannot_say_is_left_to_the_performance(monkeypatch, note):
    asked = []
    monkeypatch.setattr(ticking, "exact", asked.append)
    ticked(Score((Voice((Bar((C4, note, C4)),)),)))
    assert len(asked) == 1


def test_what_they_can_say_is_not(monkeypatch):
    monkeypatch.setattr(ticking, "exact", None)
    assert ticked(Score((Voice((Bar((C4, C4)),)),))).voices == {0: [(0, 10080, 60), (10080, 10080, 60)]}
