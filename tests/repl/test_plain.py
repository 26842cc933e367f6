"""The chat without a terminal."""

import io
import re
import sys
from dataclasses import replace

import click
import pytest

from songrnn.actions.generate import Text
from songrnn.cli.mistakes import INTERRUPTED
from songrnn.repl.chat import Chat
from songrnn.repl.plain import entries, talk


def code(chat, text, out):
    try:
        talk(chat, io.StringIO(text), out)
    except click.exceptions.Exit as left:
        return left.exit_code
    return 0


@pytest.mark.parametrize(
    ("text", "gathered"),
    [
        ("", []), ("\n\n", []), ("ABc\ndef\n", ["ABc", "def"]), ("M:6/8\nK:D\n\nABc", ["M:6/8\nK:D", "ABc"]),
        ("K:D\nABc\ndef", ["K:D\nABc\ndef"]), ("K:D\r\n\r\n", ["K:D"]), ("K:D\n/again\nA", ["K:D", "/again", "A"]),
        ("/seed 1\nK:D\n", ["/seed 1", "K:D"]), ("K:D\n\n\nK:G", ["K:D", "K:G"]),
    ],
)  # fmt: skip
def test_lines_are_gathered_into_entries(text, gathered):
    assert list(entries(text.splitlines(keepends=True))) == gathered


def test_answers_make_a_tunebook_and_everything_else_goes_to_standard_error(chat, capsys):
    out = io.StringIO()
    assert code(chat, "K:D\n\n/again\n/temperature 0.5\nT:é\n", out) == 0
    assert re.findall(r"(?m)^X:\d+$", out.getvalue()) == ["X:1", "X:2", "X:3"]
    assert "temperature" not in out.getvalue()
    said = capsys.readouterr().err
    assert "temperature: 0.5" in said
    assert "never saw" in said
    assert "length limit" in said


def test_a_heatmap_is_a_result(chat):
    out = io.StringIO()
    assert code(chat, "K:D\n/heatmap 1:0\n", out) == 0
    assert "K:D⏎" in out.getvalue()


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("/nonsense\nK:D\n", 2),
        ("/model nope\nK:D\n", 1),
        ("/save /proc/x.abc\n/nonsense\nK:D\n", 2),
        ("/generate -n 0\nK:D", 2),
    ],
)
def test_a_mistake_is_said_what_follows_is_answered_and_the_exit_code_tells(chat, capsys, text, last):
    out = io.StringIO()
    assert code(chat, text, out) == last
    assert out.getvalue().startswith("X:1\nK:D\n")
    said = capsys.readouterr().err
    assert said.startswith("songrnn: ")
    assert "Traceback" not in said


def test_quit_leaves_the_rest_unanswered(chat):
    out = io.StringIO()
    assert code(chat, "/quit\nK:D\n", out) == 0
    assert out.getvalue() == ""


def test_an_interrupted_answer_is_written_as_far_as_it_came(chat, monkeypatch):
    def interrupted(self, _entry):
        for event in answer(self, "K:D"):
            yield event
            if isinstance(event, Text):
                raise KeyboardInterrupt

    answer, out = Chat.answer, io.StringIO()
    monkeypatch.setattr(Chat, "answer", interrupted)
    with pytest.raises(KeyboardInterrupt):
        talk(chat, io.StringIO("K:D\n\nK:G\n"), out)
    assert out.getvalue().startswith("X:1\nK:D\n")
    assert out.getvalue().count("X:") == 1


def test_an_interrupted_command_of_the_program_ends_the_conversation(chat, monkeypatch):
    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr("songrnn.corpus.catalogue.find", interrupted)
    out = io.StringIO()
    assert code(chat, "/corpus stats folk\nK:D\n", out) == INTERRUPTED
    assert out.getvalue() == ""


def test_a_reader_who_leaves_ends_the_conversation(chat):
    class Left(io.StringIO):
        def write(self, _text):
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        talk(chat, io.StringIO("K:D\n\nK:G\n"), Left())
    assert chat.tunes == 1


def test_note_words_come_as_lines(wordy, capsys):
    wordy.wish = replace(wordy.wish, length=1)
    talk(wordy, ["C4:1/4\n", "\n", "R:1/8 E4:1/4\n"], sys.stdout)
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("C4:1/4")
    assert "R:1/8 E4:1/4" in second
