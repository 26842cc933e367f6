"""The music lines of one voice: lengths, tuplets, broken rhythm, chords, rests, and the places of bars."""

from fractions import Fraction

import pytest

from songrnn.music.pitch import Key
from songrnn.music.score import Meter
from songrnn.notation.abc.diagnostic import Severity
from songrnn.notation.abc.lexer import dense
from songrnn.notation.abc.voice import Journal, Lines


def read(*rows, meter=None, key=""):
    voice = Lines(Key(key), meter or Meter(), Fraction(1, 4), Journal())
    for number, row in enumerate(rows, start=1):
        voice.journal.begin(number, row)
        voice.read(dense(row))
    voice.finish()
    return voice


def lengths(body, **further):
    """Of every note, in quarters."""
    return [note.duration * 4 for bar in read(body, **further).bars for note in bar.notes]


HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("C>D", [3 * HALF, HALF]), ("C<D", [HALF, 3 * HALF]), ("C>>D", [Fraction(7, 4), Fraction(1, 4)]),
        ("C> {e}D", [3 * HALF, HALF]), ("C2>D2", [3, 1]), ("[CE]>z", [3 * HALF, HALF]), ("C>|D", [3 * HALF, HALF]),
        ("CD>", [1, 1]), ("CD<|]", [1, 1]),
        ("C3/2D/", [3 * HALF, HALF]), ("[C2E2]2", [4]), ("[C2E]", [2]), ("z2x/", [2, HALF]), ("C y2 D", [1, 1]),
    ],
)  # fmt: skip
def test_lengths_are_read(body, expected):
    assert lengths(body) == expected


@pytest.mark.parametrize(
    ("sign", "count", "meter", "sum_of_lengths"),
    [
        ("(2", 2, Meter(6, 8), 3), ("(3", 3, Meter(), 2), ("(4", 4, Meter(6, 8), 3), ("(5", 5, Meter(), 2),
        ("(5", 5, Meter(6, 8), 3), ("(5", 5, Meter(3, 4), 2), ("(6", 6, Meter(), 2), ("(7", 7, Meter(9, 8), 3),
        ("(8", 8, Meter(), 3), ("(9", 9, Meter(), 2), ("(3:4", 3, Meter(), 4), ("(3:2:6", 6, Meter(), 4),
        ("(3::2", 2, Meter(), Fraction(4, 3)), ("(5:3:", 5, Meter(), 3),
    ],
)  # fmt: skip
def test_a_tuplet_takes_the_time_that_its_sign_and_the_meter_say(sign, count, meter, sum_of_lengths):
    *notes, after = lengths(sign + "C" * count + "D", meter=meter)
    assert (sum(notes), after) == (sum_of_lengths, 1)


def test_the_notes_of_a_tuplet_may_be_chords_rests_and_broken():
    assert lengths("(3[CE]zD") == [Fraction(2, 3)] * 3
    assert lengths("(3C>DE") == [1, Fraction(1, 3), Fraction(2, 3)]


def test_rests_of_bars_are_as_many_bars():
    voice = read("Z3|C4|", meter=Meter(3, 4))
    assert [bar.length for bar in voice.bars] == [Fraction(3, 4)] * 3 + [1]


def test_a_tie_holds_the_accidental_of_its_pitch_over_the_bar_line_once():
    voice = read("^F-|F F|", key="C")
    assert [note.pitches[0].alteration for bar in voice.bars for note in bar.notes] == [1, 1, 0]


def test_a_chord_may_be_tied_in_part():
    (bar,) = read("[C-E]C").bars
    assert [pitch.letter for pitch in bar.notes[0].tied] == ["C"]


def test_bars_know_where_they_begin():
    voice = read("CD|EF|", "GA|", "B C")
    assert [(place.line, place.at) for place in voice.places] == [(1, 0), (1, 3), (1, 6), (2, 3)]


def test_the_first_sign_about_a_note_does_not_wait_for_ever():
    (bar,) = read('"Am"C D').bars
    assert [note.signs.harmony for note in bar.notes] == ["Am", ""]


def numbers(body, **further):
    """The MIDI numbers of every note."""
    return [[pitch.midi for pitch in note.pitches] for bar in read(body, **further).bars for note in bar.notes]


