"""Transposing by letters, against what sounds: every pitch moves by the same interval, and nothing else moves."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songrnn.music.pitch import MODES, SEMITONES, Key
from songrnn.notation.abc.parser import read_tune
from songrnn.notation.abc.transpose import prepare, transpose

TONICS = [letter + sign for letter in "CDEFGAB" for sign in ("", "#", "b")]
MODE_NAMES = ("", "m", "dor", "mix", "lyd", "phr", "loc")
NOTES = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "", "", "^", "_", "=", "^^", "__"]),
    st.sampled_from("CDEFGABcdefgab"),
    st.sampled_from(["", "", "'", ",", "''", ",,"]),
    st.sampled_from(["", "2", "/2", "-", "3/2"]),
)
OTHERS = st.sampled_from(["|", ":|", "|:", " ", "\n", "z2", "|1", ":|2", "||", "(3", ">", "~", "[", "]", "{", "}", "x"])
BODIES = st.lists(st.one_of(NOTES, NOTES, OTHERS), max_size=25).map("".join)


def tune(key, body):
    return f"T:A tune\nM:4/4\nL:1/8\nK:{key}\n{body}"


def moved(text, tonic):
    prepared = prepare(text)
    assert prepared is not None
    return transpose(prepared, tonic)


def bars(reading):
    return reading.score.voices[0].bars


def numbers(pitches):
    return tuple(sorted({pitch.midi for pitch in pitches}))


def sounds(text):
    """Each bar's notes: pitches, duration, tie."""
    found = bars(read_tune(text))
    return [[(numbers(note.pitches), note.duration, bool(note.tied)) for note in bar.notes] for bar in found]


def interval(source, target):
    """Semitones from one tonic to the other, by the way on the staff that is at most three steps long."""
    letters = "CDEFGAB"
    steps = letters.index(target[0]) - letters.index(source[0])
    octave = -1 if steps > 3 else 1 if steps < -3 else 0
    alteration = {"": 0, "#": 1, "b": -1}
    heights = [SEMITONES[tonic[0]] + alteration[tonic[1:]] for tonic in (source, target)]
    return heights[1] - heights[0] + 12 * octave


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(TONICS), st.sampled_from(TONICS), st.sampled_from(MODE_NAMES), BODIES)
def test_every_pitch_moves_by_the_interval_between_the_tonics_and_nothing_else_changes(source, target, mode, body):
    text = tune(source + mode, body)
    there = moved(text, target)
    if there is None:  # a sign would need three sharps or flats
        assert any(sign in body for sign in "^_=")
        return
    by = interval(source, target)
    before, after = read_tune(text), read_tune(there)
    expected = [
        [(tuple(number + by for number in numbers(note.pitches)), note.duration, bool(note.tied)) for note in bar.notes]
        for bar in bars(before)
    ]
    assert sounds(there) == expected
    assert [(b.opens, b.closes, b.endings) for b in bars(after)] == [
        (b.opens, b.closes, b.endings) for b in bars(before)
    ]
    assert after.score.key == Key(target, before.score.key.mode)
    assert after.score.title == "A tune"


@settings(deadline=None)
@given(st.sampled_from(TONICS), st.sampled_from(MODE_NAMES), BODIES)
def test_its_own_key_changes_no_sound(tonic, mode, body):
    text = tune(tonic + mode, body)
    assert sounds(moved(text, tonic)) == sounds(text)


@pytest.mark.parametrize("key", ["D", "Bbm", "F#dor", "Cb", "Amix"])
def test_its_own_key_gives_a_text_in_plain_spelling_back(key):
    text = tune(key, "|:A,,^B,2 [CEg'']z {c}d/2(3^^e__f=g>a-|1 c'2 ~b4:|2 x8|]\nC,4 z4||")
    assert moved(text, key[:2].rstrip("m")) == text


@settings(deadline=None)
@given(st.sampled_from(TONICS), st.sampled_from(TONICS), BODIES)
def test_there_and_back_is_the_same_tune(source, target, body):
    text = tune(source, body)
    plain = moved(text, source)  # in plain spelling
    there = moved(text, target)
    assert there is None or moved(there, source) == plain


