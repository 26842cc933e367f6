"""When the notes of a tune begin, and at which symbol."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.actions.heatmap import Steps
from songrnn.actions.playing import onsets
from songrnn.actions.telling import listen
from songrnn.checkpoint import Trained
from songrnn.codecs import CODECS
from songrnn.music.performance import perform
from songrnn.notation.abc.parser import read_tune


def of_abc(text):
    return onsets(Trained(None, None), Steps(np.zeros(len(text)), tuple(text)))


def played(notes):
    """Start, length and pitch, in quarters at 120 a minute."""
    return [(round(note.start * 2, 3), round(note.seconds * 2, 3), note.pitch) for note in notes]


def test_notes_begin_where_the_clock_says_at_the_symbols_that_write_them():
    text = "L:1/4\nK:D\nF2 z|^g/c'"
    notes = of_abc(text)
    assert played(notes) == [(0, 2, 66), (3, 0.5, 80), (3.5, 1, 85)]
    assert [text[note.symbol :][:2] for note in notes] == ["F2", "^g", "c'"]


def test_symbols_of_several_characters_hold_their_notes():
    notes = onsets(Trained(None, None), Steps(np.zeros(3), ("K:C\n", "CD", "EF|")))
    assert [note.symbol for note in notes] == [1, 1, 2, 2]


def test_the_tempo_is_that_of_the_header():
    fast, slow = of_abc("Q:1/4=240\nL:1/4\nK:C\nCD"), of_abc("Q:1/4=60\nL:1/4\nK:C\nCD")
    assert [note.start for note in fast] == [0, 0.25]
    assert [note.start for note in slow] == [0, 1]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[CEG]2 C", [(0, 2, 60), (0, 2, 64), (0, 2, 67), (2, 1, 60)]),
        ("C-C D", [(0, 2, 60), (2, 1, 62)]),
        ("C-|C D", [(0, 2, 60), (2, 1, 62)]),
        ("[CE]-[CE] D", [(0, 2, 60), (0, 2, 64), (2, 1, 62)]),
        ("C>D E<F", [(0, 1.5, 60), (1.5, 0.5, 62), (2, 0.5, 64), (2.5, 1.5, 65)]),
        ("(3CDE F", [(0, 0.667, 60), (0.667, 0.667, 62), (1.333, 0.667, 64), (2, 1, 65)]),
        ("{AB}C D", [(0, 1, 60), (1, 1, 62)]),
        ("|:C:|D|", [(0, 1, 60), (1, 1, 62)]),
        ("C2&E2|F", [(0, 2, 60), (0, 2, 64), (2, 1, 65)]),
        ("[V:1]C2|[V:2]E2|[V:1]F|[V:2]G|", [(0, 2, 60), (0, 2, 64), (2, 1, 65), (2, 1, 67)]),
        ("z4 |", []),
    ],
)  # fmt: skip
def test_what_is_written_is_played(body, expected):
    assert played(of_abc(f"L:1/4\nK:C\n{body}")) == expected


@given(st.lists(st.sampled_from(["A", "c2", "^d/", "z", "|", ">", "[Ace]", "(3", "-", "e", " "]), max_size=30))
def test_without_repeats_and_graces_it_is_what_the_performance_plays(lexemes):
    text = "L:1/4\nK:C\n" + "".join(lexemes)
    heard = perform(read_tune(text).score).soundings
    notes = of_abc(text)
    assert [note.pitch for note in notes] == [one.pitch for one in heard]
    np.testing.assert_allclose([n.start for n in notes], [float(one.onset * 2) for one in heard], atol=1e-4)


@given(st.text(alphabet="ABc|:[]-><(3 {}&\"'V\n1/z", max_size=60))
def test_any_text_can_be_played(text):
    notes = of_abc(f"K:C\n{text}")
    assert all(0 <= note.symbol < len(text) + 4 and note.seconds >= 0 <= note.pitch <= 127 for note in notes)
    assert [note.start for note in notes] == sorted(note.start for note in notes)


def test_note_words_are_played_with_their_ties():
    words = ("C4:1/4", " C4.F4-:1/4", " F4:1/4", " R:1/4", " what", " G4:1/8")
    notes = onsets(Trained(None, None, {"corpus": {"notation": "words"}}), Steps(np.zeros(6), words))
    assert played(notes) == [(0, 1, 60), (1, 1, 60), (1, 2, 65), (4, 0.5, 67)]
    assert [note.symbol for note in notes] == [0, 1, 1, 5]


@pytest.mark.parametrize(("name", "symbols"), [("events", [0, 1, 2]), ("rolls", [0, 4, 12])])
def test_models_of_notes_are_played_from_their_symbols(name, symbols):
    sequence = listen("C4:1/4 E4:1/4 R:1/4 G4:1/4")
    codec = CODECS.get(name).fit([sequence])
    read = codec.encode(sequence).symbols
    notes = onsets(Trained(None, codec, {"corpus": {"notation": "notes"}}), Steps(read, ("",) * len(read)))
    assert played(notes) == [(0, 1, 60), (1, 1, 64), (3, 1, 67)]
    assert [note.symbol for note in notes] == symbols
