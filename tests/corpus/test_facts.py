from collections import Counter

import pytest

from songrnn.corpus.facts import facts, hear, heard_or_silent
from songrnn.errors import MusicError
from songrnn.music.piece import Piece
from songrnn.notation.abc.parser import read_tune
from songrnn.notation.sequences import dumps, from_score
from songrnn.notation.words import write_words

ABC = "R: Slip Jig \nM:9/8\nL:1/8\nK:Em\n|:E3 G2B z3:|"
HEARD = from_score(read_tune(ABC).score)
TEXTS = {"abc": ABC, "words": write_words(HEARD), "notes": dumps(HEARD)}


def about(notation):
    piece = Piece(TEXTS[notation], "ours", "a book")
    return facts(piece, hear(piece, notation), notation)


@pytest.mark.parametrize("notation", TEXTS)
def test_notes_pitches_and_durations_are_the_same_in_every_notation(notation):
    one = about(notation)
    assert (one.source, one.notes) == ("a book", 6)
    assert one.pitches == Counter({64: 2, 67: 2, 71: 2})
    assert one.durations == Counter({18: 2, 12: 2, 6: 2})


def test_key_meter_rhythm_and_length_are_those_of_the_tune():
    one = about("abc")
    assert (one.key, one.meter, one.rhythm, one.length) == ("Em", "9/8", "slip jig", 18 / 8)
    notes = about("notes")
    assert (notes.key, notes.meter, notes.rhythm, notes.length) == ("Em", "9/8", "", 18 / 8)


def test_what_nothing_says_is_empty():
    one = about("words")
    assert (one.key, one.meter, one.rhythm) == ("", "", "")


def test_a_piece_that_cannot_be_read_has_no_notes():
    broken = Piece("no JSON")
    with pytest.raises(MusicError):
        hear(broken, "notes")
    one = facts(broken, heard_or_silent(broken, "notes"), "notes")
    assert (one.notes, one.length, one.meter) == (0, 0, "")