def told(*rows):
    return [(one.severity, one.line, one.column, one.what) for one in read(*rows).journal.said]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("^F-|=F-|F", [[66], [65], [65]]), ("^F-|[F^G]", [[66], [66, 68]]), ("^F-|^F F|F", [[66], [66], [66], [65]]),
        ("[^F^f]-|[F=f]", [[66, 78], [65, 77]]), ("^F-|f F", [[66], [77], [65]]), ("^F-|z F", [[66], [], [65]]),
        ("[^C-^F]|[CF]", [[61, 66], [61, 65]]), ("^F-{g}|F F", [[66], [66], [65]]), ("^F-F|F", [[66], [66], [65]]),
        ("^F-\\", [[66]]), ("_B-|B-|B B", [[70], [70], [70], [71]]),
    ],
)  # fmt: skip
def test_a_tie_carries_a_sign_to_its_own_pitch_unless_that_has_one(body, expected):
    assert numbers(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[GCEC]", [[60, 64, 67]]), ("[_AC]", [[60, 68]]), ("[cC]", [[60, 72]]), ("[A-^c-]|[cA]", [[69, 73]] * 2),
        ("[^CE] C", [[61, 64], [61]]), ("[^C=C]C", [[60, 61], [60]]), ("[C z E]", [[60, 64]]), ("[B,B]", [[59, 71]]),
    ],
)  # fmt: skip
def test_a_chord_holds_each_of_its_pitches_once_from_low_to_high(body, expected):
    assert numbers(body) == expected


@pytest.mark.parametrize("tie", ["[CE]-", "[C-E-]"])
def test_a_chord_may_be_tied_as_a_whole(tie):
    (bar,) = read(f"{tie}[CE]").bars
    assert [note.tied for note in bar.notes] == [bar.notes[0].pitches, ()]


@pytest.mark.parametrize("body", ["C-C", "C- C", "C -C", "C>-C", "C->C", "(C-C)", '"Am"C-"Dm"C'])
def test_a_tie_belongs_to_the_note_before_it(body):
    (bar,) = read(body).bars
    assert [bool(note.tied) for note in bar.notes] == [True, False]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("C>D>E", [3 * HALF, 3 * HALF * HALF, HALF]), ("C<<<D", [Fraction(1, 8), Fraction(15, 8)]),
        ("C2 > D2 E", [3, 1, 1]), ('C>"Am"!trill!{g}(D', [3 * HALF, HALF]), ("C>>>>D", [1, 1]), (">C", [1]),
        ("(3CDE F", [*[Fraction(2, 3)] * 3, 1]), ("(3C{g}D|E F", [*[Fraction(2, 3)] * 3, 1]),
        ("(3:2C", [Fraction(2, 3)]), ("(1CD", [1, 1]), ("(CD)", [1, 1]), ("C/0 D", [1, 1]), ("[CE]/0", [1]),
        ("C/4//2", [Fraction(1, 4)]), ("C10000", [10000]),
    ],
)  # fmt: skip
def test_rhythm_goes_on_through_what_has_no_length(body, expected):
    assert lengths(body) == expected


@pytest.mark.parametrize(
    ("body", "layers"),
    [
        ("C&E", [[60], [64]]), ("CD&E|", [[60, 62], [64]]), ("C&E&G|", [[60], [64], [67]]), ("C&&E", [[60], [64]]),
        ("&C", [[60]]), ("C&", [[60]]), ("^C&C", [[61], [60]]),
    ],
)  # fmt: skip
def test_overlays_are_layers_of_their_bar(body, layers):
    (bar,) = read(body).bars
    assert [[note.pitches[0].midi for note in layer] for layer in (bar.notes, *bar.overlays)] == layers


def test_a_bar_after_an_overlay_is_its_own():
    assert [len(bar.overlays) for bar in read("C&E|D|F&A|").bars] == [1, 0, 1]


@pytest.mark.parametrize(
    ("text", "number"), [("^/C", 61), ("_/B", 70), ("^3/2C", 62), ("_3/2B", 69), ("^1/4C", 60), ("^9C", 62)]
)
def test_a_microtone_is_rounded_holds_in_its_bar_and_is_told(text, number):
    assert numbers(f"{text} {text[-1]}") == [[number]] * 2
    assert [(severity, column) for severity, _, column, _ in told(f"C {text}")] == [("remark", 3)]


def test_graces_have_their_own_signs_and_lengths():
    (bar,) = read("^f {=f/g2}f").bars
    graces = bar.notes[1].signs.graces
    assert [(grace.pitches[0].midi, grace.duration * 4) for grace in graces] == [(77, HALF), (79, 2)]
    assert [note.pitches[0].midi for note in bar.notes] == [78, 78]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        (".", ("staccato",)), ("~", ("roll",)), ("T", ("trill",)), ("!fermata!", ("fermata",)), ("+p+", ("p",)),
        ("(", ("(",)), ("!a!.(", ("a", "staccato", "(")), ("h", ()), ('""', ()),
    ],
)  # fmt: skip
def test_decorations_belong_to_the_next_note_and_no_other(text, marks):
    (bar,) = read(f"C{text}DE").bars
    assert [note.signs.marks for note in bar.notes] == [(), marks, ()]


