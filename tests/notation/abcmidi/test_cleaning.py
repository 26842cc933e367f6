import pytest

from songrnn.notation.abcmidi.cleaning import cleaned

HEAD = "X:1\nM:4/4\nL:1/8\nK:C\n"


def body(text):
    return cleaned(HEAD + text).removeprefix(HEAD).rstrip("\n")


@pytest.mark.parametrize(
    "line",
    [
        "%%abc-include /etc/passwd", "  %%abc-include /etc/passwd", "\t%%abc-include /etc/passwd",
        "%% abc-include /etc/passwd", "I:abc-include /etc/passwd", " I :abc-include /etc/passwd",
        "%%MIDI ptstress /etc/passwd", "%%MIDI  ptstress  x", "%%MIDI program /etc/passwd", "%%MIDI drummap g 4 ../x",
        "%%MIDI program 1 %%abc-include x", "%%Midi ptstress x", "%%format x", "m: ~n3 = x", "r: x", "+:abc-include x",
        "X:2", "% words", "%", "\x00%%abc-include x", "\x01I:abc-include x",
    ],
)  # fmt: skip
def test_a_line_that_could_open_a_file_or_means_nothing_becomes_a_comment(line):
    assert body(line + "\nCDEF|") == "%\nCDEF|"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("CD[I:abc-include x]EF|", "CDEF|"),
        ("CD[I:abc-include x", "CD"),
        ("CD[ I : abc-include x]EF|", "CDEF|"),
        ("CD %%abc-include x", "CD"),
        ("CD\\", "CD"),
        ("CD\\ % x", "CD"),
        ("CDEF|[K:G][M:3/4]G6|", "CDEF|[K:G][M:3/4]G6|"),
    ],
)
def test_what_could_open_a_file_is_taken_out_of_a_line(text, left):
    assert body(text) == left


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n", "\x0b", "\x0c", "\x85", "\u2028"])
def test_every_kind_of_line_end_begins_a_line(end):
    assert body(f"CDEF|{end}%%abc-include x{end}GABc|") == "CDEF|\n%\nGABc|"


def test_a_continued_line_does_not_hide_the_next_one():
    assert body("I\\\n:abc-include x\nCD|\\\n%%abc-include x\n%\\\n%abc-include x") == "I\n:abc-include x\nCD|\n%\n%\n%"


@pytest.mark.parametrize(
    "line",
    [
        "%%MIDI program 21",
        "%%MIDI gchord fzczfzcz",
        "%%MIDI grace 1/4",
        "%%MIDI drum dddd 36 38",
        "%%MIDI chordprog 24",
    ],
)
def test_harmless_directives_stay(line):
    assert body(line) == line


def test_a_note_and_a_repeat_are_no_field():
    assert body("E:|") == "E:|"


def test_lines_keep_their_numbers():
    assert cleaned("X:7\nT:x\n\n% x\nK:C\nC\n") == "X:1\nT:x\n%\n%\nK:C\nC\n"


def test_what_stands_before_the_tune_is_left_out():
    assert cleaned("words\n\nX:3\nK:C\nC") == "%\n%\nX:1\nK:C\nC\n"


def test_a_tune_without_a_number_gets_one():
    assert cleaned("K:C\nC") == "X:1\nK:C\nC\n"
    assert cleaned("%\nK:C\nC") == "X:1\nK:C\nC\n"
    assert cleaned("") == "X:1\n"
