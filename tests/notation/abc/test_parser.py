from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from songrnn.music.performance import perform, unfold
from songrnn.music.pitch import Key
from songrnn.music.score import Meter, Score
from songrnn.notation.abc import meaning as meanings
from songrnn.notation.abc.lexer import lines
from songrnn.notation.abc.meaning import GRID
from songrnn.notation.abc.parser import read_tune

ABC = st.text("ABCcdgz2/|:[]()-<>{}~!\"%^_=,'& \\\n13KML", max_size=80)


def score(body, key="C", header=""):
    return read_tune(f"X:1\n{header}L:1/8\nK:{key}\n{body}").score


def bars(body, key="C"):
    return score(body, key).voices[0].bars


def pitches(body, key="C"):
    """One number a note, a tuple a chord, None a rest."""
    notes = [tuple(pitch.midi for pitch in note.pitches) for bar in bars(body, key) for note in bar.notes]
    return [None if not some else some[0] if len(some) == 1 else some for some in notes]


def played(body):
    return [note.pitches[0].midi for bar in unfold(bars(body)) for note in bar.notes]


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
    first, second = bars("C2-|C2")
    assert first.notes[0].tied
    assert not second.notes[0].tied


def test_a_chord_holds_each_pitch_once_in_order():
    assert pitches("[GCEC]") == [(60, 64, 67)]


def test_rests_have_no_pitch_and_are_never_tied():
    (bar,) = bars("z2- x A")
    assert [(len(note.pitches), note.tied) for note in bar.notes] == [(0, ()), (0, ()), (1, ())]


def test_pitches_stay_within_midi():
    assert all(0 <= pitch <= 127 for pitch in pitches("__C,,,,,,,,,, ^^b'''''''''' C,,,,, ^b''''''"))


def test_a_rest_of_two_bars_is_two_bars():
    found = read_tune("M:6/8\nL:1/8\nK:C\nZ2|A6|").score.voices[0].bars
    assert [bar.length for bar in found] == [Fraction(3, 4)] * 3


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
    assert len(bars("|:C| |D||:E:|")) == 3


@pytest.mark.parametrize(
    ("header", "tempo"),
    [
        ("Q:1/4=90\n", 90), ("Q:3/8=60\n", 90), ("Q: 1/2 = 100 \n", 200), ('Q:"Slow" 1/4=60 "ish"\n', 60), ("", 120),

        ("Q:120\n", 60), ("Q:C3=80\n", 120), ("Q:Allegro\n", 120), ("Q:1/4 1/8=60\n", 90),
        ("Q:1/4=0\n", 120), ("Q:1/4=" + "9" * 5000 + "\n", 120), ("Q:999/1=999\n", 120),
    ],
)  # fmt: skip
def test_a_tempo_is_in_quarters_a_minute_and_sensible(header, tempo):
    assert score("C", header=header).tempo.quarters == tempo


def test_a_header_fills_the_score():
    read = read_tune("X:1\nT:A Tune\nM:6/8\nL:1/16\nK:Edor\nE").score
    assert (read.title, read.meter, read.key) == ("A Tune", Meter(6, 8), Key("E", "dor"))
    assert read.voices[0].bars[0].length == Fraction(1, 16)


@pytest.mark.parametrize(("header", "unit"), [("K:C\n", 8), ("M:2/4\nK:C\n", 16), ("M:6/8\nK:C\n", 8), ("", 8)])
def test_a_missing_unit_follows_from_the_meter(header, unit):
    assert read_tune(f"{header}C").score.voices[0].bars[0].length == Fraction(1, unit)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_on_any_system(end):
    reading = read_tune(f"X:1{end}T:a\x85b{end}K:D{end}F2{end}C2")
    assert [note.pitches[0].midi for bar in reading.score.voices[0].bars for note in bar.notes] == [66, 61]
    assert reading.diagnostics == ()


def test_what_stands_about_a_note_is_kept_with_it():
    (bar,) = bars('"Am""^slow"!trill!{g/a}(A.B)')
    first, second = (note.signs for note in bar.notes)
    assert (first.harmony, first.words, first.marks) == ("Am", ("^slow",), ("trill", "("))
    assert [grace.pitches[0].midi for grace in first.graces] == [79, 81]
    assert second.marks == ("staccato", ")")


