"""songrnn convert: names decide what is read and written."""

from pathlib import Path

import pytest

from songrnn.errors import UsageError

TUNE = 'X:1\nT:Any\nM:4/4\nL:1/8\nK:D\n|:"D"ABcd efga|d2f2 a4:|\n'


@pytest.fixture
def tune():
    Path("any.abc").write_text(TUNE)
    return "any.abc"


def test_midi_becomes_abc_on_standard_output(songrnn, tune):
    assert songrnn("convert", tune, "any.mid").exit_code == 0
    done = songrnn("convert", "any.mid", "-")
    assert done.exit_code == 0
    assert "ABcd efga|" in done.stdout
    assert done.stdout.startswith("X:1\n")


@pytest.mark.parametrize("via", ["music21", "symusic", "abc2midi"])
def test_midi_is_written_in_three_ways(songrnn, tune, via):
    assert songrnn("convert", tune, "any.mid", "--via", via).exit_code == 0
    assert Path("any.mid").read_bytes().startswith(b"MThd")


def test_chord_symbols_are_played_if_asked_for(songrnn, tune):
    songrnn("convert", tune, "plain.mid")
    songrnn("convert", tune, "chords.mid", "--accompany")
    assert Path("chords.mid").stat().st_size > Path("plain.mid").stat().st_size


@pytest.mark.parametrize(
    "arguments",
    [
        ("any.abc", "any.xyz"), ("any.abc", "any.abc"), ("any.abc", "missing/any.mid"),
        ("any.abc", "x.mid", "--tune", "2"),
        ("any.abc", "any.svg", "--via", "symusic"), ("any.abc", "x.mid", "--via", "abc2midi", "--accompany"),
    ],
    ids=str,
)  # fmt: skip
def test_a_mistake_is_told_and_leaves_no_file(songrnn, tune, arguments):
    done = songrnn("convert", *arguments)
    assert isinstance(done.exception, UsageError)
    assert [path.name for path in Path().iterdir() if path.is_file()] == [tune]


def test_a_title_reaches_the_terminal_without_its_escapes(songrnn):
    Path("evil.abc").write_text("X:1\nT:\x1b[31mred\nK:C\nA@B|\n")
    assert "\x1b" not in songrnn("convert", "evil.abc", "evil.mid").stderr


def test_note_words_become_abc_on_standard_output(songrnn):
    Path("two.words").write_text("C4:1/4 E4:1/4\nG4:1/2 R:1/4 A4:1/4\n")
    done = songrnn("convert", "two.words", "-")
    assert [line for line in done.stdout.splitlines() if line.startswith("X:")] == ["X:1", "X:2"]
    assert songrnn("convert", "two.words", "one.wav", "--tune", 1).exit_code == 0
    assert Path("one.wav").read_bytes().startswith(b"RIFF")
