import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songrnn.evaluate.collapse import collapse, collapse_of_text
from songrnn.music.sequence import WHOLE, Measure, NoteSequence, Part, Span

HEAD = "X:1\nT:Ours\nM:4/4\nL:1/8\nK:G\n"
STRAIN = "GABc dedB|dedB dedB|c2ec B2dB|c2A2 A2BA|GABc dedB|dedB dedB|c2ec B2dB|A2F2 G4|"
OTHER = "g2gf gdBd|g2f2 e2d2|c2ec B2dB|c2A2 A2df|g2gf g2Bd|g2f2 e2d2|c2ec B2dB|A2F2 G4|"


def played(pitches, *, step=WHOLE // 8, drums=False):
    spans = tuple(Span(at * step, (at + 1) * step, pitch) for at, pitch in enumerate(pitches))
    return NoteSequence((Part(spans, drums=drums),))


def of_abc(body):
    return collapse_of_text(HEAD + body, "abc")


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("G" * 40, "One note, G4, is played 40 times in a row, 40 of 40 notes."),
        ("[GB]" * 20, "One chord, G4.B4, is played 20 times in a row, 20 of 20 chords."),
        ("GABcdcBA BGABdGBd|" * 20, "One figure of 16 notes is played 20 times in a row, 320 of 320 notes."),
        (STRAIN + "gab" * 40, "One figure of 3 notes is played 40 times in a row, 120 of 172 notes."),
        (STRAIN * 8 + "g" * 50, "One note, G5, is played 50 times in a row, 50 of 466 notes."),
        ("GA A2 GGA G2 A4 AGGAAAGG AG", "It has no pitch but G4 and A4 in 18 notes."),
        ("z8|" * 12, "It is rests alone: 12 bars without a note."),
        ("z8|", "It is rests alone: 1 bar without a note."),
        ("G8|" + "z8|" * 20, "It is nearly all rests or held notes: 1 note in 21 whole notes."),
        ("", "It holds no note."),
    ],
)
def test_what_networks_fall_into_is_called_by_its_name_with_its_size(body, sentence):
    assert of_abc(body) == sentence


@pytest.mark.parametrize(
    "body",
    [
        f"|:{STRAIN[:-1]}:||:{OTHER[:-1]}:|",
        f"|:{STRAIN[:-1]}:|" * 3,
        "G" * 15 + STRAIN,
        "G A|",
        "G8|",
        STRAIN * 6 + "gab" * 8,
        "z8|" * 8 + STRAIN,
    ],
)
def test_repeated_strains_upbeats_and_short_pieces_are_no_collapse(body):
    assert of_abc(body) is None


def test_an_ostinato_under_a_melody_is_no_collapse_and_neither_are_drums():
    bass = played([40, 47] * 40).parts
    melody = played([60 + at * at % 23 for at in range(80)]).parts
    assert collapse(NoteSequence((*bass, *melody))) is None
    assert collapse(NoteSequence(bass)) is not None
    assert collapse(played([36] * 80, drums=True)) is None


def test_rests_are_counted_in_bars():
    bars = tuple(Measure(at * WHOLE, (at + 1) * WHOLE, 4, 4) for at in range(3))
    assert collapse(NoteSequence((), bars)) == "It is rests alone: 3 bars without a note."


def test_a_chord_of_very_many_pitches_is_named_in_few_words():
    spans = tuple(sorted(Span(at * WHOLE, (at + 1) * WHOLE, pitch) for at in range(20) for pitch in range(128)))
    sentence = collapse(NoteSequence((Part(spans),)))
    assert sentence is not None
    assert sentence.startswith("One chord, C-1.C#-1.")
    assert len(sentence) < 120


def test_note_words_and_note_sequences_are_listened_to_as_abc_is():
    assert collapse_of_text("C4:1/4 " * 40, "words") == "One note, C4, is played 40 times in a row, 40 of 40 notes."
    assert collapse_of_text('{"parts":[],"measures":[],"speeds":[],"key":["","maj",[]],"name":""}', "notes")


def test_what_cannot_be_read_is_not_judged():
    assert collapse_of_text("{", "notes") is None


@settings(deadline=None)
@given(st.text(max_size=200), st.sampled_from(["abc", "words", "notes"]))
def test_any_text_gets_one_sentence_or_none(text, notation):
    sentence = collapse_of_text(text, notation)
    assert sentence is None or (sentence.endswith(".") and "\n" not in sentence)


@settings(deadline=None)
@given(st.lists(st.integers(40, 90), min_size=2, max_size=6, unique=True), st.integers(16, 40))
def test_every_short_figure_that_loops_is_caught_and_so_it_is_in_other_keys(figure, times):
    found, notes = collapse(played(figure * times)), len(figure) * times
    assert found == f"One figure of {len(figure)} notes is played {times} times in a row, {notes} of {notes} notes."
    assert collapse(played([pitch + 5 for pitch in figure] * times)) == found


def test_listening_needs_no_torch():
    program = "import sys, songrnn.evaluate.collapse; sys.exit('torch' in sys.modules or 'matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