@pytest.mark.parametrize(
    ("text", "severity", "line", "column", "what"),
    [
        ("K:C\nA@B", "error", 2, 2, "'@' means nothing here"),
        ("K:C\nA [CE", "error", 2, 3, "'[' means nothing here"),
        ("K:C\nA C/0 B", "error", 2, 3, "impossible length in 'C/0'"),
        ("K:C\nA [] B", "error", 2, 3, "'[]' holds no note"),
        ("K:C\n>A", "error", 2, 1, "misplaced broken rhythm '>'"),
        ("K:C\nA (1BC", "error", 2, 3, "unknown tuplet '(1'"),
        ("K:Q\nA", "error", 1, 1, "'K:Q' cannot be read"),
        ("K:C\nA [M:0/0] B", "error", 2, 3, "'M:0/0' cannot be read"),
        ("L:1/0\nK:C\nA", "error", 1, 1, "'L:1/0' cannot be read"),
        ("K:C\n- A", "warning", 2, 1, "a tie without a note"),
        ("K:C\nA Z B", "warning", 2, 3, "'Z' rests for whole bars"),
        ("K:C\n(3AB|", "warning", 2, 5, "the tune ends inside"),
        ("K:C\n{}A", "warning", 2, 1, "'{}' holds no grace note"),
        ("ABC\nK:C", "warning", 1, 1, "the music begins before"),
        ("K:C\nA ^/B", "remark", 2, 3, "microtone '^/B' rounded"),
        ("K:C\n[C2E]", "remark", 2, 1, "notes of a chord differ"),
        ("K:C\n[Q:x]A", "remark", 2, 1, "'Q:x' cannot be read"),
        ("K:C\nhA", "remark", 2, 1, "passed over the decoration"),
        ("K:C\nA\nA >", "error", 3, 3, "broken rhythm with no note after it"),
        ("K:C\nA|>B", "error", 2, 3, "misplaced broken rhythm '>'"),
        ("K:C\nA>>>>B", "error", 2, 2, "misplaced broken rhythm '>>>>'"),
        ("K:C\n(3A(3Bcd", "warning", 2, 4, "a tuplet inside a tuplet"),
        ("K:C\nA\t[A*B]", "error", 2, 3, "'*' means nothing inside a chord"),
        ("K:C\nA [CE]/0", "error", 2, 3, "impossible length '/0' of a chord"),
        ("K:C\nA|Z0", "error", 2, 3, "impossible length in 'Z0'"),
        ("K:C\nA {gB", "error", 2, 3, "'{' means nothing here"),
        ('K:C\nA "Am B', "error", 2, 3, "'\"' means nothing here"),
        ("K:C\nA }", "error", 2, 3, "'}' means nothing here"),
        ("K:C\nA\0", "error", 2, 2, "'U+0000' means nothing here"),
        ("K:C\n\x1b[31m", "error", 2, 1, "'U+001B' means nothing here"),
        ("K:C\r\nA\r\nV:\r\nA", "error", 3, 1, "a V: field that names no voice"),
        ("K:C\nA [V:]B", "error", 2, 3, "a V: field that names no voice"),
        ("K:C\n[E:x]A", "remark", 2, 1, "passed over the field 'E:'"),
        ("M:C+\nK:C\nA", "error", 1, 1, "'M:C+' cannot be read"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_with_its_place(text, severity, line, column, what):
    told = [one for one in read_tune(text).diagnostics if one.what.startswith(what)]
    assert [(one.severity, one.line, one.column) for one in told] == [(severity, line, column)]


def test_at_most_a_thousand_things_are_told():
    assert len(read_tune("K:C\n" + "@" * 5000).diagnostics) == 1000


def test_more_than_a_million_characters_are_not_read():
    reading = read_tune("K:C\n" + "A" * 1_000_100)
    assert reading.diagnostics[0].what.startswith("the tune has 1,000,104 characters")
    assert (reading.diagnostics[0].line, reading.diagnostics[0].column) == (1, 1)
    assert len(reading.score.voices[0].bars[0].notes) == 999_996


def test_more_than_64_voices_are_read_as_the_first():
    reading = read_tune("K:C\n" + "".join(f"V:{number}\nC|\n" for number in range(66)))
    assert [(one.line, one.column, one.what) for one in reading.diagnostics] == [
        (130, 1, "more than 64 voices"),
        (132, 1, "more than 64 voices"),
    ]
    assert [len(voice.bars) for voice in reading.score.voices] == [3, *[1] * 63]


def heard(text):
    return [one.pitch for one in perform(read_tune(text).score).soundings]


def test_fields_inside_a_tune_are_obeyed():
    assert heard("L:1/4\nK:C\nF [K:D]F|[L:1/8]F") == [65, 66, 66]
    assert heard("L:1/4\nK:C\nF\nK:D\nF") == [65, 66]
    found = read_tune("M:4/4\nL:1/4\nK:C\nC4|[M:3/4][Q:1/4=90]C3|").score.voices[0].bars
    assert (found[1].changes.meter, found[1].changes.tempo.quarters) == (Meter(3, 4), 90)


@pytest.mark.parametrize("body", ["V:1\nCD|\nV:2\nE2|\n", "[V:1]CD|\n[V:2]E2|", "CD|\nV:2\nE2|"])
def test_voices_sound_together(body):
    score = read_tune(f"L:1/4\nK:C\n{body}").score
    assert [[note.pitches[0].midi for bar in voice.bars for note in bar.notes] for voice in score.voices] == [
        [60, 62],
        [64],
    ]
    assert [(one.onset * 4, one.pitch) for one in perform(score).soundings] == [(0, 60), (0, 64), (1, 62)]


def test_voices_are_called_as_the_header_says():
    score = read_tune('V:1 name="Fiddle"\nV:2 name=Bass clef=bass\nK:C\nV:1\nC|\nV:2\nC,|').score
    assert [voice.name for voice in score.voices] == ["Fiddle", "Bass"]


def test_parts_are_played_in_the_order_that_the_header_says():
    assert heard("L:1/4\nP:A(BC)2\nK:C\nP:A\nC|\nP:B\nD|\nP:C\nE|") == [60, 62, 64, 62, 64]


@pytest.mark.parametrize(
    ("parts", "order"), [("ABA", [60, 62, 60]), ("B2A", [62, 62, 60]), ("(AB)2", [60, 62] * 2), ("A.B", [60, 62])]
)
def test_a_part_may_be_played_more_than_once(parts, order):
    assert heard(f"L:1/4\nP:{parts}\nK:C\nP:A\nC|\n[P:B]D|") == order


def test_a_field_inside_a_tune_changes_its_own_voice_alone():
    score = read_tune("L:1/4\nK:C\n[V:1]F[V:2]F|[K:D]F[V:1]F|F").score
    assert [[note.pitches[0].alteration for bar in voice.bars for note in bar.notes] for voice in score.voices] == [
        [0, 0, 0],
        [0, 1],
    ]


def test_a_voice_goes_on_where_it_was_left():
    score = read_tune("L:1/4\nK:C\nV:1\nC(3DE\nV:2\nc2\nV:1\nFG|").score
    assert [note.duration * 4 for note in score.voices[0].bars[0].notes] == [1, *[Fraction(2, 3)] * 3, 1]


@pytest.mark.parametrize("end", ["", "\\", "\\ % more"])
def test_a_bar_goes_on_over_the_end_of_a_line(end):
    assert [len(bar.notes) for bar in read_tune(f"K:C\n^CD{end}\nC E|F").score.voices[0].bars] == [4, 1]
    assert heard(f"K:C\n^C{end}\nC") == [61, 61]


def test_a_field_that_cannot_be_read_changes_nothing():
    reading = read_tune("M:x\nL:1/4\nL:0\nQ:x\nK:D\nK:Q\n[L:x][M:x]F")
    assert (reading.score.meter, reading.score.key, reading.score.tempo.quarters) == (Meter(), Key("D"), 120)
    assert reading.score.voices[0].bars[0].length == Fraction(1, 4)
    assert heard("K:D\n[K:Q]F") == [66]


def test_titles_and_further_fields_are_kept_in_their_order():
    score = read_tune("X:1\nT:One\nC:Caf\\'e\nT:Two\nS:x % y\nr:no\nK:C\nC").score
    assert (score.title, score.fields) == ("One / Two", (("C", "Café"), ("S", "x")))


def test_overlays_sound_with_their_bar():
    assert heard("L:1/4\nK:C\nC4&E2G2|D4|") == [60, 64, 67, 62]


def test_directives_lyrics_and_comments_make_no_music():
    text = "%%abc-include /etc/passwd\nX:1\nK:C\nI:abc-include x\nCD % EF\nw:A B C\n%comment A\nW:ABC\nE"
    assert heard(text) == [60, 62, 64]
    assert read_tune(text).diagnostics == ()


def test_a_plain_tune_leaves_no_remark():
    assert read_tune("X:1\nT:x\nM:4/4\nL:1/8\nK:G\n|:(3GAB c>d e2-e2|1[G2B2] z2 D4:|2G8|]\n").diagnostics == ()


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
    reading = read_tune(text)
    assert isinstance(reading.score, Score)
    for voice in reading.score.voices:
        assert all(bar.notes and bar.length > 0 for bar in voice.bars)
        assert len(unfold(voice.bars)) <= 9 * len(voice.bars)
    perform(reading.score)
    assert_told_within(text, reading.diagnostics)


def assert_told_within(text, diagnostics):
    """Every line and column is one of the text; of an empty text, the first."""
    rows = [row.rstrip("\r\n") for row in lines(text)] or [""]
    assert len(diagnostics) <= 1000
    for one in diagnostics:
        assert 1 <= one.line <= len(rows)
        assert 1 <= one.column <= max(1, len(rows[one.line - 1]))
        assert one.what


REAL = """X:1
T:The Caf\\'e Reel
M:4/4
L:1/8
Q:1/4=120
P:AB
K:Dmix
P:A
V:1
|:"Am"A2{g}^F>G (3ABc [CE]2-|[CE]2 z2 !trill!d4|[1 (eA) G2 z4:|[2 {ab}a4-a4|]
w: la la~la
P:B
M:6/8
[V:2]A,3 D,3 & z2 x|[K:Em]B,6||
%%MIDI program 1
V:1
(5:4:5abcde _b<=b y c'/2d,3/2|"^slow".u~A6::\\
Z2 | e6 :|
"""
PIECES = [REAL[at : at + size] for at in range(0, len(REAL), 3) for size in (1, 2, 5)]
SLIPS = st.lists(st.tuples(st.integers(0, len(REAL)), st.integers(0, 4), st.sampled_from(PIECES)), max_size=8)


@settings(deadline=None)
@given(SLIPS)
def test_a_tune_with_slips_of_the_pen_can_be_played_and_says_where_they_are(slips):
    text = REAL
    for at, cut, piece in slips:
        text = text[:at] + piece + text[at + cut :]
    reading = read_tune(text)
    assert_told_within(text, reading.diagnostics)
    assert perform(reading.score).end == perform(reading.score, graces=False).end
    assert [len(voice.bars) for voice in reading.score.voices] == [len(places) for places in reading.places]


def test_a_tune_without_slips_is_read_in_silence():
    reading = read_tune(REAL)
    assert reading.diagnostics == ()
    assert [len(voice.bars) for voice in reading.score.voices] == [9, 2]


@pytest.mark.parametrize("slip", ["C/0", "^C/0", "z/0", "[CE]/0", "[C/0]", "^/C", "Z0"])
def test_a_slip_is_told_each_time_that_it_is_read(slip):
    text = f"K:C\n{slip}|{slip}"
    told = [one.column for one in read_tune(text).diagnostics]
    assert told == [1, len(slip) + 2]
    assert [one.column for one in read_tune(text).diagnostics] == told


@pytest.mark.parametrize(
    ("piece", "times"),
    [
        ("(", 60_000), ("[", 60_000), ("{a", 30_000), ('"', 60_001), ("A-|", 20_000), ("&", 60_000), (":", 60_000),
        ("A&", 30_000), ("!a", 30_000), ("(3", 30_000), ("Z99999999|", 1), ("Z9999|", 10_000), ("A>", 30_000),
        ("V:1\nA\nV:2\nB\n", 5_000), ("P:A\n", 10_000), ("P:A\nA|\n", 9_000), ("[K:C]", 10_000), ("A)", 30_000),
        ("{a}", 20_000), ('"^x"', 15_000), ("\0", 60_000), ("\x1b[31m", 10_000), ("A|:", 20_000), ("A-", 30_000),
        (".", 60_000), ("|1", 30_000), ("9", 60_000), ("+a", 30_000), ("^1", 30_000), ("[K:", 20_000), ("]", 60_000),
        ("A|::::::::|", 5_000), ("^A-|=A|", 8_000), ("(9:64:1A-", 6_000), (" ", 60_000), ("\n", 60_000),
        ("T:\\'e&amp;\n", 6_000), ("w:a-\n", 12_000), ("K:C exp ^c\n", 5_000), ("M:1+1/8\n", 7_000),
    ],
)  # fmt: skip
def test_a_monstrous_tune_is_read_and_played_to_its_end(piece, times):
    reading = read_tune(f"X:1\nP:(AB)99(AB)99\nL:1/8\nK:C\n{piece * times}\nA|")
    played = perform(reading.score)
    assert len(reading.diagnostics) <= 1000
    assert len(played.soundings) <= 200_000
    assert sum(len(voice.bars) for voice in reading.score.voices) <= 60_000


@pytest.mark.parametrize(
    ("letter", "value"),
    [
        ("Q", "1/4" + " " * 60_000 + "x"), ("Q", "1/4 " * 15_000), ("Q", '"' * 60_001), ("Q", "C" + "1" * 60_000),
        ("M", "(" + "1+" * 30_000), ("M", "9" * 60_000), ("L", "9" * 60_000), ("K", "C" + " \t" * 30_000 + "=x"),
        ("K", "C" * 60_000), ("P", "(" * 60_000), ("P", "(A" * 30_000), ("P", "A99" * 20_000), ("V", "x" * 60_000),
        ("V", "1 " + "name=" * 12_000), ("T", "\\" * 60_000), ("T", "&abcdefgh" * 6_000),
    ],
)  # fmt: skip
def test_a_monstrous_field_is_read_to_its_end(letter, value):
    reading = read_tune(f"{letter}:{value}\nK:C\nA|\n[{letter}:{value.replace('[', '')}]A|")
    assert len(reading.diagnostics) <= 3
    assert perform(reading.score).soundings


def test_lyrics_belong_to_the_notes_of_the_line_before_them():
    text = "L:1/4\nK:C\nAB\nCD|E\nw:a-ma | zing\nw:one\n+:two\nW:after\nF"
    score = read_tune(text).score
    assert [note.signs.lyrics for bar in score.voices[0].bars for note in bar.notes] == [
        (), (), ("a-", "one"), ("ma", "two"), ("zing",), (),
    ]  # fmt: skip
    assert score.fields == (("W", "after"),)


@pytest.mark.parametrize(
    ("key", "number"),
    [("C treble-8", 48), ("C clef=treble+8", 72), ("C bass", 60), ("C octave=-1", 48), ("C clef=F+15 octave=-1", 72)],
)
def test_clefs_and_octaves_move_what_sounds(key, number):
    assert heard(f"K:{key}\nC") == [number]
    assert heard(f"K:C\n[K:{key}]C") == [number]
    assert heard(f"V:1 {key[2:]}\nK:C\nV:1\nC") == [number]


def test_a_transposition_is_passed_over_and_told():
    assert [one.what for one in read_tune("K:C transpose=2\nC").diagnostics] == ["passed over transpose="]


def test_text_to_be_printed_is_no_music():
    assert heard("K:C\nC\n%%begintext\nD E\n%%endtext\nF") == [60, 65]


def test_a_part_reaches_all_voices():
    score = read_tune("P:BA\nL:1/4\nK:C\nP:A\nV:1\nC|\nV:2\nE|\nP:B\nV:1\nD|\nV:2\nF|").score
    assert [[bar.changes.part for bar in voice.bars] for voice in score.voices] == [["A", "B"]] * 2
    assert [one.pitch for one in perform(score).soundings] == [62, 65, 60, 64]


def test_overlays_may_go_over_several_bars():
    found = read_tune("L:1/4\nK:C\nC|(& D|E & F|G &)|A|").score.voices[0].bars
    assert [len(bar.overlays) for bar in found] == [0, 1, 1, 0]
    assert heard("L:1/4\nK:C\nC|(& D|E & F|G &)|A|") == [60, 62, 65, 64, 67, 69]


@pytest.mark.parametrize(
    ("text", "what"),
    [("&) C", "misplaced '&)'"), ("C (& D", "misplaced '(&'"), ("(& C|D", "overlays that do not end"),
     ("(& C & D|E &)", "an overlay is longer"), ("{c*}d", "'*' means nothing among graces")],
)  # fmt: skip
def test_misplaced_overlays_and_graces_are_told(text, what):
    assert [one.what[: len(what)] for one in read_tune(f"K:C\n{text}|").diagnostics] == [what]


def test_durations_stay_countable_and_what_is_rounded_is_told():
    reading = read_tune("L:1/4\nK:C\nA/17 A/7|" + " ".join(f"A/{n}" for n in range(1, 300)))
    assert (reading.diagnostics[0].line, reading.diagnostics[0].column) == (3, 1)
    lengths = [note.duration for bar in reading.score.voices[0].bars for note in bar.notes]
    assert all(GRID % one.denominator == 0 for one in lengths)
    assert abs(lengths[0] - Fraction(1, 68)) < Fraction(1, GRID)
    assert lengths[1] == Fraction(1, 28)


@settings(deadline=None)
@given(SLIPS)
def test_a_tune_means_the_same_when_it_is_read_again(slips):
    text = REAL
    for at, cut, piece in slips:
        text = text[:at] + piece + text[at + cut :]
    kept = read_tune(text)
    meanings._meanings.clear()
    assert read_tune(text) == kept
