"""Long work, on a terminal and elsewhere."""

import io
import sys

import pytest

from songrnn.cli import counting
from songrnn.cli.counting import counting as counted


def test_elsewhere_a_line_comes_now_and_then(capsys, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(counting.time, "monotonic", lambda: now[0])
    with counted() as line:
        for second in range(25):
            now[0] = float(second)
            line(f"{second} files", second, 40)
    assert capsys.readouterr() == ("", " 25% 10 files\n 50% 20 files\n")


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def terminal(monkeypatch):
    """A function that makes a terminal of standard error."""

    def make(kind):
        screen = Terminal()
        monkeypatch.setattr(sys, "stderr", screen)
        monkeypatch.setenv("TERM", kind)
        monkeypatch.setenv("COLUMNS", "80")
        return screen

    return make


def test_on_a_terminal_the_line_is_live_and_names_of_files_are_no_markup(terminal):
    screen = terminal("xterm")
    with counted() as line:
        line("7 files  \\[/bold]\x1b[2J[red].mid", 0, 0)
        line("7 files  \\[/bold]\x1b[2J[red].mid", 1, 2)
    assert "7 files  \\[/bold]\ufffd[2J[red].mid" in screen.getvalue()


def test_a_dumb_terminal_gets_plain_lines(terminal, monkeypatch):
    screen = terminal("dumb")
    monkeypatch.setattr(counting, "_INTERVAL", 0.0)
    with counted() as line:
        line("7 files\x1b[2J", 7, 0)
    assert screen.getvalue() == "7 files\ufffd[2J\n"
