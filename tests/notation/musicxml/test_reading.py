from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from songrnn.errors import MusicError
from songrnn.music.performance import perform
from songrnn.music.score import Meter
from songrnn.notation.abc.parser import read_tune
from songrnn.notation.musicxml import read_musicxml, write_musicxml

PART = '<part-list><score-part id="P1"><part-name>Flute</part-name></score-part></part-list>'
NOTE = "<note><pitch><step>C</step><octave>4</octave></pitch><duration>4</duration></note>"
HERE = "<attributes><divisions>1</divisions></attributes>"


@pytest.fixture
def read(tmp_path):
    """Reads the text of a score."""

    def reading(text):
        path = tmp_path / "tune.musicxml"
        path.write_text(text)
        return read_musicxml(path)

    return reading


@pytest.fixture
def again(tmp_path):
    """Writes the score of a tune and reads it again."""

    def through(tune, name="tune.musicxml"):
        score = read_tune(tune).score
        write_musicxml(score, tmp_path / name)
        return score, read_musicxml(tmp_path / name).score

    return through


def heard(score):
    played = perform(score)
    return played.end, [(one.onset, one.pitch, one.duration, one.grace) for one in played.soundings]


TUNES = [
    "X:1\nL:1/8\nK:D\nA2|:d2fd e2g2|d4 d4:|f2|\n",
    "X:1\nL:1/8\nM:6/8\nK:Ador\n|:ABc|1 def:|2 gfe||A3|B3:|\n",
    "X:1\nL:1/8\nK:G\n(3ABc (5:4:5ABcde (7ABcdefg|A>B c<d e>>f|{ag}A4-|A8-|A4 ^F4|\n",
    "X:1\nL:1/8\nK:C\nV:1\nCDEF|G4|\nV:2\nC,4-|C,4|\n",
    "X:1\nL:1/8\nK:C\nC4 & E2 G2|[CEG]4|[C-E]2 [CE]2|\n",
    "X:1\nP:AAB\nL:1/8\nK:C\nP:A\nCDEF|\nP:B\n|:G4:|\n",
    "X:1\nL:1/8\nM:none\nK:none\n^F_B=e2 [K:HP][M:4/4] f4 [K:C exp ^c _e][M:2+3/8] cde|[M:5/3]c|\n",
    "X:1\nL:1/8\nK:C\nA7 B5 c9 d11/4 (11:8:11ABcdefgabc'd'|\n",
    "X:1\nL:1/8\nK:C\nC4:|D4|1 E4:|2 F4:|3 G4||A4::B4:|\n",
]


@pytest.mark.parametrize("tune", TUNES)
@pytest.mark.parametrize("name", ["tune.musicxml", "tune.mxl"])
def test_what_is_written_sounds_the_same_when_it_is_read(again, tune, name):
    before, after = again(tune, name)
    assert heard(before) == heard(after)


BITS = st.sampled_from([
    "A", "B2", "^c", "_d'", "e,/", "z", "Z", "|", "||", "|]", ":|", "|:", "::", "|1", "|2", "[1,3", "-", "(", ")", "(3",
    "(5", "{gab}", "~", "!trill!", "!p!", '"Am7"', '"^up"', "&", "[CEG]", "[C-EG-]2", "[K:G# lyd]", "[K:HP]", "[M:5/3]",
    "[M:none]", "[M:2+3/8]", "[Q:1/4=33.3]", "\nP:A\n", "\nP:B\n", "\nV:2\n", "\nV:1\n", "c,,,,,,,,", "c''''''''", ">",
    "(7:2:3", "(11:8:11", "A3/13", "\x00", "\ud800", "<&>",
])  # fmt: skip
HEADS = st.sampled_from(["X:1\nK:C\n", "X:1\nT:<&>\nM:6/8\nP:ABA\nK:Ador\n", "M:C|\nQ:3/8=100\nK:Fb loc\n"])


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HEADS, st.lists(BITS, max_size=25))
def test_anything_that_the_parser_makes_of_any_text_comes_through(again, head, bits):
    before, after = again(head + " ".join(bits))
    if heard(before)[1]:
        assert heard(before) == heard(after)


def test_signs_come_through(again):
    tune = 'X:1\nL:1/4\nK:C\n"Am7"!trill!(C D) "^slow".E !p!F|"G7/B"{c}!3!G !editorial!A "_soft"B "D.C."c|\n'
    before, after = again(tune)
    first, second = ([note.signs for bar in one.voices[0].bars for note in bar.notes] for one in (before, after))
    assert [(signs.harmony, set(signs.marks)) for signs in second[:7]] == [
        (signs.harmony, set(signs.marks)) for signs in first[:7]
    ]
    assert [signs.words for signs in second] == [(), (), ("^slow",), (), (), (), ("_soft",), ("^D.C.",)]


