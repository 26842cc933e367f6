"""Completion in the chat."""

from pathlib import Path

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from songrnn.cli.group import COMMANDS as PROGRAM
from songrnn.repl.commands import COMMANDS
from songrnn.repl.completer import SlashCompleter


def offered(line):
    """The whole lines that completing this one can lead to."""
    found = SlashCompleter().get_completions(Document(line), CompleteEvent(completion_requested=True))
    return [line[: len(line) + item.start_position] + item.text for item in found]


def test_a_slash_offers_every_command_once():
    assert sorted(offered("/")) == sorted({f"/{name}" for name in (*COMMANDS, *PROGRAM)})


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ("/temp", ["/temperature"]), ("/gen", ["/generate"]), ("/xyz", []), ("ABc", []), ("", []), ("K:D\n/se", []),
        ("/seed ", []), ("/generate --te", ["/generate --temperature"]), ("/corpus st", ["/corpus stats"]),
        ("/evaluate --split v", ["/evaluate --split valid"]), ("/nonsense --", []), ("/rules s", ["/rules syntax"]),
        ("/neurons --spl", ["/neurons --split"]), ("/heatmap al", ["/heatmap all"]),
        ("/heatmap 2:37 ma", ["/heatmap 2:37 matrix"]),
    ],
)  # fmt: skip
def test_commands_and_their_options_complete_and_music_does_not(line, lines):
    assert offered(line) == lines


def test_options_come_with_what_they_mean():
    found = list(SlashCompleter().get_completions(Document("/generate --jso"), CompleteEvent()))
    assert [item.display_meta_text for item in found] == ["One JSON object a tune."]


def test_models_and_folders_complete_after_model(tmp_path, monkeypatch):
    (tmp_path / "models" / "jigs").mkdir(parents=True)
    (tmp_path / "models" / "jigs" / "model.json").write_text("{}")
    monkeypatch.setenv("SONGRNN_MODELS", str(tmp_path / "models"))
    assert "/model jigs" in offered("/model ji")
    assert offered("/model mod") == ["/model models"]


def test_files_complete_where_files_are_taken():
    Path("mine.abc").touch()
    assert offered("/save mi") == ["/save mine.abc"]
    assert offered("/midi mi") == ["/midi mine.abc"]
    assert offered("/generate -o mi") == ["/generate -o mine.abc"]
