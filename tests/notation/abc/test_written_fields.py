"""Keys, meters, tempos and texts of fields."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from songrnn.music.pitch import LETTERS, MODES, Key
from songrnn.music.score import Meter, Score, Tempo, Voice
from songrnn.notation.abc.accents import with_accents
from songrnn.notation.abc.header import default_unit, read_key, read_meter, read_tempo
from songrnn.notation.abc.parser import read_tune
from songrnn.notation.abc.written_fields import escaped, header, key_text, meter_text, tempo_text

_EXPLICIT = st.dictionaries(st.sampled_from(LETTERS), st.integers(-2, 2)).map(
    lambda stated: tuple((letter, stated[letter]) for letter in LETTERS if letter in stated)
)
_KEYS = st.builds(Key, st.sampled_from(("C", "F#", "Bb", "E")), st.sampled_from(sorted(MODES)), _EXPLICIT) | st.builds(
    Key, st.just(""), st.just("maj"), _EXPLICIT
)


@given(_KEYS)
def test_every_key_is_read_as_it_was_written(key):
    assert read_key(key_text(key)).alterations == key.alterations


@pytest.mark.parametrize(
    "value", ["D", "Am", "Amin", "Bbdor", "F#m", "C =c", "D exp ^f_b", "none", "exp _b", "HP", "Hp"]
)
def test_keys_of_tunes_stay_equal(value):
    assert read_key(key_text(read_key(value))) == read_key(value)


@pytest.mark.parametrize("value", ["4/4", "C|", "6/8", "2+3/8", "none", "12/16", "(2+2+3)/8"])
def test_meters_stay_equal(value):
    assert read_meter(meter_text(read_meter(value))) == read_meter(value)


@given(st.floats(10, 1000), st.sampled_from((Meter(), Meter(6, 8), Meter(2, 2), Meter(0, 1))))
@example(120.0, Meter(6, 8))
@example(33.333333333333336, Meter())
def test_tempos_are_read_as_they_were_written(quarters, meter):
    tempo = Tempo(quarters, "Not too fast")
    assert read_tempo(tempo_text(tempo, meter), default_unit(meter)) == tempo


def test_a_tempo_is_counted_in_the_beats_of_the_meter():
    assert tempo_text(Tempo(150.0), Meter(6, 8)) == "3/8=100"
    assert tempo_text(Tempo(150.0), Meter(2, 2)) == "1/2=75"
    assert tempo_text(Tempo(151.5), Meter()) == "3/8=101"


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=20))
@example("\\'e and &eacute; 50%")
@example(" edges\t")
@example("two\nlines")
def test_a_text_comes_back_whatever_is_in_it(value):
    line = escaped(value)
    assert "%" not in line
    assert "\n" not in line
    assert with_accents(line.strip()) == value


def test_names_too_long_for_a_reader_are_cut():
    score = Score((Voice((), "é%" * 60), Voice((), 'a "b"')))
    declared = [line for line in header(score, default_unit(None)) if line.startswith("V:")]
    assert len(declared[0]) < 100
    assert declared[1] == 'V:2 name="a \\u0022b\\u0022"'


def test_fields_that_a_tune_does_not_keep_are_left_out():
    score = Score((), fields=(("C", "Me"), ("K", "D"), ("W", "100% words"), ("X", "3")))
    assert read_tune("\n".join(header(score, default_unit(None)))).score.fields == (("C", "Me"), ("W", "100% words"))
