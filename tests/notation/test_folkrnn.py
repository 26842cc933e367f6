"""Books of folk-rnn's tokens, read into ABC and written from it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.errors import MusicError
from songrnn.notation.abc.parser import read_tune
from songrnn.notation.folkrnn import is_folkrnn, read_book, write_book, write_tune

BOOK = """M:6/8
K:Dmaj
|: A 2 B c | (3 d e f z /2> ^c' [ C E ] 2 :|

M:4/4
K:Cdor
G 3/2 =B, /2 | e > d c 4 |1 f d B 2 :| |2 f 4 |: e g' < f :| |: d 2> c :|

"""


def notes(abc):
    score = read_tune(abc).score
    return [
        ([p.midi for p in n.pitches], n.duration) for voice in score.voices for bar in voice.bars for n in bar.notes
    ]


def body(tune):
    return write_tune(tune).split("\n")[2]


def test_a_book_becomes_tunes_in_eighths():
    first, second = read_book(BOOK)
    assert first == "M:6/8\nL:1/8\nK:Dmaj\n|:A2Bc|(3defz/2>^c'[CE]2:|"
    assert second.endswith("|1fdB2:|2f4|:eg'<f:| |:d2>c:|")


def test_a_well_formed_book_comes_back_to_the_letter():
    assert write_book(read_book(BOOK)) == BOOK


TUNES = st.lists(
    st.sampled_from(["A", "^c'", "B, 2", "z /2", "[ C E ] 3", "(3 d e f", "g > a", "g /2< a", "d 3/2", "=F -"]),
    min_size=1,
)  # fmt: skip


@given(st.lists(TUNES, min_size=1, max_size=6), st.sampled_from(["|", ":|", "|:", ":| |:"]))
def test_every_book_of_tokens_comes_back(bars, line):
    book = "M:4/4\nK:Gmix\n" + f" {line} ".join(" ".join(bar) for bar in bars) + " |\n\n"
    assert write_book(read_book(book)) == book
    assert is_folkrnn(book) == (len(book.split("\n")[2].split()) > 1)


@pytest.mark.parametrize(
    ("tune", "written"),
    [
        ("M:4/4\nL:1/16\nK:D\nA2B4 c|", "A B 2 c /2 |"), ("M:2/4\nK:D\nA2 B//|", "A B /8 |"),
        ("L:1/4\nK:D\nA>B (3ABc [CE]/ [C2E2]|]", "A 2> B 2 (3 A 2 B 2 c 2 [ C E ] [ C 2 E 2 ] 2 |"),
        ('L:1/8\nK:D\n"Am"~A {gf}B !trill!(cd) | w', "A B c d |"),
        ("L:1/8\nK:D\nA ||: B :|2 c |]\nw:la", "A |: B :| |2 c |"),
        ("L:1/8\nK:D\nA |[1 B ::\nc |\n| d", "A |1 B :| |: c | d"), ("M:3/4\nL:1/8\nK:D\nZ2 | x3", "z 12 | z 3"),
        ("L:1/8\nK:D\nA|[L:1/4]B|\nK:Am\nM:C\nB", "A | B 2 | [K:Amin] [M:4/4] B 2"),
        ("L:1/8\nK:D\n3/4 A0 B-B", "A B - B"),
    ],
)  # fmt: skip
def test_abc_is_written_in_eighths_without_what_has_no_token(tune, written):
    assert body(tune) == written


@pytest.mark.parametrize(
    ("field", "head"),
    [("M:C|\nK:Am", "M:2/2\nK:Amin"), ("M:6/8\nK:F# dorian", "M:6/8\nK:F#dor"), ("K:none", "M:none\nK:Cmaj")],
)
def test_keys_and_meters_are_named_as_folk_rnn_names_them(field, head):
    assert write_tune(f"X:1\nT:x\nL:1/8\n{field}\nABc").startswith(head + "\n")


@pytest.mark.parametrize(
    "tune",
    [
        "M:4/4\nL:1/16\nK:Am\n|:A4 ^c2d2 e>f [Ac]8 (3gab z6|\nK:D\nf2_f2 f4 [M:3/4]g12:|",
        "M:6/8\nK:Bb\nB/A/G/ {c}d>ef|",
    ],
)  # fmt: skip
def test_there_and_back_every_note_keeps_its_pitch_and_its_duration(tune):
    (back,) = read_book(write_book([tune]))
    assert notes(back) == notes(tune) != []


@pytest.mark.parametrize("field", ["K:Hp", "K:D ^g", "K:D bass-8", "K:D\nV:1\nV:2", "V:1 treble-8\nK:D"])
def test_what_tokens_cannot_say_is_refused_in_a_sentence(field):
    with pytest.raises(MusicError, match="cannot be written in folk-rnn's tokens"):
        write_book([f"M:4/4\n{field}\nA & B"])


def test_a_book_is_recognised_and_abc_is_not():
    assert is_folkrnn(BOOK)
    assert is_folkrnn(BOOK.replace("\n", "\r\n"))
    assert not is_folkrnn("X:1\nM:4/4\nK:D\nABc d2|")
    assert not is_folkrnn("M:4/4\nK:D\nA2 B c|")
    assert not is_folkrnn("M:4/4\nK:D\nA B c |\nd e f |")
    assert not is_folkrnn("")


@given(st.text("MK:ABc2/|[](z' \n-<s>", max_size=60))
def test_reading_never_fails_and_neither_does_looking(text):
    is_folkrnn(text)
    for tune in read_book(text):
        assert "L:1/8\n" in tune


def test_what_the_network_writes_in_one_line_is_a_tune_too():
    text = "<s> M:6/8 K:Cmaj |: G E E E 2 D | c 2 d e 2 f :| </s>\n<s> M:4/4 K:Cdor G 8 | c 8 |\n"
    assert is_folkrnn(text)
    first, second = read_book(text)
    assert first == "M:6/8\nL:1/8\nK:Cmaj\n|:GEEE2D|c2de2f:|"
    assert second == "M:4/4\nL:1/8\nK:Cdor\nG8|c8|"