@pytest.mark.parametrize(
    ("source", "target", "body", "expected"),
    [
        ("C", "D", "CDEFGAB", "DEFGABc"), ("C", "B", "Cc", "B,B"), ("C", "F", "CG", "Fc"), ("C", "G", "Gc", "DG"),
        ("G", "C", "GB", "ce"), ("C", "D", "^F_B=B", "^G=c^c"), ("D", "C", "=c=fc", "_B_eB"), ("C", "Bb", "^C", "=B,"),
        ("C", "C#", "=F^G", "^F^^G"), ("D", "Bb", "^cB", "=AG"), ("C", "A", "c,,c''C'", "A,,a'A"),
    ],
)  # fmt: skip
def test_notes_keep_their_place_in_the_key(source, target, body, expected):
    assert moved(tune(source, body), target) == tune(target, expected)


def test_a_sign_that_would_need_three_sharps_or_flats_is_none():
    assert moved(tune("Cb", "^^F"), "C#") is None
    assert moved(tune("C#", "__B"), "Cb") is None
    assert moved(tune("C#", "B"), "Cb") == tune("Cb", "B")


@pytest.mark.parametrize("mode", sorted(MODES))
def test_the_mode_and_all_that_follows_it_stay(mode):
    text = f"M:6/8\nK:G{mode} % a remark\nGAB\n"
    assert moved(text, "A") == f"M:6/8\nK:A{mode} % a remark\nABc\n"


@pytest.mark.parametrize("key", ["K:D", "K: D", "K:\tD", "K:D major", "K: D % in D"])
def test_the_key_line_says_the_new_key_however_it_is_spaced(key):
    assert moved(f"{key}\nd", "G") == f"{key}\ng".replace("D", "G", 1)


def test_only_the_key_line_of_the_header_changes():
    text = "T:D and D\nC:K:D\nR:reel\nK:D\nd|D|"
    assert moved(text, "E") == "T:D and D\nC:K:D\nR:reel\nK:E\ne|E|"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(end):
    assert moved(end.join(["M:4/4", "K:D", "d|", "D|"]), "E") == end.join(["M:4/4", "K:E", "e|", "E|"])


@pytest.mark.parametrize("text", ["K:D", "M:4/4\nK:D", "M:4/4\nK:D\n"])
def test_a_tune_without_music_is_its_header(text):
    assert moved(text, "G") == text.replace("D", "G")


@pytest.mark.parametrize("text", ["", "abc", "M:4/4\nabc", "K:none\nabc", "K:\nabc", "K:Hx\nabc", "K:Dfoo\nabc"])
def test_a_tune_that_states_no_key_cannot_be_moved(text):
    assert prepare(text) is None


@settings(deadline=None)
@given(st.text(max_size=60), st.sampled_from(TONICS))
def test_nothing_raises_whatever_the_text(body, tonic):
    prepared = prepare(tune("D", body))
    assert prepared is not None
    transpose(prepared, tonic)


@pytest.mark.parametrize(
    ("quoted", "there"),
    [
        ('"D"', '"F"'), ('"Bm7"', '"Dm7"'), ('"A7/C#"', '"C7/E"'), ('"F#m"', '"Am"'), ('"C"', '"Eb"'),
        ('"Fine"', '"Fine"'), ('"D.C."', '"D.C."'), ('"^slow"', '"^slow"'), ('"1."', '"1."'), ('""', '""'),
    ],
)  # fmt: skip
def test_chord_symbols_move_too_and_words_stay(quoted, there):
    assert moved(tune("D", f"{quoted}DFA|"), "F") == tune("F", f"{there}FAc|")


def test_a_chord_symbol_that_would_need_two_signs_keeps_the_tune_where_it_is():
    assert moved(tune("D", '"D#"DFA|'), "F#") is None


@pytest.mark.parametrize("body", ["ABc|[K:G]ABc|", "ABc|\nK:G\nABc|"])
def test_a_tune_that_changes_its_key_is_not_moved(body):
    assert prepare(tune("D", body)) is None


def test_a_key_with_signs_of_its_own_is_not_moved():
    assert prepare(tune("D exp _b", "ABc|")) is None
