"""What may come next in an ABC tune: a law that ordinary tunes keep, and that always leaves a way to an end."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songrnn.notation.abc import grammar
from songrnn.notation.abc.grammar import Level

HEADER = "M:4/4\nL:1/8\nK:D\n"
ORDER = ("R", "M", "L", "K")
SIGNS = "ABCDEFGabcdefg^_=,'zxZ0123456789/|:[]{}()<>-~ \n.\"!u"


@pytest.mark.parametrize(
    "body",
    [
        "ABcd efga|ABcd d4|]", "|:ABcd efga|ABcd d4:|", "A2|ABcd efga|ABcd d2:|", "ABcd A>Bc>d|(3ABc d2 d4|]",
        "|:ABcd efga|1ABcd d4:|2ABcd d4|]", "A4-A4|[DF]4 z4|]", "ABcd efga|\nABcd d4|]",
    ],
)  # fmt: skip
def test_ordinary_tunes_keep_the_law(body):
    assert grammar.accepts(HEADER + body)


@pytest.mark.parametrize(
    "body",
    [
        "ABcd efgab|d8|]", "|:ABcd efga|d8|]", "ABcd A>|d8|]", "[DF4|d8|]", "ABcd A4-|d8|]", "(3AB|d8|]", "ABcd efga",
        "{ABcd efga|d8|]", "A@cd efga|d8|]", "|:ABcd efga|1d8:|",
    ],
)  # fmt: skip
def test_what_breaks_the_law_of_bars_is_no_tune(body):
    assert not grammar.accepts(HEADER + body)


def test_the_syntax_alone_does_not_count_bars():
    overlong = HEADER + "ABcd efgab|d8|]"
    assert grammar.accepts(overlong, Level.SYNTAX)
    assert not grammar.accepts(HEADER + "[DF4|d8|]", Level.SYNTAX)


@settings(deadline=None, max_examples=80)
@given(order=st.sampled_from([(), ORDER]), wanted=st.sampled_from([0, 0, 1, 3]), data=st.data())
def test_from_wherever_a_writer_gets_there_is_a_way_to_a_tune_that_a_reader_accepts(order, wanted, data):
    place = grammar.read(grammar.begin(grammar.law(Level.BARS, (), wanted)), HEADER)
    place = grammar.under(place, grammar.law(Level.BARS, order, wanted, drawing=True))
    text = HEADER
    for _ in range(data.draw(st.integers(0, 60))):
        allowed = [char for char in SIGNS if grammar.after(place, char)]
        if not allowed:
            break
        text += data.draw(st.sampled_from(allowed))
        place = grammar.after(place, text[-1])
    text += grammar.closing(place)
    assert grammar.accepts(text)


@pytest.mark.parametrize("begun", ['"Aa', '"Cma', '"Dsus', '"Bbdi', '"^u', "!fer", "(3AB", "A<", "{c", "~", "[CE"])
def test_there_is_a_way_out_of_every_lexeme(begun):
    place = grammar.read(grammar.begin(grammar.law(Level.BARS)), HEADER)
    place = grammar.read(grammar.under(place, grammar.law(Level.BARS, drawing=True)), begun)
    assert grammar.accepts(HEADER + begun + grammar.closing(place))


@pytest.mark.parametrize("header", ["", "R:reel\n", "M:6/8\nL:1/8\n", "T:Any\nM:C\n", "K:G", "K:Gm\n", "ABc", "|:ABc"])
def test_a_prompt_may_be_some_header_or_none(header):
    assert grammar.read(grammar.begin(grammar.law(Level.BARS), header), header) is not None


def test_an_outlook_tells_places_apart_that_allow_different_characters():
    places = [
        grammar.read(grammar.begin(grammar.law(Level.BARS)), HEADER + body) for body in ("A", "B", "a", "A,", "A-")
    ]
    outlooks = [grammar.outlook(place) for place in places]
    assert outlooks[0] == outlooks[1]
    assert len(set(outlooks)) == 4


def test_bars_and_lines_of_the_header_are_certain():
    for text, certain in ((HEADER, True), (HEADER + "A", False), (HEADER + "A|", True), ("M:4", True)):
        assert grammar.is_certain(grammar.read(grammar.begin(grammar.law(Level.BARS)), text)) is certain
