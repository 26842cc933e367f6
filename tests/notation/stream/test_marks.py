import pytest

from songrnn.notation.stream import music21_alone
from songrnn.notation.stream.marks import SPAN_ENDS, SPANS, beside, is_beside, put_on


@pytest.fixture
def note():
    with music21_alone():
        from music21.note import Note

        return Note("C4")


@pytest.mark.parametrize(("mark", "kind"), [("trill", "Trill"), ("roll", "Turn"), ("fermata", "Fermata")])
def test_ornaments_become_expressions(note, mark, kind):
    put_on(note, mark)
    assert [type(one).__name__ for one in note.expressions] == [kind]


@pytest.mark.parametrize(("mark", "kind"), [("staccato", "Staccato"), ("upbow", "UpBow"), ("3", "Fingering")])
def test_articulations_and_fingerings_become_articulations(note, mark, kind):
    put_on(note, mark)
    assert [type(one).__name__ for one in note.articulations] == [kind]


def test_a_decoration_that_music21_does_not_know_keeps_its_name(note):
    put_on(note, "editorial")
    assert [one.displayText for one in note.articulations] == ["editorial"]


@pytest.mark.parametrize(("mark", "kind"), [("mf", "Dynamic"), ("segno", "Segno"), ("D.C.", "TextExpression")])
def test_dynamics_signs_and_jumps_stand_beside_the_notes(mark, kind):
    assert is_beside(mark)
    with music21_alone():
        assert type(beside(mark)).__name__ == kind


def test_other_decorations_do_not_stand_beside_the_notes():
    assert not any(map(is_beside, ("trill", "(", "", *SPANS, *SPAN_ENDS)))
