"""Completion in the chat: commands by name, models and files for those that take them, options as click declares them.

Completes lines that begin with "/" and leaves music alone.
"""

from collections.abc import Iterable, Iterator

from prompt_toolkit.completion import CompleteEvent, Completer, Completion, PathCompleter
from prompt_toolkit.document import Document

from songrnn.actions.generate import RULES
from songrnn.repl import program
from songrnn.repl.commands import COMMANDS
from songrnn.repl.looking import WORDS
from songrnn.session import model_names

_TAKE_FILES = frozenset({"midi", "save"})
_AS_IN_A_SHELL = frozenset({"neurons"})  # the chat's own, which take what the program's take


class SlashCompleter(Completer):
    """Completes commands."""

    def __init__(self) -> None:
        self._files = PathCompleter(expanduser=True)
        self._folders = PathCompleter(expanduser=True, only_directories=True)

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        line = document.text_before_cursor
        if not line.startswith("/") or "\n" in line:
            return
        name, space, rest = line[1:].partition(" ")
        if not space:
            yield from _names(name)
        elif name == "model":
            yield from (Completion(model, -len(rest)) for model in model_names() if model.startswith(rest))
            yield from self._folders.get_completions(Document(rest), complete_event)
        elif name == "rules":
            yield from (Completion(rules, -len(rest)) for rules in RULES if rules.startswith(rest))
        elif name == "heatmap":
            last = rest.rpartition(" ")[2]
            yield from (Completion(word, -len(last)) for word in WORDS if word.startswith(last))
            yield from self._files.get_completions(Document(last), complete_event)
        elif name in _TAKE_FILES:
            yield from self._files.get_completions(Document(rest), complete_event)
        elif name in program.NAMES and (name not in COMMANDS or name in _AS_IN_A_SHELL):
            yield from self._arguments(name, rest, complete_event)

    def _arguments(self, name: str, rest: str, complete_event: CompleteEvent) -> Iterator[Completion]:
        last = rest.rpartition(" ")[2]
        for item in program.completions(name, rest):
            if item.type == "plain":
                yield Completion(item.value, -len(last), display_meta=item.help)
            else:
                files = self._folders if item.type == "dir" else self._files
                yield from files.get_completions(Document(last), complete_event)


def _names(begun: str) -> Iterator[Completion]:
    known = {name: command.summary for name, command in COMMANDS.items()}
    for name, summary in (known | {name: what for name, what in program.summaries() if name not in known}).items():
        if name.startswith(begun):
            yield Completion(name, -len(begun), display_meta=summary)
