"""The program's own commands inside the chat: the same click group, with the models that the chat has loaded.

The chat answers some names itself, with the tune under way: /heatmap. The others run here as they would in a shell.
"""

import shlex
from collections.abc import Iterator
from functools import cache

import click
from click.shell_completion import CompletionItem, ShellComplete

from songrnn.cli.group import COMMANDS, LazyGroup, make_group
from songrnn.cli.mistakes import INTERRUPTED
from songrnn.errors import UsageError
from songrnn.printable import one_line
from songrnn.session import Session

NAMES = tuple(COMMANDS)


@cache
def group() -> LazyGroup:
    """The program, without the chat."""
    return make_group({})


def summaries() -> Iterator[tuple[str, str]]:
    """Each command's name and what it does, in a few words."""
    for name in NAMES:
        yield name, group().table.get(name).get_short_help_str()


def run(session: Session, name: str, rest: str) -> None:
    """Run a command with the rest of its line, which is read as a shell would read it.

    raises   SongrnnError, click.ClickException and OSError for mistakes, and click.exceptions.Exit where the command
             ends with another exit code than 0, be it that of an interruption
    """
    try:
        words = shlex.split(rest)
    except ValueError as error:
        raise UsageError(f"'{one_line(rest)}' cannot be read ({error}); close every quotation mark.") from error
    try:
        code = group().main([name, *words], prog_name="", standalone_mode=False, obj=session)
    except click.Abort:
        code = INTERRUPTED
    if code:
        raise click.exceptions.Exit(code)


def completions(name: str, rest: str) -> list[CompletionItem]:
    """What may stand at the end of a command's line, from click's own declarations."""
    *words, last = rest.split(" ")
    return ShellComplete(group(), {}, "", "").get_completions([name, *filter(None, words)], last)
