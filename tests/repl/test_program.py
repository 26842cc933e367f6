"""The program's own commands inside the chat."""

import click
import pytest

from songrnn.actions.corpus import Checked
from songrnn.cli.group import COMMANDS
from songrnn.cli.mistakes import INTERRUPTED
from songrnn.corpus.doctor import Diagnosis
from songrnn.errors import UsageError
from songrnn.repl import program
from songrnn.session import Session


def offered(name, rest):
    return [item.value for item in program.completions(name, rest)]


def test_every_command_but_the_chat_has_a_summary():
    told = dict(program.summaries())
    assert list(told) == list(COMMANDS)
    assert all(told.values())


def test_a_command_runs_with_the_models_of_the_session(run_folder, capsys):
    session = Session()
    program.run(session, "generate", f"-m '{run_folder}' --length 5 --seed 1")
    assert capsys.readouterr().out.startswith("X:1\n")
    assert session.model(str(run_folder)) is session.model(str(run_folder))
    assert len(session._loaded) == 1


def test_quotes_are_read_as_a_shell_reads_them(run_folder, capsys):
    program.run(Session(), "generate", f'"T:My Tune\\nK:D" -m "{run_folder}" --length 5 --seed 1')
    assert capsys.readouterr().out.startswith("X:1\nT:My Tune\nK:D")


def test_an_open_quote_is_a_mistake():
    with pytest.raises(UsageError, match="close every quotation mark"):
        program.run(Session(), "generate", '"K:D')


@pytest.mark.parametrize(
    ("name", "rest"), [("generate", "--nope"), ("generate", "-T hot"), ("corpus", ""), ("train", "")]
)
def test_mistakes_of_usage_come_back_as_such(name, rest):
    with pytest.raises(click.UsageError):
        program.run(Session(), name, rest)


def test_help_is_no_failure(capsys):
    program.run(Session(), "generate", "--help")
    assert "--temperature" in capsys.readouterr().out


def test_an_exit_code_comes_back(monkeypatch, capsys):
    found = Checked(["read is 1, recorded as 2"], Diagnosis((), ()), recorded=True)
    monkeypatch.setattr("songrnn.actions.corpus.check", lambda _: found)
    with pytest.raises(click.exceptions.Exit) as left:
        program.run(Session(), "corpus", "check folk")
    assert left.value.exit_code == 1
    assert "recorded as 2" in capsys.readouterr().out


def test_an_interruption_comes_back_as_its_exit_code(monkeypatch):
    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr("songrnn.corpus.catalogue.find", interrupted)
    with pytest.raises(click.exceptions.Exit) as left:
        program.run(Session(), "corpus", "stats folk")
    assert left.value.exit_code == INTERRUPTED


@pytest.mark.parametrize(
    ("name", "rest", "values"),
    [
        ("generate", "--te", ["--temperature"]), ("generate", "-n 3 --see", ["--seed"]),
        ("evaluate", "--split t", ["train", "test"]),
        ("evaluate", "--split ", ["train", "valid", "test"]), ("corpus", "", ["build", "check", "list", "stats"]),
        ("corpus", "st", ["stats"]),
        ("corpus", "stats --", ["--output", "--json", "--help"]), ("train", "fo", ["folk"]),
    ],
)  # fmt: skip
def test_arguments_complete_as_click_declares_them(name, rest, values):
    assert offered(name, rest) == values