def test_the_head_comes_through(again):
    before, after = again("X:1\nT:Tune\nC:Me\nR:reel\nM:6/8\nQ:3/8=100\nK:Edor\nA6|\n")
    assert (after.title, after.fields, after.key, after.meter, after.tempo) == (
        before.title, before.fields, before.key, before.meter, before.tempo,
    )  # fmt: skip


def test_lyrics_are_read_for_each_verse(read):
    sung = NOTE.replace("</note>", "<lyric><syllabic>begin</syllabic><text>Glo</text></lyric></note>")
    score, _ = read(f"<score-partwise>{PART}<part id='P1'><measure>{HERE}{sung}</measure></part></score-partwise>")
    assert score.voices[0].bars[0].notes[0].signs.lyrics == ("Glo-",)


def test_a_score_by_measures_is_read_like_one_by_parts(read):
    score, _ = read(
        f"<score-timewise>{PART}<measure><part id='P1'>{HERE}{NOTE}</part></measure>"
        f"<measure><part id='P1'>{NOTE}</part></measure></score-timewise>"
    )
    assert ([bar.length for bar in score.voices[0].bars], score.voices[0].name) == ([1, 1], "Flute")


def test_a_namespace_is_passed_over(read):
    score, _ = read(
        f"<score-partwise xmlns='urn:x'>{PART}<part id='P1'><measure>{HERE}{NOTE}</measure></part></score-partwise>"
    )
    assert score.voices[0].bars[0].length == 1


def test_a_score_without_a_meter_is_free(read):
    score, _ = read(f"<score-partwise><part id='P1'><measure>{HERE}{NOTE}</measure></part></score-partwise>")
    assert score.meter == Meter(0, 1)


def measures(*inner):
    body = "".join(f"<measure>{HERE}{one}</measure>" for one in inner)
    return f"<score-partwise><part id='P1'>{body}</part></score-partwise>"


BACK = '<barline><repeat direction="backward"/></barline>'
DOUBLE = "<barline><bar-style>light-light</bar-style></barline>"


def length(score):
    return perform(score).end


def test_a_repeat_without_a_beginning_goes_back_past_double_bars(read):
    assert length(read(measures(NOTE + DOUBLE, NOTE + BACK, NOTE)).score) == 5
    assert length(read(measures(NOTE + BACK, NOTE + DOUBLE, NOTE + BACK)).score) == 6


def test_an_ending_is_over_where_its_bracket_is(read):
    begin = '<barline location="left"><ending number="{}" type="start"/></barline>'
    stop = '<barline><ending number="{0}" type="stop"/>{1}</barline>'
    repeat = '<repeat direction="backward"/>'
    text = measures(
        NOTE,
        begin.format(1) + NOTE + stop.format(1, repeat),
        begin.format(2) + NOTE + stop.format(2, ""),
        NOTE,
    )
    assert length(read(text).score) == 5


def test_repeats_in_the_first_part_alone_hold_for_all(read):
    parts = "".join(
        f"<part id='{name}'><measure>{HERE}{NOTE}{end}</measure><measure>{NOTE}</measure></part>"
        for name, end in (("P1", BACK), ("P2", ""))
    )
    played = perform(read(f"<score-partwise>{parts}</score-partwise>").score)
    assert [one.onset for one in played.soundings if one.voice == 1] == [0, 1, 2]


def test_a_measure_without_notes_lasts_as_long_as_in_other_parts(read):
    parts = f"<part id='P1'><measure>{HERE}{NOTE}</measure></part><part id='P2'><measure/></part>"
    score, _ = read(f"<score-partwise>{parts}</score-partwise>")
    assert [voice.bars[0].length for voice in score.voices] == [1, 1]


def test_a_measure_without_notes_anywhere_lasts_as_the_meter_asks(read):
    meter = "<attributes><time><beats>3</beats><beat-type>4</beat-type></time></attributes>"
    score, _ = read(f"<score-partwise><part id='P1'><measure>{meter}</measure></part></score-partwise>")
    assert score.voices[0].bars[0].length == Fraction(3, 4)


@pytest.mark.parametrize("text", ["<html/>", "<score-partwise/>", "<score-partwise><part id='P1'/></score-partwise>"])
def test_what_holds_no_music_is_refused(read, text):
    with pytest.raises(MusicError, match=r"no MusicXML score|holds no measures"):
        read(text)


def test_too_many_parts_are_refused(read):
    parts = "".join(f"<part id='P{n}'><measure/></part>" for n in range(65))
    with pytest.raises(MusicError, match="65 parts, more than 64"):
        read(f"<score-partwise>{parts}</score-partwise>")


def test_what_is_left_out_is_remarked_on(read):
    drum = "<note><unpitched/><duration>4</duration></note>"
    _, remarks = read(measures(drum))
    assert remarks == ("notes without a pitch, of drums, are read as rests",)
