"""The chat on a terminal, with keys from a pipe."""

import os
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.history import FileHistory, InMemoryHistory
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from songrnn.actions.generate import Arranged, Text
from songrnn.repl import loop
from songrnn.repl.chat import Chat
from songrnn.session import Session

pytestmark = pytest.mark.timeout(60)  # a prompt that is not answered waits for ever


def talk(chat, keys):
    """Converse by keys, and leave."""
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(keys)
        loop.talk(chat)


@pytest.fixture
def said(chat, capsys, monkeypatch):
    """What is shown after some keys, without colours."""
    monkeypatch.setenv("NO_COLOR", "1")

    def type_keys(keys):
        talk(chat, keys)
        return capsys.readouterr().out

    return type_keys


@pytest.mark.parametrize("keys", ["/quit\r", "\x04"])
def test_quit_and_ctrl_d_leave_after_a_greeting_that_fits_a_terminal(said, keys):
    shown = said(keys)
    assert shown.startswith("songrnn ")
    assert max(map(len, shown.splitlines())) < 80


def test_an_answer_streams_after_the_prompt_and_its_seed_is_told(said, chat):
    chat.wish = replace(chat.wish, rules="off", length=5)
    shown = said("K:D\r\r/quit\r")
    assert chat.tune.startswith("K:D\n")
    assert chat.tune in shown
    assert "seed 1" in shown
    assert "length limit" in shown


def test_the_hint_comes_once_and_the_same_remark_once_in_a_row(said):
    shown = said("T:é\r\r/again\r/again\r/quit\r")
    assert shown.count("/midi to hear it") == 1
    assert shown.count("never saw") == 1
    assert [f"seed {seed}" in shown for seed in (1, 2, 3)] == [True] * 3


def test_notes_go_on_from_the_line_that_is_on_the_screen_already(said, chat):
    chat.wish = replace(chat.wish, rules="off", length=5)
    shown = said("K:D\r\r|:GGG\r/quit\r")
    assert chat.prompt.startswith("K:D\n")
    assert shown.count("K:D\n") == 1


def test_note_words_go_on_from_what_is_on_the_screen_already(wordy, capsys, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    wordy.wish = replace(wordy.wish, length=1)
    wordy.tune, wordy.ended, wordy.notation = "D4:1/8 D4:1/8", False, "words"
    talk(wordy, "R:1/8 C4:1/4\r/quit\r")
    assert wordy.tune.startswith("D4:1/8 D4:1/8 R:1/8 C4:1/4")
    assert "D4:1/8 D4:1/8 R:1/8" not in capsys.readouterr().out


def test_ctrl_c_at_an_empty_prompt_tells_how_to_leave_and_else_clears_the_line(said):
    assert said("\x03/quit\r").count("Ctrl-D or /quit") == 1
    assert "Ctrl-D or /quit" not in said("ABc\x03/quit\r")


def test_ctrl_c_stops_an_answer_keeps_it_and_notes_go_on(said, chat, monkeypatch):
    def stopped(self, entry):
        events = answer(self, entry)
        yield next(events)
        yield next(events)
        raise KeyboardInterrupt

    answer = Chat.answer
    monkeypatch.setattr(Chat, "answer", stopped)
    shown = said("K:D\r\r/quit\r")
    assert "Stopped; what is there is kept" in shown
    assert chat.tune.startswith("K:D\n")
    assert chat.goes_on("ABc")


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ("/temperture\r", "Did you mean '/temperature'?"),
        ("/model nonsense\r", "No model or folder is called 'nonsense'"),
        ("/generate -T hot\r", "'hot' is not a valid float; see 'generate --help'."),
        ("/again x\r", "seed 1"),
        ("/corpus\r", "'corpus' needs one of"),
    ],
)
def test_a_mistake_is_one_sentence_and_the_chat_goes_on(said, keys, sentence):
    shown = said(keys + "/seed\r/quit\r")
    assert sentence in shown
    assert "\nseed: " in shown
    assert "Traceback" not in shown


def test_a_place_that_cannot_be_written_is_a_sentence_too(said):
    assert "The system refused '/proc/x.abc'" in said("K:D\r\r/save /proc/x.abc\r/quit\r")


def test_an_interrupted_command_of_the_program_returns_to_the_prompt(said, monkeypatch):
    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr("songrnn.corpus.catalogue.find", interrupted)
    shown = said("/corpus stats folk\r/seed\r/quit\r")
    assert "Interrupted." in shown
    assert "\nseed: 1\n" in shown


def test_what_a_model_writes_cannot_move_the_cursor(said, monkeypatch):
    def evil(_self, _entry):
        yield Arranged("T:\x1b[2J\n", "", ("\x1b[31m",))
        yield Text("\x1b]0;evil\x07")

    monkeypatch.setattr(Chat, "answer", evil)
    assert "\x1b" not in said("A\r/quit\r")


def test_colours_are_used_where_they_are_wanted(chat, capsys, monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    talk(chat, "/quit\r")
    assert "\x1b[33m" in capsys.readouterr().out
    monkeypatch.setenv("TERM", "dumb")
    talk(chat, "/quit\r")
    assert "\x1b[" not in capsys.readouterr().out


def test_leaving_waits_for_the_model_that_is_loading(chat):
    class Slow(Session):
        def model(self, model):
            go_on.wait(10)
            done.append(model)

    go_on, done = threading.Event(), []
    chat.session = Slow()
    late = threading.Timer(0.3, go_on.set)
    late.start()
    talk(chat, "\x04")
    seen = list(done)
    late.join()
    assert seen == [chat.model]


def test_entries_are_remembered_from_one_chat_to_the_next(said):
    said("K:G\r\r/quit\r")
    assert list(loop.history().load_history_strings()) == ["/quit", "K:G"]
    assert "K:G\n" in said("\x1b[A\x1b[A\r\r/quit\r")


@pytest.mark.parametrize("obstacle", ["file where a folder should be", "folder where the file should be"])
def test_a_history_that_cannot_be_written_is_kept_in_memory(obstacle, said):
    home = Path(os.environ["XDG_STATE_HOME"])
    if obstacle.startswith("file"):
        home.write_text("")
    else:
        (home / "songrnn" / "history").mkdir(parents=True)
    assert isinstance(loop.history(), InMemoryHistory)
    assert "seed: " in said("/seed\r/quit\r")


def test_a_history_lies_where_the_system_keeps_state():
    assert isinstance(loop.history(), FileHistory)
    assert (Path(os.environ["XDG_STATE_HOME"]) / "songrnn" / "history").is_file()
