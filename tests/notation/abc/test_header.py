from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songrnn.music.pitch import Key
from songrnn.music.score import Meter, Tempo
from songrnn.notation.abc.header import (
    default_unit,
    read_header,
    read_key,
    read_meter,
    read_tempo,
    read_unit,
    split_header,
)


@settings(deadline=None)
@given(st.text("XTMK:Cab|%\n\r\x85 ", max_size=40))
def test_header_and_body_are_the_text(text):
    header, body = split_header(text)
    assert header + body == text


def test_the_header_ends_with_the_first_key():
    assert split_header("X:1\nK:D\nK:G\nabc") == ("X:1\nK:D\n", "K:G\nabc")


def test_a_header_without_a_key_ends_where_its_fields_do():
    assert split_header("X:1\n%%x\n\nM:6/8\nabc\nK:D\n") == ("X:1\n%%x\n\nM:6/8\n", "abc\nK:D\n")


def test_a_title_may_hold_what_other_systems_end_lines_with():
    assert split_header("T:a\x85b\nK:D\nabc")[1] == "abc"


def test_a_field_keeps_its_first_value_without_comment_and_spaces():
    header = read_header("X:1\nT: The First  \nT:The Second\nM:6/8 % a jig\nK:D\n")
    assert (header.get("T"), header.get("M"), header.get("K"), header.get("L")) == ("The First", "6/8", "D", "")


@pytest.mark.parametrize(
    ("value", "meter"),
    [
        ("4/4", Meter(4, 4)), ("6/8", Meter(6, 8)), ("12/8 ", Meter(12, 8)), ("C", Meter(4, 4)), ("C|", Meter(2, 2)),
        ("none", Meter(0, 1)), ("", Meter(0, 1)), ("0/4", None), ("4/0", None),
        ("3+2/8", Meter(5, 8, (3, 2))), ("(2+3)/8", Meter(5, 8, (2, 3))), ("4", None),
        ("9999/4", None),
    ],
)  # fmt: skip
def test_a_meter_is_read_or_unknown(value, meter):
    assert read_meter(value) == meter


@pytest.mark.parametrize(
    ("value", "unit"),
    [("1/8", Fraction(1, 8)), ("1", 1), (" 1/16 ", Fraction(1, 16)), ("1/0", None), ("0/8", None), ("x", None)],
)
def test_a_unit_is_read_or_unknown(value, unit):
    assert read_unit(value) == unit


@pytest.mark.parametrize(
    ("meter", "unit"),
    [(Meter(2, 4), 16), (Meter(5, 8), 16), (Meter(3, 4), 8), (Meter(6, 8), 8), (Meter(4, 4), 8), (None, 8)],
)
def test_the_default_unit_is_a_sixteenth_below_three_quarters(meter, unit):
    assert default_unit(meter) == Fraction(1, unit)


@pytest.mark.parametrize(
    ("value", "fifths"),
    [
        ("D", 2), ("Dmaj", 2), ("D major", 2), ("Em", 1), ("E min", 1), ("E Minor", 1), ("EAeolian", 1), ("Amix", 2),
        ("A dorian", 1), ("Bb", -2), ("F#m", 3), ("Eb Lydian", -2), ("C#loc", 2), ("D clef=bass", 2), ("D treble", 2),
        ("G bass-8", 1), ("Am octave=-1", 0), ("A dor clef=alto", 1), ("none", 0), ("", 0),
    ],
)  # fmt: skip
def test_a_key_is_read_with_its_mode_and_without_its_clef(value, fifths):
    key = read_key(value)
    assert key is not None
    assert key.fifths == fifths


@pytest.mark.parametrize("value", ["H", "d", "Dfoo"])
def test_an_unknown_key_is_none(value):
    assert read_key(value) is None


def test_no_key_has_no_tonic():
    assert read_key("none") == Key()


@settings(deadline=None)
@given(st.text(max_size=30), st.text("0123456789/ABm#", max_size=12))
def test_values_of_any_kind_are_read_or_unknown(anything, likely):
    for value in (anything, likely):
        assert isinstance(read_meter(value), Meter | None)
        assert isinstance(read_unit(value), Fraction | None)
        assert isinstance(read_key(value), Key | None)
        assert isinstance(read_tempo(value, Fraction(1, 8)), Tempo | None)


@pytest.mark.parametrize(
    ("value", "alterations"),
    [
        ("D ^d =c", (0, 1, 0, 1, 0, 0, 0)), ("D =c _b", (0, 0, 0, 1, 0, 0, -1)), ("F♯m", (1, 0, 0, 1, 1, 0, 0)),
        ("D exp _b _e ^f", (0, 0, -1, 1, 0, 0, -1)), ("B♭", (0, 0, -1, 0, 0, 0, -1)),
        ("Hp", (1, 0, 0, 1, 0, 0, 0)), ("HP", (0,) * 7),
        ("clef=bass", (0,) * 7), ("^f ^c", (1, 0, 0, 1, 0, 0, 0)), ("G clef=treble middle=d", (0, 0, 0, 1, 0, 0, 0)),
    ],
)  # fmt: skip
def test_a_key_may_name_alterations_of_its_own(value, alterations):
    key = read_key(value)
    assert key is not None
    assert key.alterations == alterations


@pytest.mark.parametrize(
    ("value", "tempo"),
    [
        ("1/4=90", Tempo(90)), ("120", Tempo(60)), ("3/8=60", Tempo(90)), ("C3=80", Tempo(120)), ("C=100", Tempo(50)),
        ("1/4 1/8 = 60", Tempo(90)), ('"Slow" 1/4=60', Tempo(60, "Slow")), ('1/4=60 "a" "b"', Tempo(60, "a b")),
        ("Allegro", Tempo(120, "Allegro")), ('"Presto"', Tempo(192, "Presto")), ("1/2=60.5", Tempo(121)),
        ('"Brisk"', None), ("", None), ("1/4=0", None), ("1/4=5", None), ("999/1=999", None), ("1/0=90", None),
        ("1/4=90x", None), ("C3/=80", Tempo(120)),
    ],
)  # fmt: skip
def test_a_tempo_is_read_or_unknown(value, tempo):
    assert read_tempo(value, Fraction(1, 8)) == tempo
