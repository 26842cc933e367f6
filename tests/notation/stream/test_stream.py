from fractions import Fraction

import pytest

from songrnn.errors import MusicError
from songrnn.music.score import Bar, Note, Score, Voice
from songrnn.notation.abc.parser import read_tune
from songrnn.notation.stream import as_written


def written(body, head="M:4/4\nL:1/4\n"):
    return as_written(read_tune(f"X:1\n{head}K:C\n{body}\n").score)


def test_each_voice_is_a_part_of_its_name():
    found = written('V:1 name="Flute"\nCDEF|\nV:2\nC4|')
    assert [part.partName for part in found.stream.parts] == ["Flute", ""]


def test_a_score_without_notes_is_one_bar_of_rest():
    [part] = as_written(Score(())).stream.parts or [as_written(Score(())).stream]
    assert not part.recurse().getElementsByClass("Note")
    [part] = written("").stream.parts
    assert [rest.quarterLength for rest in part.recurse().notesAndRests] == [4]


def test_the_divisions_are_those_that_the_tune_needs():
    assert written("CDEF").divisions == 1
    assert written("(3C/D/E/ F").divisions == 3


def test_more_notes_than_music21_can_bear_are_refused():
    bar = Bar(tuple(Note((), Fraction(1, 4)) for _ in range(4)))
    with pytest.raises(MusicError, match=r"20004 notes to print, more than 20000; write it in parts\."):
        as_written(Score((Voice((bar,) * 5001),)))


def test_more_endings_than_music21_can_bear_are_refused():
    with pytest.raises(MusicError, match="1001 numbered endings, more than 1000"):
        written("[1C|" * 1001)


def test_slurs_beyond_the_first_five_hundred_are_left_out():
    stream = written("(CD)" * 501).stream
    assert len(stream.recurse().getElementsByClass("Slur")) == 500
