from collections import defaultdict
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.notation.abc.meaning import GRID
from songrnn.notation.abc.parser import read_tune
from songrnn.probe.features.clock import CODES, SILENT
from songrnn.probe.features.walk import read_clock

ABC = st.text(alphabet="ABCcz23/>(<[]{}|:&\"'^_=,.!- \n%wKMLVPZ1", max_size=200)
WRITTEN = [
    "M:6/8\nL:1/8\nK:D\nA|:d2f a>fd|(3efg e3:|1d3 d2A:|2d3 z3||\nP:B\nf|[fa]2[df] {g}f2e|d6|]\n",
    "M:4/4\nL:1/8\nK:G\nV:1\nG4 [Bd]4|Z2|\nV:2\n[L:1/4]G2 G2|(5GABcd G2|G4|\nV:1\nG8|\n",
    "M:C|\nK:C\nC4 & E2 E2|C<E G>>c (2CD|[M:3/4]C2 C2 C2|~C/2D/2 !trill!E/ F/ G4|\n",
]


def lengths(text):
    """The lengths of each voice's bars, as the clock has them."""
    found = defaultdict(list)
    for bar in read_clock(text).bars:
        if bar.length:
            found[bar.voice].append(Fraction(bar.length, GRID))
    return [*found.values()]


@pytest.mark.parametrize("text", WRITTEN)
def test_every_bar_is_as_long_as_the_parser_says(text):
    assert lengths(text) == [[bar.length for bar in voice.bars] for voice in read_tune(text).score.voices]


@given(ABC)
def test_steps_lose_no_character_of_any_text(text):
    steps = read_clock(text).steps
    assert sum(step.size for step in steps) == len(text)
    assert all(step.elapsed >= 0 for step in steps)


def test_time_elapses_note_by_note_and_begins_anew_after_a_bar_line():
    steps = read_clock("L:1/4\nK:C\nA B/>c|d").steps
    music = [(step.size, step.elapsed / GRID) for step in steps if CODES["field"] > step.kind]
    assert music == [(0, 0), (1, 1 / 4), (1, 1 / 4), (2, 3 / 8), (1, 7 / 16), (1, 9 / 16), (1, 0), (1, 1 / 4)]


def test_notes_of_a_tuplet_are_counted_down():
    steps = read_clock("K:C\n(3ABc d").steps
    assert [step.left for step in steps][-6:] == [3, 2, 1, 0, 0, 0]


def test_overlays_begin_where_the_bar_began():
    steps = read_clock("L:1/4\nK:C\nA2&B").steps
    assert [step.elapsed / GRID for step in steps][-3:] == [1 / 2, 0, 1 / 4]


def test_repeats_and_double_bars_begin_sections_once_and_endings_last_to_the_next():
    steps = read_clock("K:C\n|:A|1B:|2c||d|e").steps
    seen = [(step.section, step.ending) for step in steps if step.kind in (CODES["note"], CODES["bar"])]
    assert seen == [(1, 0), (1, 0), (1, 0), (1, 1), (2, 0), (2, 2), (3, 0), (3, 0), (3, 0), (3, 0)]


def test_notes_have_their_highest_pitch_and_a_voice_its_own_bars():
    clock = read_clock("K:F\nV:1\nB|\nV:2\n[CE]z|[V:1]b|")
    assert [step.pitch for step in clock.steps if step.lasts] == [70, 64, SILENT, 82]
    assert [bar.voice for bar in clock.bars] == [0, 0, 1, 1, 0]


@pytest.mark.parametrize(
    "text", ["M:999/1\nL:999/1\nK:C\nA10000|B9999>c/9999|Z500 c10000<d", "[V:1]a" * 300, "(0a(1:2:3b(::"]
)
def test_absurd_lengths_and_signs_have_a_time(text):
    assert all(0 <= step.elapsed < 2**62 for step in read_clock(text).steps)
