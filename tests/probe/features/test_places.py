import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.probe.features.places import places

NAN = float("nan")


def where(texts, notation="abc"):
    found = places(texts, notation)
    assert len(found.bars) == len(found.beats) == len(texts)
    return found.bars.tolist(), found.beats.tolist()


def test_a_header_has_no_place_and_a_pick_up_is_bar_0():
    bars, beats = where(["M:3/4\n", "L:1/4\nK:C\n", "A", "|", "c", "2", " d", "|", "e"])
    assert bars == [-1, -1, 0, 0, 1, 1, 1, 1, 2]
    assert np.array_equal(beats, [NAN, NAN, 3, 4, 1, 1, 3, 4, 1], equal_nan=True)


def test_beats_are_those_of_the_meter():
    assert where(["K:C\n", "A", "B", "[M:6/8]", "c3", "d", "e"])[1][1:] == pytest.approx([1, 1.5, 2, 5 / 3, 8 / 3, 3])


def test_voices_count_their_bars_each_on_its_own():
    texts = ["L:1\nK:C\nV:1\n", "A|", "B|", "\nV:2\n", "C|", "[V:1]", "c"]
    assert where(texts)[0] == [-1, 1, 2, 3, 1, 2, 3]


def test_free_meter_has_bars_and_no_beats():
    bars, beats = where(["M:none\nK:C\n", "A|", "B|"])
    assert bars == [-1, 1, 2]
    assert np.isnan(beats).all()


def test_note_words_are_in_4_4_from_the_beginning():
    assert where(["C4:1/4", " E4:1", " G4:1/8"], "words") == ([1, 1, 2], [1, 2, 2])
    assert where([*"C4 D4"], "words")[1] == [1, 1, 1, 1.5, 1.5]


def test_of_other_notations_nothing_is_known():
    bars, beats = where(["a", "b"], "notes")
    assert bars == [-1, -1]
    assert np.isnan(beats).all()


@pytest.mark.parametrize("notation", ["abc", "words"])
@given(st.lists(st.text(alphabet="ABcz24:/|[] \nKMVCR", max_size=6), max_size=20))
def test_all_symbols_of_all_texts_have_a_place(notation, texts):
    bars, beats = where(texts, notation)
    assert all(bar >= -1 for bar in bars)
    assert all(np.isnan(beat) or beat >= 1 for beat in beats)
