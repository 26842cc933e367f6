import numpy as np
import pytest

from songrnn.errors import UsageError
from songrnn.probe.features import FEATURES, WORD_FEATURES, at_symbols, read_features, table_of


@pytest.mark.parametrize("features", [FEATURES, WORD_FEATURES])
def test_features_have_names_that_can_be_typed_a_kind_and_a_meaning_of_their_own(features):
    assert all(name == feature.name and name.replace("-", "").isalpha() for name, feature in features.items())
    assert {feature.kind for feature in features.values()} == {"yes", "number"}
    assert len({feature.meaning for feature in features.values()}) == len(features)


@pytest.mark.parametrize("notation", ["abc", "words"])
def test_all_features_of_a_notation_are_read_as_single_precision(notation):
    found = read_features("C4:1/4 D4:1/8", notation)
    assert [*found] == [*table_of(notation)]
    assert {values.dtype for values in found.values()} == {np.dtype(np.float32)}


def test_a_notation_without_features_is_refused():
    with pytest.raises(UsageError, match="no features of the notation 'notes'; give texts of 'abc' or 'words'"):
        read_features("", "notes")


def test_a_symbol_has_the_value_of_its_last_character():
    found = at_symbols(np.array([1.0, 2.0, 3.0]), ["", "ab", "", "c", ""])
    assert np.array_equal(found, np.float32([np.nan, 2, np.nan, 3, np.nan]), equal_nan=True)
    assert at_symbols(np.array([]), []).shape == (0,)


def test_texts_that_are_not_those_of_the_values_are_a_mistake():
    with pytest.raises(AssertionError):
        at_symbols(np.zeros(3), ["ab"])