def test_signs_wait_for_their_note_through_bar_lines_and_graces():
    first, second = read('C!trill!"^up"|{g}D').bars
    assert first.notes[0].signs.marks == ()
    signs = second.notes[0].signs
    assert (signs.marks, signs.words, len(signs.graces)) == (("trill",), ("^up",), 1)


@pytest.mark.parametrize("body", ["C" + ")" * 500, "(" * 500 + "C", "!a!" * 500 + "C", "{" + "a" * 500 + "}C"])
def test_a_note_has_at_most_64_signs_of_a_kind(body):
    (bar,) = read(body).bars
    assert max(len(bar.notes[0].signs.marks), len(bar.notes[0].signs.graces)) == 64


@pytest.mark.parametrize(
    ("body", "bars"),
    [("Z", [1]), ("Z2", [1, 1]), ("X3|C4", [1, 1, 1, 1]), ("Z|Z|", [1, 1]), ("Z0", [1]), ("Z9999", [1] * 500)],
)
def test_a_rest_of_bars_is_so_many_full_bars(body, bars):
    assert [bar.length for bar in read(body).bars] == bars


def test_after_twenty_thousand_bars_a_rest_is_one_bar_whatever_it_says():
    assert len(read("Z9999|" * 40).bars) == 20_000
    assert len(read("Z9999|" * 60).bars) == 20_020


def test_in_free_meter_a_bar_rests_for_a_whole_note():
    assert lengths("Z2", meter=Meter(0, 1)) == [4, 4]


@pytest.mark.parametrize(
    ("body", "signs"),
    [
        ("C|D", [(False, 0, ()), (False, 0, ())]), ("|:C:|", [(True, 2, ())]), ("C||D|]", [(False, 1, ())] * 2),
        ("C::D:|", [(False, 2, ()), (True, 2, ())]), ("C:||:D", [(False, 2, ()), (True, 0, ())]),
        ("C|1D:|2E|]", [(False, 0, ()), (False, 2, (1,)), (False, 1, (2,))]), ("[1,3C|", [(False, 0, (1, 3))]),
        ("|1-3C:|", [(False, 2, (1, 2, 3))]), ("C ||| D", [(False, 1, ()), (False, 0, ())]),
        ("C:::|", [(False, 4, ())]), ("C" + ":" * 50 + "|", [(False, 9, ())]), ("[|C", [(False, 0, ())]),
        ("C|0D", [(False, 0, ()), (False, 0, ())]), ("C|1-99D", [(False, 0, ()), (False, 0, tuple(range(1, 10)))]),
        ("C| :|", [(False, 2, ())]),
        ("|1-2-3C|", [(False, 0, (1, 2, 3))]), ("|1-22222-3C|", [(False, 0, (1, 2, 3))]), ("[3-1C|", [(False, 0, ())]),
    ],
)  # fmt: skip
def test_bar_lines_say_what_is_repeated(body, signs):
    assert [(bar.opens, bar.closes, bar.endings) for bar in read(body).bars] == signs


@pytest.mark.parametrize(
    ("row", "severity", "column", "what"),
    [
        ("C  @", "error", 4, "'@' means nothing here"), ("\tC*", "error", 3, "'*' means nothing here"),
        ("C é", "error", 3, "'é' means nothing here"), ("C [C*E]", "error", 3, "'*' means nothing inside a chord"),
        ("C {z}D", "warning", 3, "'{z}' holds no grace note"), ("|-C", "warning", 2, "a tie without a note before it"),
        ("z -C", "warning", 3, "a tie without a note before it"), ("C9/0|", "error", 1, "impossible length in 'C9/0'"),
        ("C >", "error", 3, "broken rhythm with no note after it"), ("C (99D", "error", 3, "unknown tuplet '(99'"),
        ("C o D", "remark", 3, "passed over the decoration 'o'"), ("Cz Z2", "warning", 4, None),
        ("C (3:99:1D", "error", 3, "unknown tuplet '(3:99:1'"), ('C["1"D', "error", 2, "'[' means nothing here"),
    ],
)  # fmt: skip
def test_a_slip_is_told_with_its_column(row, severity, column, what):
    ((found, line, place, said),) = told("CDE|", row)
    assert (found, line, place) == (severity, 2, column)
    assert what in (said, None)


def test_a_journal_keeps_no_more_than_it_is_asked_to():
    journal = Journal(most=2)
    journal.begin(7, " C D")
    for at in range(5):
        journal.at = at
        journal.say(Severity.REMARK, "x")
    assert [(one.line, one.column) for one in journal.said] == [(7, 2), (7, 4)]
