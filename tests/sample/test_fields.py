"""What options ask of a tune's header, and how it gets into a prompt."""

import pytest

from songrnn.errors import UsageError
from songrnn.notation.abc.header import read_header
from songrnn.sample.fields import Fields


@pytest.mark.parametrize(
    ("asked", "prompt", "fed"),
    [
        (Fields(key="D"), "", "K:D\n"),
        (Fields(meter="6/8", unit="1/8", rhythm="jig"), "", "R:jig\nM:6/8\nL:1/8\n"),
        (Fields(meter="6/8"), "K:G\nABc", "M:6/8\nK:G\nABc"),
        (Fields(key="Am"), "M:4/4\n", "M:4/4\nK:Am\n"),
        (Fields(key="Am"), "ABc", "K:Am\nABc"),
        (Fields(meter="2/4"), "ABc", "M:2/4\nK:C\nABc"),
        (Fields(meter="6/8"), "M:6/8\nK:G\n", "M:6/8\nK:G\n"),
        (Fields(), "M:6/8\nABc", "M:6/8\nABc"),
    ],
)
def test_fields_go_where_a_header_has_them(asked, prompt, fed):
    assert asked.into(prompt) == fed


def test_the_key_stays_last_in_the_header_whatever_is_added():
    header = read_header(Fields(meter="3/4", unit="1/8", rhythm="waltz").into("T:Any\nK:G\n")).fields
    assert list(header)[-1] == "K"


@pytest.mark.parametrize(
    ("asked", "prompt", "named"),
    [
        (Fields(key="D"), "K:G\n", "K:G, but --key asks for D"),
        (Fields(meter="6/8"), "M:3/4\nK:G\n", "M:3/4, but --meter asks for 6/8"),
        (Fields(rhythm="jig"), "R:reel\n", "R:reel, but --rhythm asks for jig"),
    ],
)
def test_a_prompt_that_says_something_else_is_refused(asked, prompt, named):
    with pytest.raises(UsageError, match=named):
        asked.into(prompt)


@pytest.mark.parametrize("key", ["D", "Am", "F#m", "Bb", "Gdor", "A minor", "Emix"])
def test_keys_are_asked_for_as_abc_spells_them(key):
    assert Fields(key=key).stated() == {"K": key}


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "H"}, {"key": "D\nX:1"}, {"key": "G#lyd"}, {"key": "none"}, {"key": "\x1b[31m"}, {"meter": "0/0"},
        {"meter": "6"}, {"meter": "none"}, {"meter": "4/4\n"}, {"unit": "1/0"}, {"unit": "0.125"}, {"unit": "1/7"},
        {"rhythm": "a\nb"}, {"rhythm": " "}, {"rhythm": "%"}, {"rhythm": "x" * 99}, {"meter": "1/4", "unit": "1/1/2"},
    ],
    ids=str,
)  # fmt: skip
def test_what_makes_no_sense_is_refused_in_one_printable_sentence(wrong):
    with pytest.raises(UsageError) as refused:
        Fields(**wrong)
    assert str(refused.value).isprintable()
