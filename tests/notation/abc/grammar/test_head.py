"""The header, character by character."""

import pytest

from songrnn.notation.abc.grammar.head import Head, after, begin_music
from songrnn.notation.abc.grammar.law import Level, law
from songrnn.notation.abc.grammar.state import State

ORDER = ("R", "M", "L", "K")
PLAIN = law(Level.BARS, ORDER, drawing=True)
LOOSE = law(Level.BARS, drawing=True)
READ = law(Level.BARS)


def walk(wanted, text):
    place = Head(wanted)
    for char in text:
        place = after(place, char) if isinstance(place, Head) else None
        if place is None:
            return None
    return place


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        (PLAIN, "R:slip jig\nM:9/8\nL:1/8\nK:G\n"), (PLAIN, "M:C|\nL:1/8\nK:Am\n"), (LOOSE, "X:1\nT:Hey, ho\nK:D\n"),
        (READ, "%no music\nL:1/8\nM: 6/8 % six\nT:\nK:D minor\n"), (READ, "K:D\n"), (LOOSE, "L:1/8\nM:6/8\nK:D\n"),
    ],
    ids=repr,
)  # fmt: skip
def test_headers_lead_to_the_music(wanted, text):
    assert isinstance(walk(wanted, text), State)


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        (PLAIN, "K"), (PLAIN, "T"), (PLAIN, "M:4/4\nK"), (PLAIN, "M:4/4\nR"), (PLAIN, "M:4/4\nM"), (PLAIN, "R: "),
        (PLAIN, "R:Reel"), (PLAIN, "R:\n"), (PLAIN, "R:hornpipe\nM:6"), (LOOSE, "T:\n"), (READ, "K:H\n"),
        (READ, "M:6\n"), (READ, "M:none\nK:C\n"), (READ, "ABc"), (LOOSE, "T:" + "x" * 90), (READ, "L:1/8\nL"),
    ],
    ids=repr,
)  # fmt: skip
def test_headers_that_lead_nowhere_are_refused(wanted, text):
    assert walk(wanted, text) is None


def test_free_meter_is_no_matter_of_syntax():
    assert isinstance(walk(law(Level.SYNTAX), "M:none\nK:C\n"), State)


def test_a_field_that_a_prompt_skipped_may_still_come():
    assert walk(PLAIN, "L:1/8\nM:6/8\nK:C\n") is not None


def test_the_music_begins_with_a_whole_bar_left():
    begun = begin_music(READ, "6/8", "1/8")
    assert begun.course.left == begun.course.bar == begun.time.bar
