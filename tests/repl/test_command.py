"""songrnn chat: which conversation it opens, and what it refuses at once."""

import pytest
from click.testing import CliRunner

from songrnn.errors import CheckpointError, UsageError
from songrnn.repl import command, loop
from songrnn.repl.command import chat
from songrnn.session import Session


def run(*arguments, given=""):
    return CliRunner().invoke(chat, [str(argument) for argument in arguments], input=given, obj=Session())


def test_without_a_terminal_entries_are_answered_in_plain_lines(run_folder):
    done = run(run_folder, "--seed", 1, "--length", 5, given="K:D\n\n")
    assert done.exit_code == 0
    assert done.stdout.startswith("X:1\nK:D\n")


def test_the_same_seed_gives_the_same_tunes(run_folder):
    assert run(run_folder, "--seed", 1, given="\nA\n").stdout == run(run_folder, "--seed", 1, given="\nA\n").stdout


def test_the_exit_code_is_that_of_the_last_mistake(run_folder):
    assert run(run_folder, given="/nonsense\n").exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        (("nope",), CheckpointError),
        (("-T", "nan"), UsageError),
        (("--length", "0"), UsageError),
        (("--top-p", "0"), UsageError),
    ],
)
def test_a_mistake_is_answered_before_the_first_entry(arguments, kind):
    assert isinstance(run(*arguments).exception, kind)


def test_on_a_terminal_the_loop_opens(monkeypatch, run_folder):
    opened = []
    monkeypatch.setattr(loop, "talk", opened.append)
    monkeypatch.setattr(command.sys, "stdin", type("Terminal", (), {"isatty": lambda _: True})())
    monkeypatch.setattr(command.sys, "stdout", type("Terminal", (), {"isatty": lambda _: True})())
    chat.callback.__wrapped__(Session(), str(run_folder), 0.5, 3, 0.9, 7, 99, "syntax")
    assert opened[0].model == str(run_folder)
    wish = opened[0].wish
    assert (wish.temperature, wish.seed, wish.length, wish.rules) == (0.5, 7, 99, "syntax")
