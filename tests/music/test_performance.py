"""What is heard of a score: repeats, parts, ties, voices, graces."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.music.performance import in_order, perform, unfold
from songrnn.music.pitch import Key, Pitch
from songrnn.music.score import Bar, Changes, Note, Score, Signs, Tempo, Voice

REPEAT, DOUBLE = 2, 1


def at(octave):
    """A pitch that can be told by its octave alone."""
    return Pitch(octave, "C")


def bar(pitch, **signs):
    return Bar((Note((at(pitch),), Fraction(1, 4)),), **signs)


def played(*bars):
    return [one.notes[0].pitches[0].octave for one in unfold(bars)]


def test_without_repeats_every_bar_is_played_once():
    assert played(bar(1), bar(2, closes=DOUBLE), bar(3)) == [1, 2, 3]


def test_a_section_between_repeat_signs_is_played_twice():
    assert played(bar(1), bar(2, opens=True), bar(3, closes=REPEAT), bar(4)) == [1, 2, 3, 2, 3, 4]


def test_a_repeat_without_a_beginning_goes_back_to_the_start():
    assert played(bar(1), bar(2, closes=REPEAT), bar(3)) == [1, 2, 1, 2, 3]


@pytest.mark.parametrize("end", [DOUBLE, REPEAT])
def test_a_repeat_without_a_beginning_goes_back_to_the_last_section_end(end):
    first = [1] * end
    assert played(bar(1, closes=end), bar(2), bar(3, closes=REPEAT)) == [*first, 2, 3, 2, 3]


def test_a_double_bar_inside_an_opened_repeat_is_no_place_to_go_back_to():
    assert played(bar(1, opens=True, closes=DOUBLE), bar(2, closes=REPEAT), bar(3)) == [1, 2, 1, 2, 3]


def test_a_section_that_is_opened_and_never_closed_is_played_once():
    assert played(bar(1, opens=True), bar(2, opens=True), bar(3, closes=REPEAT)) == [1, 2, 3, 2, 3]


def test_first_and_second_endings_are_played_on_their_passes():
    bars = bar(1, opens=True), bar(2, endings=(1,), closes=REPEAT), bar(3, endings=(2,), closes=DOUBLE), bar(4)
    assert played(*bars) == [1, 2, 1, 3, 4]


def test_an_ending_goes_on_until_its_section_ends():
    first = [bar(2, endings=(1,)), bar(3, closes=REPEAT)]
    second = [bar(4, endings=(2,)), bar(5, closes=DOUBLE)]
    assert played(bar(1), *first, *second, bar(6)) == [1, 2, 3, 1, 4, 5, 6]


def test_endings_of_several_passes_are_played_on_each_of_them():
    endings = bar(2, endings=(1, 3), closes=REPEAT), bar(3, endings=(2,), closes=REPEAT), bar(4, endings=(4,))
    assert played(bar(1), *endings) == [1, 2, 1, 3, 1, 2, 1, 4]


def test_a_section_after_a_second_ending_goes_back_to_its_own_beginning():
    bars = [bar(1, opens=True), bar(2, endings=(1,), closes=REPEAT), bar(3, endings=(2,), closes=DOUBLE)]
    assert played(*bars, bar(4), bar(5, closes=REPEAT)) == [1, 2, 1, 3, 4, 5, 4, 5]


def test_a_section_may_be_played_three_times():
    assert played(bar(1, closes=3), bar(2)) == [1, 1, 1, 2]


def test_nothing_unfolds_to_nothing():
    assert unfold([]) == []


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 3)), max_size=12))
def test_without_endings_every_bar_is_first_played_in_the_order_as_written(signs):
    bars = [bar(at, opens=opens, closes=closes) for at, (opens, closes) in enumerate(signs)]
    assert list(dict.fromkeys(played(*bars))) == list(range(len(bars)))


@given(st.lists(st.sets(st.integers(1, 4), max_size=2), min_size=1, max_size=8))
def test_an_ending_is_played_only_on_its_passes(endings):
    bars = [bar(0, opens=True), *(bar(at, endings=tuple(some)) for at, some in enumerate(endings, start=1))]
    passes = max(1, *(max(some, default=1) for some in endings))
    order = played(*bars)
    assert order.count(0) == passes
    for at, some in enumerate(endings, start=1):
        if some:
            assert order.count(at) == len(some)


QUARTER = Fraction(1, 4)
C, D, E = Pitch(4, "C"), Pitch(4, "D"), Pitch(4, "E")


def note(*pitches, duration=QUARTER, tied=(), graces=()):
    return Note(pitches, duration, tied, Signs(graces=graces))


def heard(*voices, **fields):
    """(onset, pitch, duration) of every sound, in quarters."""
    score = Score(tuple(Voice(tuple(bars)) for bars in voices), **fields)
    return [(one.onset * 4, one.pitch, one.duration * 4) for one in perform(score).soundings]


def test_tied_notes_are_one_sound_also_over_bar_lines():
    assert heard([Bar((note(C, tied=(C,)), note(C, tied=(C,)))), Bar((note(C), note(C)))]) == [(0, 60, 3), (3, 60, 1)]


def test_a_tie_to_another_pitch_or_a_rest_holds_nothing():
    assert heard([Bar((note(C, tied=(C,)), note(D), note(C)))]) == [(0, 60, 1), (1, 62, 1), (2, 60, 1)]
    assert heard([Bar((note(C, tied=(C,)), note(), note(C)))]) == [(0, 60, 1), (2, 60, 1)]


def test_only_the_tied_pitches_of_a_chord_go_on():
    assert heard([Bar((note(C, E, tied=(C,)), note(C, E)))]) == [(0, 60, 2), (0, 64, 1), (1, 64, 1)]


def test_a_pitch_spelled_in_another_way_is_the_same_sound():
    sharp, flat = Pitch(4, "C", 1), Pitch(4, "D", -1)
    assert heard([Bar((note(sharp, tied=(sharp,)), note(flat)))]) == [(0, 61, 2)]


def test_a_tie_into_a_repeat_is_joined_where_the_music_goes_on_with_it():
    bars = [Bar((note(D), note(C, tied=(C,))), closes=REPEAT), Bar((note(C),))]
    assert heard(bars) == [(0, 62, 1), (1, 60, 1), (2, 62, 1), (3, 60, 2)]


def test_voices_begin_together_and_the_longest_says_when_all_is_over():
    short, long = [Bar((note(C),))], [Bar((note(E, duration=QUARTER * 3),))]
    assert heard(short, long) == [(0, 60, 1), (0, 64, 3)]
    assert perform(Score((Voice(tuple(short)), Voice(tuple(long))))).end == QUARTER * 3


def test_overlays_begin_with_their_bar_and_the_next_bar_waits_for_the_longest():
    bars = [Bar((note(C),), overlays=((note(E), note(D)),)), Bar((note(C),))]
    assert heard(bars) == [(0, 60, 1), (0, 64, 1), (1, 62, 1), (2, 60, 1)]


def test_graces_take_their_time_from_their_note_and_can_be_silent():
    bars = (Bar((note(C, graces=(note(D, duration=Fraction(1, 8)),)), note(E))),)
    score = Score((Voice(bars),))
    assert heard(bars) == [(0, 62, Fraction(1, 8)), (Fraction(1, 8), 60, Fraction(7, 8)), (1, 64, 1)]
    assert [(one.onset * 4, one.pitch) for one in perform(score, graces=False).soundings] == [(0, 60), (1, 64)]
    assert [one.grace for one in perform(score).soundings] == [True, False, False]


def test_many_graces_take_at_most_half_of_their_note():
    graces = tuple(note(D, duration=QUARTER) for _ in range(20))
    assert heard([Bar((note(C, graces=graces),))])[-1] == (Fraction(1, 2), 60, Fraction(1, 2))


@pytest.mark.parametrize(
    ("parts", "order"), [("ABA", [0, 1, 1, 2, 1, 1]), ("B", [0, 2]), ("AXB", [0, 1, 1, 2]), ("", [0, 1, 1, 2])]
)
def test_parts_are_played_in_their_order_each_with_its_repeats(parts, order):
    named = [bar(0, closes=DOUBLE), bar(1, closes=REPEAT, changes=Changes(part="A")), bar(2, changes=Changes(part="B"))]
    assert [one.notes[0].pitches[0].octave for one in in_order(Voice(tuple(named)), parts)] == order


def test_changes_are_marked_where_they_are_played():
    key, tempo = Key("D"), Tempo(90)
    bars = bar(1), bar(2, closes=REPEAT, changes=Changes(key=key, tempo=tempo)), bar(3)
    marks = perform(Score((Voice(bars),))).marks
    assert [(mark.onset, mark.bar.changes.key) for mark in marks] == [(QUARTER, key), (3 * QUARTER, key)]


def test_a_tie_over_a_bar_with_overlays_is_held_by_the_first_layer():
    bars = [Bar((note(C, tied=(C,)),), overlays=((note(E, tied=(E,)),),)), Bar((note(C, E),))]
    assert heard(bars) == [(0, 60, 2), (0, 64, 1), (1, 64, 1)]


def test_a_tie_holds_in_its_own_voice_alone():
    assert heard([Bar((note(C, tied=(C,)),)), Bar((note(),))], [Bar((note(),)), Bar((note(C),))]) == [
        (0, 60, 1),
        (1, 60, 1),
    ]


def test_a_tie_from_a_first_ending_leads_back_to_the_beginning():
    bars = [
        Bar((note(C),), opens=True),
        Bar((note(C, tied=(C,)),), endings=(1,), closes=REPEAT),
        Bar((note(C),), endings=(2,)),
    ]
    assert heard(bars) == [(0, 60, 1), (1, 60, 2), (3, 60, 1)]


def test_a_pitch_twice_in_a_chord_is_heard_once():
    assert heard([Bar((note(Pitch(4, "C", 1), Pitch(4, "D", -1)),))]) == [(0, 61, 1)]


def test_graces_of_a_rest_are_silent():
    assert heard([Bar((note(graces=(note(D),)), note(C)))]) == [(1, 60, 1)]


def test_a_performance_ends_with_its_last_rest():
    score = Score((Voice((Bar((note(C), note(), note())),)),))
    assert perform(score).end == 3 * QUARTER


def test_a_score_without_voices_is_silence():
    assert perform(Score(())) == perform(Score((Voice(()),)))
    assert perform(Score(())).soundings == ()


def test_marks_are_those_of_the_first_voice():
    first, second = bar(1, changes=Changes(key=Key("D"))), bar(2, changes=Changes(key=Key("E")))
    marks = perform(Score((Voice((first,)), Voice((second,))))).marks
    assert [mark.bar for mark in marks] == [first]


@pytest.mark.parametrize("parts", ["", "A" * 200])
def test_at_most_twenty_thousand_bars_are_played(parts):
    bars = *(bar(1, changes=Changes(part="A")) for _ in range(2_999)), bar(2, closes=9)
    assert len(list(in_order(Voice(bars), parts))) == 20_000


GRACES = st.lists(st.sampled_from([note(D), note(E, duration=Fraction(1, 32)), note()]), max_size=4).map(tuple)
NOTES = st.builds(
    note,
    st.sampled_from([C, D, E]),
    duration=st.sampled_from([QUARTER, Fraction(1, 12), Fraction(5, 16)]),
    tied=st.sampled_from([(), (C,), (D, E)]),
    graces=GRACES,
)


@given(st.lists(NOTES, min_size=1, max_size=8))
def test_graces_shorten_their_notes_and_move_nothing_else(notes):
    score = Score((Voice((Bar(tuple(notes)),)),))
    with_graces, without = perform(score), perform(score, graces=False)
    ends = [
        sorted(one.onset + one.duration for one in played.soundings if not one.grace)
        for played in (with_graces, without)
    ]
    assert ends[0] == ends[1]
    assert with_graces.end == without.end
    assert not any(one.grace for one in without.soundings)
    assert all(one.duration > 0 for one in with_graces.soundings)
