"""A chat with the tiny model, far from the files of the machine that tests it."""

import pytest

from songrnn.actions.generate import Wish
from songrnn.repl.chat import Chat
from songrnn.session import Session


@pytest.fixture(autouse=True)
def away(elsewhere, monkeypatch):
    """Every test of this folder runs elsewhere, in an ordinary terminal."""
    monkeypatch.setenv("TERM", "xterm")
    return elsewhere


@pytest.fixture(scope="session")
def session():
    """What stays loaded between chats."""
    return Session()


@pytest.fixture
def chat(session, run_folder):
    """A chat whose answers are short."""
    return Chat(session, str(run_folder), Wish(seed=1, length=40))


@pytest.fixture
def tune(chat):
    """The chat, after it has a tune."""
    chat.tune, chat.prompt, chat.tunes = "K:D\n|:ABc def|\n", "K:D\n", 1
    return chat


@pytest.fixture
def wordy(session, words_folder):
    """A chat with a model of note words."""
    return Chat(session, str(words_folder), Wish(seed=1, length=9))
