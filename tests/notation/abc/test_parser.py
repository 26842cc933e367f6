from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from songrnn.music.pitch import Key
from songrnn.music.score import Meter, Score, unfold
from songrnn.notation.abc.parser import read_tune

ABC = st.text("ABCcdgz2/|:[]()-<>{}~!\"%^_=,'& \\\n13KML", max_size=80)


def score(body, key="C", header=""):
    return read_tune(f"X:1\n{header}L:1/8\nK:{key}\n{body}").score


def pitches(body, key="C"):
    """One number a note, a tuple a chord, None a rest."""
    notes = [note.pitches for bar in score(body, key).bars for note in bar.notes]
    return [None if not some else some[0] if len(some) == 1 else some for some in notes]


def played(body):
    return [note.pitches[0] for bar in unfold(score(body).bars) for note in bar.notes]


def test_octave_marks_raise_and_lower():
    assert pitches("C,, C, C c c' c''") == [36, 48, 60, 72, 84, 96]
    assert pitches("c, C'") == [60, 72]


@pytest.mark.parametrize(
    ("key", "scale"),
    [
        ("C", [60, 62, 64, 65, 67, 69, 71]),
        ("D", [61, 62, 64, 66, 67, 69, 71]),
        ("Ador", [60, 62, 64, 66, 67, 69, 71]),
        ("Bb", [60, 62, 63, 65, 67, 69, 70]),
        ("F#m", [61, 62, 64, 66, 68, 69, 71]),
    ],
)
def test_the_key_signature_alters_notes(key, scale):
    assert pitches("CDEFGAB", key) == scale


def test_accidentals_alter_and_cancel():
    assert pitches("^C|_D|=F|^^G|__A", "D") == [61, 61, 65, 69, 67]


def test_an_accidental_lives_until_the_end_of_its_bar():
    assert pitches("^F F|F =F ^F|F") == [66, 66, 65, 65, 66, 65]


def test_an_accidental_holds_in_every_octave_and_for_no_other_letter():
    assert pitches("^c C G|C") == [73, 61, 67, 60]


def test_accidentals_of_graces_are_left_aside():
    assert pitches("{^c}c") == [72]


def test_a_tie_carries_an_accidental_over_the_bar_line_for_one_note():
    assert pitches("^F-|F F") == [66, 66, 65]
    assert pitches("^F-|F-|F|F") == [66, 66, 66, 65]


def test_a_tie_to_another_note_carries_nothing():
    assert pitches("^F-|G F") == [66, 67, 65]


def test_ties_over_bar_lines_are_kept():
    first, second = score("C2-|C2").bars
    assert first.notes[0].tied
    assert not second.notes[0].tied


def test_a_chord_holds_each_pitch_once_in_order():
    assert pitches("[GCEC]") == [(60, 64, 67)]


def test_rests_have_no_pitch_and_are_never_tied():
    (bar,) = score("z2- x A").bars
    assert [(note.pitches, note.tied) for note in bar.notes] == [((), False), ((), False), ((69,), False)]


def test_pitches_stay_within_midi():
    assert all(0 <= pitch <= 127 for pitch in pitches("__C,,,,,,,,,, ^^b'''''''''' C,,,,, ^b''''''"))


def test_a_rest_of_two_bars_is_as_long_as_two_bars():
    assert read_tune("M:6/8\nL:1/8\nK:C\nZ2|A6|").score.bars[0].length == Fraction(3, 2)


