from fractions import Fraction

import pytest

from songrnn.music.score import Tempo
from songrnn.notation.musicxml.measures import PartReader

F = Fraction
QUARTER = "<attributes><divisions>4</divisions></attributes>"
from songrnn.notation.musicxml.tree import parse


def element(text):
    return parse(text.encode(), "test")


METRONOME = "<metronome><beat-unit>quarter</beat-unit><beat-unit-dot/><per-minute>60</per-minute></metronome>"


def note(step="C", duration=4, more="", voice=""):
    said = f"<voice>{voice}</voice>" if voice else ""
    return (
        f"<note>{more}<pitch><step>{step}</step><octave>4</octave></pitch><duration>{duration}</duration>{said}</note>"
    )


def read(*measures):
    reader = PartReader()
    return [reader.read(element(f"<measure>{QUARTER}{inner}</measure>")) for inner in measures]


def letters(events):
    return [(event.onset, "".join(pitch.letter for pitch in event.note.pitches)) for event in events]


def test_notes_follow_each_other_and_chords_share_a_moment():
    [one] = read(note("C") + note("E", more="<chord/>") + note("G", 2))
    assert letters(one.layers["1"]) == [(0, "CE"), (F(1, 4), "G")]
    assert one.length == F(3, 8)


def test_backup_and_forward_place_other_voices():
    [one] = read(
        note("C", 8, voice="1") + "<backup><duration>8</duration></backup><forward><duration>4</duration></forward>"
        + note("E", 4, voice="2")
    )  # fmt: skip
    assert letters(one.layers["2"]) == [(F(1, 4), "E")]
    assert one.length == F(1, 2)


def test_going_back_before_the_beginning_goes_to_it():
    [one] = read("<backup><duration>99</duration></backup>" + note("C"))
    assert letters(one.layers["1"]) == [(0, "C")]


def test_ties_are_those_that_begin():
    [one] = read(note(more='<tie type="start"/>') + note(more='<tie type="stop"/>'))
    assert [bool(event.note.tied) for event in one.layers["1"]] == [True, False]


def test_graces_wait_for_the_next_note_of_their_voice():
    grace = "<note><grace/><pitch><step>D</step><octave>5</octave></pitch><type>16th</type></note>"
    first, second = read(note("C") + grace, note("E"))
    assert not first.layers["1"][0].note.signs.graces
    [found] = second.layers["1"][0].note.signs.graces
    assert (found.pitches[0].letter, found.duration) == ("D", F(1, 16))


def test_drums_and_cues_are_rests_and_drums_are_remarked_on():
    reader = PartReader()
    drum = "<note><unpitched/><duration>4</duration></note>"
    cue = note(more="<cue/>")
    one = reader.read(element(f"<measure>{QUARTER}{drum}{cue}</measure>"))
    assert letters(one.layers["1"]) == [(0, ""), (F(1, 4), "")]
    assert reader.remarks == {"notes without a pitch, of drums, are read as rests"}


def test_divisions_hold_until_they_change_and_zero_is_none():
    reader = PartReader()
    reader.read(element(f"<measure>{QUARTER}</measure>"))
    one = reader.read(
        element(f"<measure><attributes><divisions>0</divisions></attributes>{note(duration=8)}</measure>")
    )
    assert one.length == F(1, 2)


@pytest.mark.parametrize("duration", ["0", "-4", "x", "1e99"])
def test_a_note_that_lasts_nothing_is_left_out(duration):
    assert not read(note(duration=duration))[0].layers


def test_words_wait_for_the_next_note():
    [one] = read(note("C") + "<direction><direction-type><words>slow</words></direction-type></direction>" + note("D"))
    assert [event.note.signs.words for event in one.layers["1"]] == [(), ("^slow",)]


@pytest.mark.parametrize(
    ("inner", "tempo"),
    [
        ('<direction-type><words>Jig</words></direction-type><sound tempo="180"/>', Tempo(180.0, "Jig")),
        (
            f"<direction-type>{METRONOME}</direction-type>",
            Tempo(90.0),
        ),
        ('<sound tempo="nan"/>', None),
        ('<sound tempo="x"/>', None),
        ('<sound tempo="1e99"/>', None),
    ],
)
def test_a_tempo_is_read_in_quarters_a_minute(inner, tempo):
    assert read(f"<direction>{inner}</direction>")[0].tempo == tempo


@pytest.mark.parametrize(
    ("inner", "field", "value"),
    [
        ('<barline location="left"><repeat direction="forward"/></barline>', "opens", True),
        ('<barline><repeat direction="backward"/></barline>', "times", 2),
        ('<barline><repeat direction="backward" times="3"/></barline>', "times", 3),
        (f'<barline><repeat direction="backward" times="{"9" * 5000}"/></barline>', "times", 9),
        ('<barline location="left"><ending number="1, 3" type="start"/></barline>', "endings", (1, 3)),
        ('<barline location="left"><ending number="1-3" type="start"/></barline>', "endings", (1, 2, 3)),
        ('<barline location="left"><ending number="" type="start"/></barline>', "endings", (1,)),
        ('<barline><ending number="2" type="discontinue"/></barline>', "stops", True),
        ("<barline><bar-style>light-light</bar-style></barline>", "double", True),
        ('<barline location="left"><bar-style>light-light</bar-style></barline>', "double", False),
    ],
)
def test_bar_lines_say_what_is_repeated(inner, field, value):
    assert getattr(read(inner)[0], field) == value


def test_chord_symbols_stand_at_their_moments():
    harmony = "<harmony><root><root-step>%s</root-step></root><kind>major</kind>%s</harmony>"
    [one] = read(harmony % ("C", "") + harmony % ("G", "<offset>8</offset>") + note("C", 16))
    assert one.harmonies == [(0, "C"), (F(1, 2), "G")]
