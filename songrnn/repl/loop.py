"""The chat on a terminal: prompt_toolkit reads, answers stream, Ctrl-C stops an answer and keeps it, Ctrl-D leaves.

The prompt is there at once; torch and the model load behind it.
"""

import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import click
from prompt_toolkit import PromptSession
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import FileHistory, History, InMemoryHistory

from songrnn import __version__
from songrnn.actions.generate import Arranged, Text
from songrnn.cli.mistakes import INTERRUPTED, MISTAKES, sentence
from songrnn.printable import one_line, printable
from songrnn.repl.chat import Chat
from songrnn.repl.commands import AGAIN, Quit, parse, run, shown
from songrnn.repl.completer import SlashCompleter
from songrnn.repl.keys import bindings
from songrnn.repl.toolbar import toolbar

_GREETING = f"""songrnn {__version__}: type the beginning of a tune, and the model goes on.
A header, as M:6/8, ends at an empty line. Enter alone lets the model begin.
/help says what else there is; Ctrl-D leaves."""
_HINT = "; /again for another, /midi to hear it, /save to keep it"


def history() -> History:
    """The history file of the system's conventions; in memory where it cannot be written."""
    state = os.environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state")  # noqa: PTH111  never raises
    path = Path(state) / "songrnn" / "history"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.open("a").close()
    except OSError:
        return InMemoryHistory()
    return FileHistory(str(path))


def talk(chat: Chat) -> None:
    """Converse until the user leaves."""
    say = _Speaker()
    say.aside(_GREETING)
    session = _session(chat)
    loading = threading.Thread(target=_warm, args=(chat,), daemon=True)
    load = _once(loading.start)
    session.app.after_render += lambda _app: load()
    try:
        _converse(chat, session, say)
    finally:
        if loading.is_alive():
            loading.join()  # Python aborts if it ends while torch is being imported


def _session(chat: Chat) -> "PromptSession[str]":
    return PromptSession(
        history=history(),
        multiline=True,
        prompt_continuation="  ... ",
        key_bindings=bindings(),
        completer=None if _is_dumb() else SlashCompleter(),
        complete_while_typing=True,
        auto_suggest=None if _is_dumb() else AutoSuggestFromHistory(),
        bottom_toolbar=lambda: toolbar(chat),
        reserve_space_for_menu=4,
        enable_suspend=True,
    )


def _is_dumb() -> bool:
    """Whether the terminal cannot take back what it shows."""
    return os.environ.get("TERM") == "dumb"


def _once(do: Callable[[], None]) -> Callable[[], None]:
    waiting = [do]

    def call() -> None:
        if waiting:
            waiting.pop()()

    return call


def _warm(chat: Chat) -> None:
    """Load the model behind the prompt; what goes wrong is said when the model is first asked."""
    with suppress(Exception):
        chat.session.model(chat.model)


def _converse(chat: Chat, session: "PromptSession[str]", say: "_Speaker") -> None:
    while True:
        try:
            text = session.prompt(FormattedText([("ansigreen bold", f"{one_line(chat.model, 30)}> ")]))
        except KeyboardInterrupt:
            if not session.default_buffer.text:
                say.aside("(Ctrl-D or /quit leaves)")
            continue
        except EOFError:
            return
        try:
            _handle(chat, text, say)
        except KeyboardInterrupt:
            say.aside("\nInterrupted.")
        except Quit:
            return


def _handle(chat: Chat, text: str, say: "_Speaker") -> None:
    command = parse(text)
    try:
        if not command or command[0] == AGAIN:
            _answer(chat, text, say, again=bool(command))
            return
        for line in run(chat, *command):
            say.line(shown(line))
    except MISTAKES as error:
        say.aside(sentence(error))
    except click.exceptions.Exit as left:
        if left.exit_code == INTERRUPTED:
            say.aside("Interrupted.")  # of other failures the command has said why


def _answer(chat: Chat, text: str, say: "_Speaker", *, again: bool) -> None:
    seed = chat.wish.seed
    before = chat.tune if not again and chat.goes_on(text) else ""
    try:
        for event in chat.again() if again else chat.answer(text):
            if isinstance(event, Arranged):
                say.remarks(event.remarks)
                say.dim(_news(event.kept + event.fed, before, line=chat.notation == "abc"))
            elif isinstance(event, Text):
                say.some(event.text)
    except KeyboardInterrupt:
        say.line("")
        say.aside("Stopped; what is there is kept. Notes alone go on from here.")
        return
    say.line("")
    how = "" if chat.ended else "not ended: the length limit; "
    say.aside(f"({how}seed {seed}{_HINT if chat.tunes == 1 else ''})")
    if alarm := chat.alarm:
        say.aside(alarm)


def _news(prompt: str, before: str, *, line: bool) -> str:
    """What to show of a prompt: all, or what is not on the screen yet, from the beginning of its line if asked for."""
    if not before or not prompt.startswith(before):
        return prompt
    return prompt[before.rfind("\n") + 1 :] if line else prompt[len(before) :].lstrip()


class _Speaker:
    """Writes to the terminal. Everything that is not our own passes through `printable` first."""

    def __init__(self) -> None:
        self._colour = not os.environ.get("NO_COLOR") and not _is_dumb()
        self._remarked: tuple[str, ...] = ()

    def line(self, text: str) -> None:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()

    def some(self, text: str) -> None:
        sys.stdout.write(printable(text))
        sys.stdout.flush()

    def remarks(self, remarks: tuple[str, ...]) -> None:
        """Say what is remarked about an entry, unless the same was just said about the one before."""
        for remark in remarks if remarks != self._remarked else ():
            self.aside(remark)
        self._remarked = remarks

    def dim(self, text: str) -> None:
        self._styled(text, "\x1b[2m")

    def aside(self, text: str) -> None:
        self._styled(text + "\n", "\x1b[33m")

    def _styled(self, text: str, style: str) -> None:
        safe = printable(text)
        sys.stdout.write(f"{style}{safe}\x1b[0m" if self._colour and safe else safe)
        sys.stdout.flush()