@pytest.mark.parametrize(
    ("body", "order"),
    [
        ("|:C|D:|E|", [60, 62, 60, 62, 64]),
        ("C:|D:|", [60, 60, 62, 62]),
        ("C::D:|", [60, 60, 62, 62]),
        ("C:|:D:|", [60, 60, 62, 62]),
        ("C||D:|", [60, 62, 62]),
        ("|:C||D:|", [60, 62, 60, 62]),
        ("|:C|1D:|2E||F|]", [60, 62, 60, 64, 65]),
        ("|:C|[1D:|[2E|]F", [60, 62, 60, 64, 65]),
        ("|:C|1D:|\n|2E||", [60, 62, 60, 64]),
        ("|:C|1,3D:|2E:|", [60, 62, 60, 64, 60, 62]),
        ("|:C|1-3D:|4E|]", [60, 62, 60, 62, 60, 62, 60, 64]),
        ("|::C::|D|", [60, 60, 60, 62]),
        ("C:|\n|:D:|", [60, 60, 62, 62]),
        ("C|\nd:|\nE|", [60, 74, 60, 74, 64]),
    ],
)
def test_repeat_signs_and_endings_are_played_out(body, order):
    assert played(body) == order


def test_empty_bars_are_no_bars():
    assert len(score("|:C| |D||:E:|").bars) == 3


@pytest.mark.parametrize(
    ("header", "tempo"),
    [
        ("Q:1/4=90\n", 90), ("Q:3/8=60\n", 90), ("Q: 1/2 = 100 \n", 200), ('Q:"Slow" 1/4=60 "ish"\n', 60), ("", 120),
        ("Q:120\n", 120), ("Q:1/4=0\n", 120), ("Q:1/4=" + "9" * 5000 + "\n", 120), ("Q:999/1=999\n", 120),
    ],
)  # fmt: skip
def test_a_tempo_is_in_quarters_a_minute_and_sensible(header, tempo):
    assert score("C", header=header).tempo == tempo


def test_a_header_fills_the_score():
    read = read_tune("X:1\nT:A Tune\nM:6/8\nL:1/16\nK:Edor\nE").score
    assert (read.title, read.meter, read.key) == ("A Tune", Meter(6, 8), Key("E", "dor"))
    assert read.bars[0].length == Fraction(1, 16)


@pytest.mark.parametrize(("header", "unit"), [("K:C\n", 8), ("M:2/4\nK:C\n", 16), ("M:6/8\nK:C\n", 8), ("", 8)])
def test_a_missing_unit_follows_from_the_meter(header, unit):
    assert read_tune(f"{header}C").score.bars[0].length == Fraction(1, unit)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_on_any_system(end):
    reading = read_tune(f"X:1{end}T:a\x85b{end}K:D{end}F2{end}C2")
    assert [note.pitches for bar in reading.score.bars for note in bar.notes] == [(66,), (61,)]
    assert reading.remarks == ()


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("{g}A", "left out grace notes"),
        ("(AB)", "left out slurs"),
        ("!trill!A", "left out decorations"),
        ('"Am"A "D"B', "left out chord symbols and text"),
        ("[M:6/8]A", "passed over '[M:6/8]'"),
    ],
)
def test_what_is_left_out_is_remarked_on_once(body, what):
    assert [remark.what for remark in read_tune(f"K:C\n{body}").remarks] == [what]


def test_a_plain_tune_leaves_no_remark():
    assert read_tune("X:1\nT:x\nM:4/4\nL:1/8\nK:G\n|:(3GAB c>d e2-e2|1[G2B2] z2 D4:|2G8|]\n").remarks == ()


@settings(deadline=None)
@given(st.one_of(ABC, ABC.map("M:6/8\nK:G\n{}".format), st.text(max_size=80)))
@example("")
@example("K:")
@example("K:C\nC" + "9" * 5000)
@example("K:C\n|" + "9" * 5000 + "C")
@example("K:C\nC/" + "9" * 5000 + "-|C")
@example("M:999/999\nL:999/9999\nK:C\nZ9999|C")
@example("K:C\nC٣ (٣CDE|٢C")
def test_any_text_gives_a_score_that_can_be_played(text):
    read = read_tune(text).score
    assert isinstance(read, Score)
    assert all(bar.notes and bar.length > 0 for bar in read.bars)
    assert len(unfold(read.bars)) <= 9 * len(read.bars)
