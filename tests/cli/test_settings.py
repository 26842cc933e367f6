"""Settings files: what they set, in which order sources count, and how mistakes in them are answered."""

import json
import os
from pathlib import Path

import click
import pytest

from songrnn.cli.group import make_group
from songrnn.cli.settings import defaults
from songrnn.errors import UsageError


def settings(name, text="", user=""):
    """What a songrnn.toml in the working folder and one in the user's config folder set for a command."""
    for path, content in ((Path("songrnn.toml"), text), (Path(os.environ["XDG_CONFIG_HOME"]), user)):
        if content:
            place = path if path.suffix else path / "songrnn" / "config.toml"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(content)
    group = make_group({})
    return defaults(click.Context(group), group, name)


def test_without_files_nothing_is_set():
    assert settings("generate") == {"generate": {}}


def test_options_may_be_written_as_flags_or_as_python_writes_them():
    text = '[generate]\ntop-k = 3\ntop_p = 0.5\njsonl = true\nmodel = "jigs"\n'
    assert settings("generate", text) == {"generate": {"top_k": "3", "top_p": "0.5", "jsonl": "True", "model": "jigs"}}


def test_an_option_goes_by_its_flag_though_python_calls_it_otherwise():
    assert settings("evaluate", "[evaluate]\njson = true\n") == {"evaluate": {"as_json": "True"}}
    assert settings("train", '[train]\nset = "train.rate=1"\n') == {"train": {"settings": ["train.rate=1"]}}


def test_commands_of_a_group_have_tables_of_their_own():
    assert settings("corpus", "[corpus.stats]\njson = true\n") == {"corpus": {"stats": {"as_json": "True"}}}


def test_the_working_folder_counts_before_the_users_own_file():
    here, home = '[generate]\ntemperature = 0.5\nmodel = "a"\n', '[generate]\nmodel = "b"\nlength = 9\n'
    assert settings("generate", here, home)["generate"] == {"temperature": "0.5", "model": "a", "length": "9"}


def test_tables_of_other_commands_are_not_looked_into():
    assert settings("models", "[generate]\nnonsense = 1\n") == {"models": {}}


@pytest.mark.parametrize(
    ("command", "text", "said"),
    [
        ("generate", "not toml", "cannot be read"),
        ("generate", "[generat]\nlength = 5", "sets [generat], but there is no such command. Did you mean 'generate'?"),
        ("generate", "[generate]\ntemprature = 1", "no such option. Did you mean 'temperature'?"),
        ("generate", "generate = 3", "sets 'generate' to 3; write a table, [generate]"),
        ("generate", "[generate]\ntemperature = [1]", "sets 'temperature' to [1]; give one value"),
        ("generate", "[generate]\ntemperature = {a = 1}", "give one value"),
        ("corpus", "[corpus.stat]\njson = true", "Did you mean 'stats'?"),
        ("corpus", "[corpus]\nstats = true", "write a table, [corpus.stats]"),
    ],
)
def test_a_mistake_in_a_file_is_answered_with_the_files_name(command, text, said):
    with pytest.raises(UsageError, match=r"songrnn\.toml") as refused:
        settings(command, text)
    assert said in str(refused.value)


def test_a_file_that_is_not_utf_8_is_answered_like_any_other():
    Path("songrnn.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match=r"songrnn\.toml"):
        settings("generate")


def test_a_flag_counts_before_a_variable_and_that_before_the_files(songrnn, run_folder, monkeypatch):
    def seed(*flags):
        done = songrnn("generate", "-m", run_folder, "--length", "1", "--jsonl", *flags)
        return json.loads(done.stdout)["seed"]

    Path("songrnn.toml").write_text("[generate]\nseed = 1\n")
    assert seed() == 1
    monkeypatch.setenv("SONGRNN_GENERATE_SEED", "2")
    assert seed() == 2
    assert seed("--seed", "3") == 3


def test_a_value_is_judged_as_if_it_were_typed(songrnn):
    Path("songrnn.toml").write_text("[generate]\nlength = 5.5\n")
    result = songrnn("generate")
    assert result.exit_code == 2
    assert "'5.5' is not a valid integer" in result.stderr
