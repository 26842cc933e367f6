from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songrnn.music.score import Meter
from songrnn.notation.abc.lexer import tokens
from songrnn.notation.abc.timing import Barline, Sound, length, timeline

UNIT = Fraction(1, 8)
ABC = st.text("ABcz2/|:[]()-<>{}~ 3", max_size=40)


def timed(text, meter=None):
    return timeline(list(tokens(text)), UNIT, meter or Meter())


def durations(text, meter=None):
    """Of the sounds, in units; nothing may be remarked on."""
    out = timed(text, meter)
    assert out.remarks == []
    return [item.duration / UNIT for item in out.items if isinstance(item, Sound)]


def remarks(text):
    return [remark.what for remark in timed(text).remarks]


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("2", 2), ("3/2", Fraction(3, 2)), ("/", Fraction(1, 2)), ("//", Fraction(1, 4)), ("///", Fraction(1, 8)),
        ("/4", Fraction(1, 4)), ("3/", Fraction(3, 2)), ("10000", 10000), ("/0", None), ("0", None), ("3/0", None),
        ("10001", None), ("1/10001", None), ("9" * 5000, None), ("/" * 5000, None),
    ],
)  # fmt: skip
def test_a_length_is_a_factor_unless_it_is_impossible(text, factor):
    assert length(text) == factor


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A2B/c3/2d//z4", [2, 0.5, 1.5, 0.25, 4]),
        ("A>B", [1.5, 0.5]),
        ("A<B", [0.5, 1.5]),
        ("A>>B", [1.75, 0.25]),
        ("A<<<B", [0.125, 1.875]),
        ("A2 > B2 c", [3, 1, 1]),
        ("A>B>c", [1.5, 0.75, 0.5]),
        ("A>{c}B", [1.5, 0.5]),
        ("A>z", [1.5, 0.5]),
        ("(AB) ~c", [1, 1, 1]),
    ],
)
def test_lengths_and_broken_rhythm_change_durations(text, expected):
    assert durations(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(3ABc d", [Fraction(2, 3)] * 3 + [1]),
        ("(3A2Bc2 d", [Fraction(4, 3), Fraction(2, 3), Fraction(4, 3), 1]),
        ("(2AB c", [1.5, 1.5, 1]),
        ("(4ABcd e", [0.75] * 4 + [1]),
        ("(5ABcde f", [Fraction(2, 5)] * 5 + [1]),
        ("(3:2:2A2B c", [Fraction(4, 3), Fraction(2, 3), 1]),
        ("(3::2A2B c", [Fraction(4, 3), Fraction(2, 3), 1]),
        ("(3:4AAA c", [Fraction(4, 3)] * 3 + [1]),
        ("(3A>Bc", [1, Fraction(1, 3), Fraction(2, 3)]),
        ("(3[Ac]zB c", [Fraction(2, 3)] * 3 + [1]),
        ("(3A|Bc d", [Fraction(2, 3)] * 3 + [1]),
    ],
)
def test_tuplets_share_out_their_time(text, expected):
    assert durations(text) == expected


@pytest.mark.parametrize(("meter", "time"), [(Meter(6, 8), 3), (Meter(9, 8), 3), (Meter(2, 4), 2), (Meter(4, 4), 2)])
def test_five_notes_take_the_time_of_three_in_compound_meters_and_of_two_in_others(meter, time):
    assert sum(durations("(5ABcde", meter)) == time


@pytest.mark.parametrize(
    ("text", "notes", "units"),
    [("[CEG]", "CEG", 1), ("[CE]2", "CE", 2), ("[C2E2]", "CE", 2), ("[C3E]2", "CE", 6), ("[C2E4] ", "CE", 2)],
)
def test_a_chord_is_one_sound_as_long_as_its_first_note(text, notes, units):
    (sound,) = timed(text).items
    assert "".join(token.text for token in sound.notes) == notes
    assert sound.duration == units * UNIT


@pytest.mark.parametrize("text", ["A-B", "[CE]-[CE] ", "[C-E-][CE] ", "A -B"])
def test_a_tie_belongs_to_the_sound_before_it(text):
    out = timed(text)
    assert [item.tie is not None for item in out.items] == [True, False]
    assert out.remarks == []
    assert list(tokens(text))[out.items[0].tie].text == "-"


def test_a_sound_knows_its_first_and_last_lexeme():
    text = "{g}[C2E]3/2 A"
    (chord, _) = timed(text).items
    assert "".join(token.text for token in list(tokens(text))[chord.first : chord.last + 1]) == "[C2E]3/2"


@pytest.mark.parametrize("graces", ["{g}", "{/g}", "{gab2^c}"])
def test_graces_take_no_time(graces):
    assert durations(f"A{graces}B") == [1, 1]


@pytest.mark.parametrize(("text", "bars"), [("Z", 1), ("Z2", 2), ("X4", 4)])
@pytest.mark.parametrize("meter", [Meter(4, 4), Meter(6, 8), Meter(0, 1)])
def test_a_rest_of_bars_counts_full_bars(text, bars, meter):
    (rest,) = timed(f"{text}|", meter).items[:1]
    assert rest.duration == bars * (meter.length or 1)
    assert rest.notes == []


def test_a_rest_of_bars_after_a_note_of_its_bar_is_a_plain_rest():
    assert durations("G3 ZAB|") == [3, 1, 1, 1]


def test_bar_lines_keep_their_text_their_place_and_their_ending():
    bars = [item for item in timed("A:|2B[3c||").items if isinstance(item, Barline)]
    assert [(bar.text, bar.at, bar.ending) for bar in bars] == [(":|", 1, "2"), ("[", 4, "3"), ("||", 7, "")]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("A/0", "impossible length '/0'"),
        (">A", "misplaced broken rhythm '>'"),
        ("A|>B", "misplaced broken rhythm '>'"),
        ("A>", "broken rhythm with no note after it"),
        ("A>|B", "broken rhythm across a bar line"),
        ("(1AB", "unknown tuplet '(1'"),
        ("(3A(3Bcd", "tuplet inside a tuplet"),
        ("-A", "tie without a note before it"),
        ("A}", "passed over '}' without '{'"),
        ("{A|B", "grace notes without '}'"),
        ("[AB|", "chord without ']'"),
        ("A]", "passed over ']' without '['"),
        ("[A-B]c", "tie of some notes of a chord"),
        ("A&B", "passed over '&'"),
        ("K:D\nA", "passed over 'K:D'"),
        ("[M:6/8]A", "passed over '[M:6/8]'"),
    ],
)
def test_what_is_mended_or_passed_over_is_remarked_on(text, what):
    assert what in remarks(text)


def test_a_remark_says_where():
    (remark,) = timed("AB\n c/0").remarks
    assert (remark.line, remark.column) == (2, 3)


def test_an_impossible_length_counts_as_none():
    assert [item.duration for item in timed("A/0B").items] == [UNIT, UNIT]


@pytest.mark.parametrize(
    "text", ["(" + "9" * 5000 + "A", "(3:" + "9" * 5000 + "A", "A" + "9" * 5000, "(3::" + "9" * 5000 + "A"]
)
def test_numbers_of_thousands_of_digits_are_remarked_on(text):
    assert len(remarks(text)) == 1


@settings(deadline=None)
@given(ABC)
def test_every_sound_lasts_and_lies_within_the_text(text):
    body = list(tokens(text))
    for item in timeline(body, UNIT, Meter()).items:
        if isinstance(item, Sound):
            assert item.duration > 0
            assert 0 <= item.first <= item.last
            assert all(token in body for token in item.notes)
