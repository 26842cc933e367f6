"""Mistakes as sentences: one line, with what, the value, where it comes from, and what to do."""

import errno
from pathlib import Path

import click
import pytest

from songrnn.cli.group import make_group
from songrnn.cli.mistakes import exit_code, sentence
from songrnn.errors import CorpusError, MusicError, UsageError


def mistake(*arguments):
    with pytest.raises(click.ClickException) as caught:
        make_group({}).main(list(arguments), prog_name="songrnn", standalone_mode=False)
    return caught.value


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["generate", "-T", "hot"],
            "'-T' / '--temperature': 'hot' is not a valid float; see 'songrnn generate --help'.",
        ),
        (["generate", "--nope"], "No such option '--nope'"),
        (["evaluate"], "Missing argument 'MODEL'; see 'songrnn evaluate --help'."),
        (["corpus"], "'songrnn corpus' needs one of: build, check, list, stats; see 'songrnn corpus --help'."),
        (["corpus", "stats"], "Missing argument 'CORPUS'; see 'songrnn corpus stats --help'."),
    ],
)
def test_what_click_says_becomes_one_sentence_with_a_way_out(arguments, said):
    error = mistake(*arguments)
    assert said in sentence(error)
    assert "\n" not in sentence(error)
    assert exit_code(error) == 2


def test_a_value_that_was_not_typed_comes_with_its_source(monkeypatch):
    monkeypatch.setenv("SONGRNN_GENERATE_TEMPERATURE", "hot")
    assert "(from SONGRNN_GENERATE_TEMPERATURE)" in sentence(mistake("generate"))
    assert "(from" not in sentence(mistake("generate", "-T", "hot"))
    monkeypatch.delenv("SONGRNN_GENERATE_TEMPERATURE")
    Path("songrnn.toml").write_text('[generate]\ntemperature = "hot"\n')
    assert "(from the settings file)" in sentence(mistake("generate"))


@pytest.mark.parametrize(("kind", "code"), [(UsageError, 2), (MusicError, 3), (CorpusError, 1)])
def test_errors_of_our_own_are_sentences_already(kind, code):
    assert sentence(kind("What, the value, what to do.")) == "What, the value, what to do."
    assert exit_code(kind("x")) == code


def test_what_the_system_refuses_is_said_with_the_place_and_the_reason():
    error = OSError(errno.ENOSPC, "No space left on device", "tunes.abc")
    assert sentence(error) == (
        "The system refused 'tunes.abc' (No space left on device); check the place and its permissions."
    )
    assert exit_code(error) == 1
    assert sentence(OSError("odd")) == "The system refused (odd); check the place and its permissions."
