import pytest

from songrnn.music.score import Tempo
from songrnn.music.sequence import WHOLE
from songrnn.notation.midi.events import TempoEvent
from songrnn.notation.midi.meter import measures
from songrnn.notation.midi.tempo import tempos

PARTS = WHOLE / 1920  # 480 ticks a quarter
BARS = measures([], 0, 4 * WHOLE)


def test_without_events_it_is_120():
    assert tempos([], PARTS, BARS) == [Tempo(120.0), None, None, None]


def test_a_change_at_a_bar_line_is_written_there():
    events = [TempoEvent(0, 90.0), TempoEvent(3840, 140.0)]
    assert tempos(events, PARTS, BARS) == [Tempo(90.0), None, Tempo(140.0), None]


def test_small_changes_are_not_written():
    events = [TempoEvent(at * 10, 100.0 + at % 3) for at in range(768)]
    first, *others = tempos(events, PARTS, BARS)
    assert first is not None
    assert first.quarters == pytest.approx(101, abs=0.1)
    assert others == [None] * 3


def test_a_bar_with_several_tempos_lasts_as_long_as_it_did():
    (first, *_) = tempos([TempoEvent(0, 60.0), TempoEvent(960, 120.0)], PARTS, BARS)
    assert first == Tempo(80.0)  # two quarters of a second each, two of half a second


def test_what_was_said_before_the_first_bar_holds():
    assert tempos([TempoEvent(0, 77.0)], PARTS, BARS[2:]) == [Tempo(77.0), None]


def test_absurd_tempos_do_no_harm():
    assert len(tempos([TempoEvent(0, 60e6), TempoEvent(1, 3.6)], PARTS, BARS)) == 4
