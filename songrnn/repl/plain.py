"""The chat without a terminal: entries on standard input, tunes alone on standard output, the rest on stderr.

A line is an entry, but one that begins like a header goes on until an empty line, a command or the end. Empty lines
are nothing.
"""

from collections.abc import Iterable, Iterator
from typing import IO

import click

from songrnn.actions.generate import Arranged, Text
from songrnn.cli.mistakes import INTERRUPTED, MISTAKES, exit_code, sentence
from songrnn.printable import printable
from songrnn.repl.chat import Chat, begins_header
from songrnn.repl.commands import AGAIN, Painted, Quit, parse, run, shown


def entries(lines: Iterable[str]) -> Iterator[str]:
    """Lines gathered into entries."""
    waiting: list[str] = []
    for raw in lines:
        line = raw.rstrip("\r\n")
        if waiting and line.strip() and not parse(line):
            waiting.append(line)
            continue
        if waiting:
            yield "\n".join(waiting)
            waiting = []
        if begins_header(line):
            waiting = [line]
        elif line.strip():
            yield line.strip()
    if waiting:
        yield "\n".join(waiting)


def talk(chat: Chat, lines: Iterable[str], out: IO[str]) -> None:
    """Answer every entry. A mistake in one is said, and the next one is answered; the last sets the exit code."""
    failed = 0
    for text in entries(lines):
        try:
            _handle(chat, text, out)
        except Quit:
            break
        except click.exceptions.Exit as left:
            failed = left.exit_code
            if failed == INTERRUPTED:
                break
        except BrokenPipeError:
            raise
        except MISTAKES as error:
            _say(f"songrnn: {sentence(error)}")
            failed = exit_code(error)
    if failed:
        raise click.exceptions.Exit(failed)


def _handle(chat: Chat, text: str, out: IO[str]) -> None:
    command = parse(text)
    if not command or command[0] == AGAIN:
        _answer(chat, text, out, again=bool(command))
        return
    for line in run(chat, *command):
        click.echo(shown(line), file=out if isinstance(line, Painted) else None, err=not isinstance(line, Painted))


def _answer(chat: Chat, text: str, out: IO[str], *, again: bool) -> None:
    try:
        for event in chat.again() if again else chat.answer(text):
            if isinstance(event, Arranged):
                for remark in event.remarks:
                    _say(remark)
            elif not isinstance(event, Text):
                _write(chat, out)
                if not event.finished:
                    _say("The tune reached the length limit before its end; /length N allows more.")
                if alarm := chat.alarm:
                    _say(alarm)
    except KeyboardInterrupt:
        _write(chat, out)
        raise


def _write(chat: Chat, out: IO[str]) -> None:
    out.write(chat.last.entry(chat.tunes))
    out.flush()


def _say(message: str) -> None:
    click.echo(printable(message), err=True)
