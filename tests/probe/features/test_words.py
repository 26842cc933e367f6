import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from songrnn.probe.features.words import WORD_FEATURES, read

NAN = float("nan")
TEXT = " C4:1/4 E4-.G4:1/8 no R:1/16 D4:1/16"
SIZES = (1, 7, 11, 3, 7, 7)  # each word with the space after it


def at_words(name):
    """The value of each word of TEXT; all its characters have the same."""
    values = read(TEXT)[name]
    first = np.cumsum(SIZES) - SIZES
    assert np.array_equal(values, np.repeat(values[first], SIZES), equal_nan=True)
    assert np.isnan(values[0])
    return values[first][1:].tolist()


def same(found, expected):
    return np.array_equal(found, expected, equal_nan=True)


def test_a_word_says_what_it_says():
    assert same(at_words("pitch"), [60, 67, NAN, NAN, 62])
    assert same(at_words("chord"), [0, 1, NAN, 0, 0])
    assert same(at_words("rest"), [0, 0, NAN, 1, 0])
    assert same(at_words("tied"), [0, 1, NAN, 0, 0])
    assert same(at_words("duration"), [1 / 4, 1 / 8, NAN, 1 / 16, 1 / 16])


def test_motion_is_from_the_last_word_that_sounds():
    assert same(at_words("direction"), [NAN, 1, NAN, NAN, -1])


def test_time_is_that_after_the_word():
    assert at_words("beat-position") == [0, 0.5, 0.5, 0.75, 0]
    assert at_words("bar-position") == [0.25, 0.375, 0.375, 0.4375, 0.5]


def test_words_are_counted_from_both_ends():
    assert at_words("to-end") == [4, 3, 2, 1, 0]
    assert at_words("since-start") == [1, 2, 3, 4, 5]


def test_three_words_that_stood_earlier_are_a_copy_if_the_same_one_follows():
    assert read("C4 D4 E4 F4 C4 D4 E4 F4 C4")["copying"][::3].tolist() == [0, 0, 0, 0, 0, 0, 1, 1, 0]


@given(st.text(alphabet="CDR4:1/8.-# \nx", max_size=80))
def test_every_text_has_features_and_yes_or_no_is_one_or_zero(text):
    for name, values in read(text).items():
        assert values.shape == (len(text),)
        if WORD_FEATURES[name].kind == "yes":
            assert set(values[~np.isnan(values)].tolist()) <= {0.0, 1.0}
