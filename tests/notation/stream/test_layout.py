from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songrnn.music.performance import unfold
from songrnn.music.score import Bar, Note, Score, Voice
from songrnn.notation.abc.parser import read_tune
from songrnn.notation.stream.layout import laid_out


def drawn(body, header=""):
    """Each voice as one line: |: where a repeat begins, [1] and ] around endings, :2 where it goes back, || doubles."""
    score = read_tune(f"X:1\n{header}K:C\n{body}\n").score
    return [" ".join(map(sign, bars)) for bars in laid_out(score)]


def sign(one):
    letters = "".join(pitch.letter for note in one.bar.notes for pitch in note.pitches)
    bracket = f"[{','.join(map(str, one.bracket))}]" if one.bracket else ""
    end = "]" * one.closes + f":{one.times}" * (one.times > 1) + "||" * one.double
    return "|:" * one.opens + bracket + letters + end


@pytest.mark.parametrize(
    ("body", "signs"),
    [
        ("A|B", "A B"),
        ("A|B:|C|D:|", "A B:2 |:C D:2"),  # a second repeat goes back to the first one's end, and says so
        ("|:A|1B:|2C|D||E|]", "|:A [1]B]:2 [2]C D]|| E||"),
        ("|:A|1,2B:|3C||D|]", "|:A [1,2]B]:3 [3]C]|| D||"),
        ("|:A|1B||C:|2D||", "|:A [1]B|| C]:2 [2]D]||"),  # a double bar inside an ending does not end it
        ("A||B:|C|]", "A|| |:B:2 C||"),
        ("|:A||B:|C", "|:A|| B:2 C"),
        ("|:A::|B", "|:A:3 B"),
    ],
)
def test_every_repeat_has_its_beginning_and_every_ending_its_end(body, signs):
    assert drawn(body) == [signs]


def test_parts_that_are_played_twice_in_turn_become_repeats():
    assert drawn("P:A\nA|B|\nP:B\nC|D|", "P:AABB\n") == ["A B:2|| |:C D:2"]


def test_an_order_that_repeats_cannot_say_is_written_out():
    assert drawn("P:A\nA|\nP:B\nB|", "P:ABA\n") == ["A|| B A||"]


def test_an_order_of_parts_that_are_not_there_is_passed_over():
    assert drawn("A|B|", "P:XY\n") == ["A B"]
    assert drawn("P:A\nA|\nP:B\nB|", "P:XY\n") == ["A|| B"]


def test_repeats_that_differ_between_voices_are_written_out():
    assert drawn("V:1\nA:|B\nV:2\nC|D") == ["A A B", "C D"]


def test_a_bar_that_stands_in_several_places_is_not_confused_with_itself():
    bar, again = Bar((Note((), Fraction(1)),)), Bar((Note((), Fraction(1)),), closes=2)
    [laid] = laid_out(Score((Voice((bar, again, bar, again)),)))
    assert [(one.opens, one.times) for one in laid] == [(False, 1), (False, 2), (True, 1), (False, 2)]


BARS = st.builds(
    Bar,
    st.just(()),
    opens=st.booleans(),
    closes=st.sampled_from([0, 0, 1, 2, 3]),
    endings=st.sampled_from([(), (), (), (1,), (2,), (1, 3), (1, 2)]),
)


@settings(deadline=None, max_examples=200)
@given(st.lists(BARS, min_size=1, max_size=8))
def test_what_is_laid_out_is_played_in_the_same_order(bars):
    numbered = [
        Bar((Note((), Fraction(at)),), bar.opens, bar.closes, bar.endings) for at, bar in enumerate(bars, start=1)
    ]
    [laid] = laid_out(Score((Voice(tuple(numbered)),)))
    again = [
        Bar(one.bar.notes, one.opens, one.times if one.times > 1 else int(one.double), one.bracket) for one in laid
    ]
    assert [bar.notes for bar in unfold(again)] == [bar.notes for bar in unfold(numbered)]
