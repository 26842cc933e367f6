import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songrnn.evaluate.features import FIGURES, HISTOGRAMS, collect
from songrnn.music.sequence import WHOLE, NoteSequence, Part, Span
from songrnn.notation.abc.parser import read_tune
from songrnn.notation.sequences import from_score


def heard(body, meter="4/4"):
    return from_score(read_tune(f"M:{meter}\nL:1/8\nK:C\n{body}").score)


def counted(sequence, name):
    """The bins of a histogram that are not empty, by label."""
    histogram = next(one for one in HISTOGRAMS if one.name == name)
    counts = collect([sequence]).rows[name][0]
    return {label: int(count) for label, count in zip(histogram.bins, counts, strict=True) if count}


def figure(sequence, name):
    return float(collect([sequence]).rows[name][0, 0])


def test_pitch_classes_are_counted_in_all_octaves():
    assert counted(heard("C c c' ^F _G|"), "pitch classes") == {"C": 3, "F#": 2}


def test_intervals_are_those_of_the_highest_notes_and_wide_ones_are_one():
    assert counted(heard("[CE] G [C,G] c' C|"), "intervals") == {"+3": 1, "0": 1, "> 12": 1, "< -12": 1}


def test_lengths_are_the_nearest_ones_and_very_long_and_short_ones_the_last():
    assert counted(heard("C2 C3 C4 C C/|(3CCC c16 c//// |"), "lengths") == {
        "1/4": 1, "3/8": 1, "1/2": 1, "1/8": 1, "1/16": 1, "1/12": 3, "1": 1, "1/32": 1,
    }  # fmt: skip


def test_places_in_the_bar_are_16ths_from_its_beginning():
    assert counted(heard("C2 D2 E2 F2|G3 A z4|"), "places in the bar") == {"0": 2, "4": 1, "8": 1, "12": 1, "6": 1}


def test_a_short_first_bar_ends_where_a_full_one_does():
    assert counted(heard("GA|B2 c2 d2|", "3/4"), "places in the bar") == {"0": 1, "4": 1, "8": 2, "10": 1}


def test_where_nobody_counts_bars_they_are_of_4_4_and_after_the_last_bar_more_follow():
    beats = [Span(at * WHOLE // 4, (at + 1) * WHOLE // 4, 60) for at in range(5)]
    assert counted(NoteSequence((Part(tuple(beats)),)), "places in the bar") == {"0": 2, "4": 1, "8": 1, "12": 1}
    bars = heard("C2 D2 E2|", "3/4").measures
    late = NoteSequence((Part(tuple(beats)),), bars)
    assert counted(late, "places in the bar") == {"0": 2, "4": 2, "8": 1}


def test_figures_are_those_that_the_hand_counts():
    tune = heard("C2 E2 z2 G2|c4 z4|")
    assert (figure(tune, "pitch count"), figure(tune, "pitch range")) == (4, 12)
    assert figure(tune, "notes a whole note") == pytest.approx(4 / 2)
    assert figure(tune, "between onsets") == pytest.approx((1 / 4 + 1 / 2 + 1 / 4) / 3)


def test_a_single_note_has_no_time_between_onsets():
    assert np.isnan(figure(heard("C8|"), "between onsets"))


def test_silent_pieces_and_drums_are_counted_apart():
    drums = NoteSequence((Part((Span(0, WHOLE, 36),), drums=True),))
    collected = collect([heard("z8|"), heard("C8|"), drums])
    assert (collected.pieces, collected.silent) == (1, 2)
    assert all(len(rows) == 1 for rows in collected.rows.values())


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 127)), min_size=1, max_size=30))
def test_every_note_falls_into_one_bin_and_every_step_too(notes):
    spans = tuple(sorted(Span(onset, onset + length, pitch) for onset, length, pitch in notes))
    rows = collect([NoteSequence((Part(spans),))]).rows
    onsets = len({span.onset for span in spans})
    totals = [rows[one.name].sum() for one in HISTOGRAMS]
    assert totals == [len(spans), onsets - 1, len(spans), len(spans)]
    assert [rows[one.name].shape for one in HISTOGRAMS] == [(1, len(one.bins)) for one in HISTOGRAMS]
    assert [rows[one.name].shape for one in FIGURES] == [(1, 1)] * len(FIGURES)
