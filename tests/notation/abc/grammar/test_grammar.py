"""What may come next in an ABC tune: a law that ordinary tunes keep, and that always leaves a way to an end."""

import pytest

from songrnn.notation.abc import grammar
from songrnn.notation.abc.grammar import Level

HEADER = "M:4/4\nL:1/8\nK:D\n"


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
