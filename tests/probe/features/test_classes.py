import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.errors import UsageError
from songrnn.probe.features.classes import CLASSES, WORD_CLASSES, classes, classes_of, of_symbols

LETTERS = "hbrpde."  # header, bar line, repeat, pitch, duration, end, other


def spelled(text):
    return "".join(LETTERS[one] for one in classes(text))


@pytest.mark.parametrize(
    ("music", "expected"),
    [
        ("^c'3/2 z2|", "pppddd..db"),
        ("[CE,]/2>{^g2}d", ".ppp.ddd.ppd.p"),
        ("A||b:|2c[1d|1|]", "pbbprrrprrprrbb"),
        ('(3^3/2B,"A"!f!A-~B', "ddpppppp......p..p"),
        ("w: a3\n[K:G]B", "...........p"),
    ],
)  # fmt: skip
def test_the_classes_of_a_body_are_as_they_were_worked_out_by_hand(music, expected):
    assert spelled("K:C\n" + music) == "hhhh" + expected


def test_a_symbol_has_the_class_of_its_first_character_that_is_no_space():
    texts = ["K:C\n", "A2", " |", "  ", "", "|:", ""]
    found = of_symbols(classes("".join(texts)), texts)
    assert [CLASSES[one] for one in found] == ["header", "pitch", "bar line", "other", "repeat", "repeat", "end", "end"]


def test_the_classes_of_note_words_are_those_of_whole_words():
    texts = ["C4:1/4", " C4.E4", " R", " what"]
    found = classes("".join(texts), "words")
    assert [WORD_CLASSES[one] for one in of_symbols(found, texts, "words")] == ["note", "chord", "rest", "other", "end"]
    assert [*np.bincount(found)] == [7, 6, 2, 0, 4]


def test_a_notation_without_classes_is_refused():
    with pytest.raises(UsageError, match="no classes of the notation 'notes'"):
        classes("", "notes")


@pytest.mark.parametrize("notation", ["abc", "words"])
@given(st.lists(st.text(alphabet='ABcz24:/|[]{}()"> \nKMVCR', max_size=6), max_size=20))
def test_all_symbols_of_all_texts_have_a_class_and_only_the_last_is_the_end(notation, texts):
    found = of_symbols(classes("".join(texts), notation), texts, notation)
    assert found.shape == (len(texts) + 1,)
    end = classes_of(notation).index("end")
    assert found[-1] == end
    if texts and texts[-1].strip(" "):
        assert end not in found[:-1]
