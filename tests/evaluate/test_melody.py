"""Lines: what makes two pieces the same, and what does not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.evaluate.melody import DOUBLING, hear, line, once
from songrnn.music.piece import Piece
from songrnn.music.sequence import WHOLE, NoteSequence, Part, Span
from songrnn.notation.abc.parser import read_tune
from songrnn.notation.sequences import dumps

HEAD = "M:4/4\nL:1/8\nK:C\n"
BEATS = st.lists(
    st.tuples(st.sets(st.integers(30, 90), min_size=1, max_size=4), st.integers(1, 16), st.integers(0, 4)), max_size=12
)


def sequence(beats, *, semitones=0, times=1):
    """Chords one after the other: pitches, a length and a rest after it in 16ths."""
    spans, now = [], 0
    for pitches, length, rest in beats:
        spans += [
            Span(now * times, (now + length * WHOLE // 16) * times, pitch + semitones) for pitch in sorted(pitches)
        ]
        now += (length + rest) * WHOLE // 16
    return NoteSequence((Part(tuple(spans)),))


def of(body):
    return line(hear(Piece(HEAD + body), "abc"))


@given(beats=BEATS, semitones=st.integers(-11, 11), times=st.integers(1, 4))
def test_a_transposed_or_slower_piece_is_invariant(beats, semitones, times):
    one, other = line(sequence(beats)), line(sequence(beats, semitones=semitones, times=times))
    assert (one.invariant == other.invariant).all()
    assert len(one.invariant) == max(len(beats) - 1, 0)
    if beats and (semitones or times > 1):
        assert not (one.verbatim == other.verbatim).any()


@given(beats=BEATS, other=BEATS)
def test_pieces_have_the_same_symbols_only_if_they_have_the_same_notes(beats, other):
    def notes(beats):
        lengths = [length + rest for _, length, rest in beats[:-1]] + [length for _, length, _ in beats[-1:]]
        return [(pitches, length) for (pitches, *_), length in zip(beats, lengths, strict=True)]

    same = line(sequence(beats)).verbatim.tolist() == line(sequence(other)).verbatim.tolist()
    assert same == (notes(beats) == notes(other))


def test_repeats_are_played_once_and_parts_as_they_are_written():
    score = read_tune("P:BA\n" + HEAD + "P:A\n|:abcd:|\nP:B\n|:efg2|1 a4:|2 b4|]").score
    assert len(line(hear(Piece("P:BA\n" + HEAD + "P:A\n|:abcd:|\nP:B\n|:efg2|1 a4:|2 b4|]"), "abc"))) == 9
    assert [bar.notes for bar in once(score).voices[0].bars] == [bar.notes for bar in score.voices[0].bars]


def test_a_chord_is_one_note_and_differs_from_its_top():
    assert len(of("[CEG]2 c2")) == 2
    assert of("[CEG]2 c2").verbatim[0] != of("G2 c2").verbatim[0]
    assert of("[CEG]2 c2").tops.tolist() == [67, 72]
    assert (of("[CEG]2 [DFA]2").invariant != of("[CEG]2 [D^FA]2").invariant).all()


def test_ties_are_one_note_and_a_rest_lengthens_the_note_before_it():
    assert (of("c2-c2 d4").verbatim == of("c4 d4").verbatim).all()
    assert (of("c2 z2 d4").verbatim == of("c4 d4").verbatim).all()


def test_the_same_pitch_of_two_players_is_there_once():
    part = Part((Span(0, WHOLE, 60),))
    doubled = line(NoteSequence((part, part)))
    assert doubled.verbatim.tolist() == line(NoteSequence((part,))).verbatim.tolist()


def test_drums_and_graces_are_left_out():
    drums = Part((Span(0, 100, 40),), drums=True)
    assert len(line(NoteSequence((drums,)))) == 0
    assert (of("{d}c4 d4").verbatim == of("c4 d4").verbatim).all()


def test_players_who_are_not_exact_have_the_same_symbols():
    exact, played = ([Span(at * 10080 + late, (at + 1) * 10080, 60 + at) for at, late in enumerate(lates)]
                     for lates in ((0, 0, 0, 0), (0, 40, -30, 20)))  # fmt: skip
    one, other = (line(NoteSequence((Part(tuple(spans)),))) for spans in (exact, played))
    assert (one.verbatim == other.verbatim).all()
    assert (one.invariant == other.invariant).all()


@pytest.mark.parametrize(("body", "moved"), [("c2 d3", "c2 d4"), ("c2 d", "c2 d3"), ("c3 d4", "c2 d4")])
def test_usual_ratios_are_told_apart(body, moved):
    assert of(body).invariant[0] != of(moved).invariant[0]
    assert DOUBLING * np.log2(4 / 3) < DOUBLING * np.log2(3 / 2) - 1


def test_bars_count_from_one_with_the_pick_up_and_go_on_where_nobody_counts():
    assert of("G|c4 d4|e8|").bars.tolist() == [1, 2, 2, 3]
    assert line(sequence([({60}, 16, 0), ({62}, 16, 0)])).bars.tolist() == [1, 2]


def test_pieces_of_all_notations_are_heard_under_their_names():
    notes = sequence([({60}, 4, 0), ({64}, 4, 0)])
    pieces = {"abc": HEAD + "C2E2", "words": "C4:1/4 E4:1/4", "notes": dumps(notes)}
    heard = {notation: line(hear(Piece(text, "one"), notation)) for notation, text in pieces.items()}
    assert [one.name for one in heard.values()] == ["one"] * 3
    assert len({tuple(one.verbatim.tolist()) for one in heard.values()}) == 1
    assert len(heard["abc"]) == 2


@pytest.mark.parametrize(("text", "notation"), [("", "abc"), ("K:C\n|:|", "abc"), ("?", "words"), ("{]", "notes")])
def test_what_holds_no_notes_is_an_empty_line(text, notation):
    empty = line(hear(Piece(text), notation))
    assert (len(empty), len(empty.verbatim), len(empty.invariant)) == (0, 0, 0)


@given(st.text("ABCcdz[]()<>'|:,^_2/3 -{}", max_size=40))
def test_any_text_becomes_a_line(body):
    found = of(body)
    assert len(found.tops) == len(found.steps) == len(found.bars) == len(found.verbatim)
    assert (found.steps > 0).all()
    assert (np.diff(found.bars) >= 0).all()
