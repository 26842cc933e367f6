"""The group: every name leads somewhere, and a mistaken one to the nearest."""

import click
import pytest
from click.testing import CliRunner

from songrnn.cli.group import COMMANDS, make_group
from songrnn.errors import UsageError


@pytest.mark.parametrize("name", COMMANDS)
def test_every_name_leads_to_a_command_of_that_name(name):
    command = make_group({}).get_command(click.Context(make_group({})), name)
    assert isinstance(command, click.Command)
    assert command.name == name


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["generat"], "No command is called 'generat'. Did you mean 'generate'?"),
        (["zzz"], "Known: ablate, check, convert, corpus"),
        (["corpus", "lst"], "No command of 'corpus' is called 'lst'. Did you mean 'list'?"),
        (["models", "sho"], "Did you mean 'show'?"),
    ],
)
def test_a_mistaken_command_is_answered_with_the_nearest_name(songrnn, words, said):
    result = songrnn(*words)
    assert isinstance(result.exception, UsageError)
    assert said in str(result.exception)


def test_a_mistaken_option_of_the_group_is_left_to_click(songrnn):
    result = songrnn("--nonsense")
    assert result.exit_code == 2
    assert "No such option '--nonsense'" in result.stderr


def test_the_default_command_runs_when_none_is_named(tmp_path, monkeypatch):
    (tmp_path / "greeting.py").write_text("import click\n\n@click.command()\ndef greet():\n    click.echo('hello')\n")
    monkeypatch.syspath_prepend(tmp_path)
    group = make_group({"greet": "greeting:greet"}, default="greet")
    assert CliRunner().invoke(group, []).output == "hello\n"
    assert CliRunner().invoke(group, ["greet"]).output == "hello\n"


def test_without_a_default_a_command_has_to_be_named(songrnn):
    assert songrnn().exit_code == 2


def test_a_variable_that_looks_like_a_version_does_not_ask_for_one(songrnn, monkeypatch):
    monkeypatch.setenv("SONGRNN_VERSION", "0.1.0")
    assert "\nfolk  " in songrnn("corpus", "list").output
