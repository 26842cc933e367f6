import pytest

from songrnn.music.score import Bar, Note, Score, Signs, Voice
from songrnn.notation.abc.parser import read_tune
from songrnn.notation.stream import as_written


def notes(body, head="M:4/4\nL:1/4\nK:C\n"):
    stream = as_written(read_tune(f"X:1\n{head}{body}\n").score).stream
    return [one for one in stream.recurse().notesAndRests if "Harmony" not in one.classes]


def shown(one):
    accidental = one.pitch.accidental
    return accidental.name if accidental and accidental.displayStatus else None


def test_an_accidental_is_shown_where_it_is_not_in_force():
    assert [shown(one) for one in notes("^F F =F _F|F")] == ["sharp", None, "natural", "flat", None]


def test_signature_and_octave_decide_what_is_shown():
    assert [shown(one) for one in notes("F =F f =f|F", "L:1/4\nK:G\n")] == [None, "natural", "natural", None, None]


def test_an_accidental_that_a_tie_carries_over_is_not_shown_again():
    _, begun, tied, after, _ = notes("z3 ^F-|F ^F z2")
    assert (shown(begun), shown(tied), shown(after)) == ("sharp", None, "sharp")


def ties(body):
    return [one.tie and one.tie.type for one in notes(body)]


def test_a_length_that_no_note_has_is_tied_together():
    assert [(one.duration.type, one.tie.type) for one in notes("C5")] == [("whole", "start"), ("quarter", "stop")]


def test_ties_begin_go_on_and_end():
    assert ties("C4-|C4-|C4|C4") == ["start", "continue", "stop", None]


def test_only_the_tied_pitches_of_a_chord_are_tied():
    first, second = notes("[C-E]2 [CG]2")
    assert [one.tie and one.tie.type for one in first.notes] == ["start", None]
    assert [one.tie and one.tie.type for one in second.notes] == ["stop", None]


def test_tuplets_keep_their_numbers_and_brackets():
    found = notes("(3C/D/E/ (5:4:5C/D/E/F/G/")
    numbers = [(t.numberNotesActual, t.numberNotesNormal, t.type) for one in found for t in one.duration.tuplets]
    assert numbers == [
        (3, 2, "start"), (3, 2, None), (3, 2, "stop"), (5, 4, "start"), (5, 4, None), (5, 4, None), (5, 4, None),
        (5, 4, "stop"),
    ]  # fmt: skip


def test_graces_come_before_their_note_and_take_no_time():
    grace, chord = notes("{g}[CE]4")
    assert (grace.duration.isGrace, grace.pitch.name) == (True, "G")
    assert ([pitch.name for pitch in chord.pitches], chord.offset) == (["C", "E"], 0)


def test_slurs_join_their_notes_and_one_that_never_ends_is_left_out():
    stream = as_written(read_tune("X:1\nL:1/4\nK:C\n(C D) (E (F G)|\n").score).stream
    slurs = [[n.pitch.name for n in one.getSpannedElements()] for one in stream.recurse().getElementsByClass("Slur")]
    assert slurs == [["C", "D"], ["F", "G"]]


def test_wedges_join_their_notes():
    stream = as_written(read_tune("X:1\nL:1/4\nK:C\n!<(!C D !<)!E F|\n").score).stream
    [wedge] = stream.recurse().getElementsByClass("Crescendo")
    assert [n.pitch.name for n in wedge.getSpannedElements()] == ["C", "E"]


def things(body, kind):
    stream = as_written(read_tune(f"X:1\nL:1/4\nK:C\n{body}\n").score).stream
    return list(stream.recurse().getElementsByClass(kind))


def test_chord_symbols_stand_at_their_notes():
    found = things('"Am7"C "G/B"D', "ChordSymbol")
    assert [(one.root().name, one.chordKind, one.offset) for one in found] == [
        ("A", "minor-seventh", 0.0),
        ("G", "major", 1.0),
    ]
    assert found[1].bass().name == "B"


@pytest.mark.parametrize(
    ("body", "text", "place"),
    [('"^slow"C', "slow", "above"), ('"_fast"C', "fast", "below"), ('"D.C."C', "D.C.", "above")],
)
def test_words_and_what_is_no_chord_stand_above_or_below(body, text, place):
    assert [(one.content, one.placement) for one in things(body, "TextExpression")] == [(text, place)]


def test_syllables_know_whether_their_word_goes_on():
    syllables = ["Glo-", "ri-", "a", "now", "_", "*", ""]
    plain = read_tune("X:1\nL:1/8\nK:C\nCDEFGAB\n").score.voices[0].bars[0].notes
    sung = tuple(
        Note(note.pitches, note.duration, (), Signs(lyrics=(text,)))
        for note, text in zip(plain, syllables, strict=True)
    )
    stream = as_written(Score((Voice((Bar(sung),)),))).stream
    found = [(ly.text, ly.syllabic) for note in stream.recurse().notes for ly in note.lyrics]
    assert found == [("Glo", "begin"), ("ri", "middle"), ("a", "end"), ("now", "single")]


def test_quavers_are_beamed():
    assert [one.beams.getTypes() for one in notes("C/D/E2 F")] == [["start"], ["stop"], [], []]
