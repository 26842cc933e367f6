"""Scores as ABC tunes."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songrnn.music.pitch import Key, Pitch
from songrnn.music.score import Bar, Changes, Meter, Note, Score, Tempo, Voice
from songrnn.notation.abc.book import entry
from songrnn.notation.abc.check import check_tune
from songrnn.notation.abc.meaning import is_fine
from songrnn.notation.abc.parser import read_tune
from songrnn.notation.abc.writer import write_tune

HEAD = "X:1\nT:A\nM:4/4\nL:1/8\nK:C\n"
BODIES = [
    "C2D2 E2F2|G8|]", "|:CDEF GABc|1 c8:|2 C8||", "|:C8::D8::|E8::|:F8:|", "[1,3C8:|[2D8|]", "|:C8|1-3D8:|4E8|]",
    "(3CDE (3:2:2F2G A4|(5:4:5CDEFG (7:4:7C/D/E/F/G/A/B/ c|C2/3D2/3E2/3z6|", "(3CD|E8|",
    "C2/3D2 E2|F8|C1/81|C1/67|C4/29|",
    "A>Bc<d e>-ef>f|z>A [CE]>[DF] {c}A>{d}B A2|A>>B c4 z2|", "^FFf_B|b4-_B4-|B4 b4|^c4-|c4 c4|",
    "^c4-|[c=c']4|^c4-|[c'c]4|^c4-|[^c'c]4|[^c-e-]4|[ce]8|[^c-e]4|[ce]8|",
    '"Am"C2"^slow"D2.(TE2 F2)|(~G)A z8 "G"z8|',
    "{^c/d}c4 {^f}f4|!1!!f!u[CEG]4 v[C-E]4|C8 & E4 G4 & z8|", "Z|Z4|z8|Z:|Z:|",
    "[K:G]FG[M:3/4][Q:1/4=90]A2|c6|[K:none]f6|",
    'C8|\nQ:"a [b] c" 1/4=80\nD8|\nP:B\nE8|]', "[M:none]CDE|F|[M:2+3/8]C2D3|", "C,,,8|c''''8|^^C2__D2=E4|",
    "!trill(!C4 !trill)!D4|T.HLMOPSuvC8|", "C8||D8|]E8||:F8:|",
]  # fmt: skip


def written(text):
    return write_tune(read_tune(text).score)


@pytest.mark.parametrize("body", BODIES)
def test_what_is_written_is_read_as_the_same_score(body):
    score = read_tune(HEAD + body + "\n").score
    again = read_tune(write_tune(score))
    assert again.score == score
    assert not [said for said in again.diagnostics if said.severity == "error"]
    assert write_tune(again.score) == write_tune(score)


_LEXEMES = st.sampled_from(
    [
        *"CDEFGABcdefgz", *"-|.T()/&<> Z", "^c", "_B", "=F", "c'", "C,", "2", "3/2", "||", "|:", ":|", "|1", ":|2",
        "(3", "(5", "[CE]", "[^ce-]", "{d}", '"Am"', '"^hi"', "[K:D]", "[M:6/8]", "\nP:B\n",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(_LEXEMES, min_size=1, max_size=40))
def test_any_mixture_that_is_read_without_error_stays_the_same(lexemes):
    reading = read_tune(HEAD + "".join(lexemes) + "\n")
    if not any(said.severity == "error" for said in reading.diagnostics):
        assert read_tune(write_tune(reading.score)).score == reading.score


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.builds(
            Note,
            st.lists(
                st.builds(Pitch, st.integers(0, 9), st.sampled_from("ABCDEFG"), st.integers(-2, 2)), max_size=3
            ).map(lambda pitches: tuple(sorted(set(pitches), key=lambda pitch: (pitch.midi, pitch)))),
            st.fractions(Fraction(1, 16), 2, max_denominator=48).filter(is_fine),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_notes_of_any_pitch_and_length_stay_the_same(notes):
    score = Score((Voice((Bar(tuple(notes)),)),), Key("Eb"))
    assert read_tune(write_tune(score)).score == score


def test_a_header_stands_in_the_order_of_the_standard():
    text = "X:7\nT:One\nT:Two\nC:Me\nR:jig\nQ:3/8=100\nP:AB\nL:1/16\nM:6/8\nK:Ddor\n|:A4B2 c6:|\n"
    assert written(text) == "X:1\nT:One\nT:Two\nC:Me\nR:jig\nP:AB\nM:6/8\nL:1/8\nQ:3/8=100\nK:Ddor\n|:A2B c3:|\n"


def test_a_tune_without_a_title_has_no_title_line():
    assert written("X:1\nM:4/4\nL:1/8\nK:C\nC8|]\n") == "X:1\nM:4/4\nL:1/1\nK:C\nC|]\n"


def test_a_tunebook_numbers_what_is_written():
    assert entry(written(HEAD + "CDEF GABc|]\n"), 3) == "X:3\nT:A\nM:4/4\nL:1/8\nK:C\nCDEF GABc|]\n\n"


def test_lines_hold_four_bars_beside_a_pickup_and_end_with_their_section():
    bar = "CDEF GABc|"
    lines = written(HEAD + "|:C2|" + bar * 7 + "C6:|" + "|:" + bar * 3 + "1 C8:|2 D8|]" + "\n").splitlines()[5:]
    assert lines == [f"|:C2|{bar * 4}", f"{bar * 3}C6:|", f"|:{bar * 2}CDEF GABc|1 C8:|2 D8|]"]


def test_no_bar_is_left_alone_on_a_line():
    assert written(HEAD + "CDEF GABc|" * 5 + "\n").splitlines()[5:] == ["CDEF GABc|" * 5]


def test_bars_per_line_can_be_chosen():
    score = read_tune(HEAD + "CDEF GABc|" * 4).score
    assert write_tune(score, bars_per_line=2).splitlines()[5:] == ["CDEF GABc|" * 2] * 2


def test_voices_keep_their_names_and_stand_below_each_other():
    text = 'X:1\nM:4/4\nL:1/8\nV:a name="Up \\"er"\nV:b\nK:C\nV:a\nCDEF GABc|c8|]\nV:b\nC8|C,8|]\n'
    score = read_tune(text).score
    assert read_tune(write_tune(score)).score == score
    assert [line for line in write_tune(score).splitlines() if line.startswith("V:")] == [
        'V:1 name="Up \\"', "V:2", "V:1", "V:2",
    ]  # fmt: skip


def test_changes_of_one_voice_are_its_own():
    text = "X:1\nM:4/4\nL:1/8\nK:C\nV:1\nC8|[K:D]F8|\nV:2\nF8|[M:3/4]F6|F6|\n"
    score = read_tune(text).score
    assert read_tune(write_tune(score)).score == score


def test_rests_of_whole_bars_become_one():
    assert written(HEAD + "C8|z8|z8|Z|C8:|\n").endswith("\nC|Z3|C:|\n")


def test_a_bar_of_rest_before_a_repeat_sign_is_no_field():
    assert "\nZ :|\n" in written(HEAD + "CDEF GABc||z8:|\n")


def test_a_score_without_notes_is_a_header():
    assert write_tune(Score((Voice(()),))) == "X:1\nM:4/4\nL:1/8\nK:none\n"
    assert write_tune(Score(())) == "X:1\nM:4/4\nL:1/8\nK:none\n"


def test_a_part_that_would_not_fit_is_cut_and_empty_bars_do_no_harm():
    note = Note((Pitch(4, "C"),), Fraction(1))
    bars = (Bar(()), Bar((note,), changes=Changes(part="A%[long]" * 9)), Bar((note,), overlays=((), (note,))))
    again = read_tune(write_tune(Score((Voice(bars),)))).score
    assert [bar.changes.part for bar in again.voices[0].bars] == ["A[long]A[long]A[long", ""]


def test_what_is_beyond_abc_is_written_as_what_sounds_nearest():
    strange = (Note((Pitch(4, "C", 3), Pitch(-1, "B")), Fraction(1)), Note((Pitch(4, "C"),), Fraction(1, 10**9)))
    score = Score((Voice((Bar(strange),)),), tempo=Tempo(5000.0, 'so "fast" 100%'))
    again = read_tune(write_tune(score))
    assert not [said for said in again.diagnostics if said.severity != "remark"]
    assert again.score.tempo == Tempo(1000.0, "so 'fast' 100")
    assert again.score.voices[0].bars[0].notes[0].pitches == (Pitch(0, "B"), Pitch(4, "D", 1))


def test_checks_have_nothing_new_to_say():
    text = HEAD + "|:C2|CDEF GABc|(3CDE F2 G4|c6:|\n"
    assert check_tune(text) == check_tune(written(text)) == []


def test_syllables_stand_below_their_notes():
    score = read_tune(HEAD + "C2D2 z2E2|F4 G4|]\n").score
    words = iter((("Hel-", "x"), ("lo", ""), ("_", ""), ("my~a b", ""), ("", "")))
    voice = score.voices[0]
    bars = tuple(
        replace(
            bar,
            notes=tuple(
                replace(note, signs=replace(note.signs, lyrics=next(words))) if note.pitches else note
                for note in bar.notes
            ),
        )
        for bar in voice.bars
    )
    text = write_tune(replace(score, voices=(replace(voice, bars=bars),)))
    assert text.splitlines()[-2:] == ["w: Hel-lo _ my\\~a~b", "w: x"]


def test_free_meter_has_no_bars_of_rest():
    assert "Z" not in write_tune(Score((Voice((Bar((Note((), Fraction(1)),)),)),), meter=Meter(0, 1)))
