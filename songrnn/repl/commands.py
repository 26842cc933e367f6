"""The chat's slash commands. Each takes the chat and the rest of its line, and gives lines to show."""

import re
import shlex
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from textwrap import wrap
from typing import Any

from songrnn.errors import UsageError
from songrnn.lookup import did_you_mean
from songrnn.notation.abc.book import entry
from songrnn.notation.formats import Tune, writer_for
from songrnn.notation.words.word import ENDING
from songrnn.printable import one_line, printable
from songrnn.repl import changing, program
from songrnn.repl.chat import Chat

AGAIN = "again"
_WIDTH = 79  # of a line of help
_NUMBER = re.compile(r"(?m)^X:\s*([0-9]{1,9})")
_PLAIN_ENTRY = re.compile(r"X:.*\n")


class Painted(str):
    """Text that is a result, carries our own colours, and is safe already."""

    __slots__ = ()


class Quit(Exception):  # noqa: N818  not an error: the user leaves
    """The conversation is over."""


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command: how it is written, what it does, and the function that does it."""

    usage: str
    summary: str
    run: Callable[[Chat, str], Iterator[str]]


def parse(entry: str) -> tuple[str, str] | None:
    """The name and the rest of an entry that is a command; None for music."""
    if not entry.lstrip().startswith("/"):
        return None
    name, *rest = entry.strip().removeprefix("/").split(None, 1) or [""]
    return name, "".join(rest)


def run(chat: Chat, name: str, rest: str) -> Iterator[str]:
    """Run a command; raises UsageError with the nearest name for an unknown one, and whatever the command raises."""
    if name in COMMANDS:
        return COMMANDS[name].run(chat, rest)
    if name in program.NAMES:
        program.run(chat.session, name, rest)
        return iter(())
    raise UsageError(f"No command is called '/{one_line(name)}'. {_nearest(name)}")


def _nearest(name: str) -> str:
    known = dict.fromkeys([*COMMANDS, *program.NAMES])
    begun = [other for other in known if name and other.startswith(name)]
    near = f"Did you mean '{begun[0]}'?" if begun else did_you_mean(name, known)
    return near.replace("'", "'/", 1) if near.startswith("Did") else "/help lists what there is."


def shown(line: str) -> str:
    """A line of a command's output, safe for the terminal."""
    return line if isinstance(line, Painted) else printable(line)


def _number(text: str, kind: type[int] | type[float], what: str) -> Any:
    try:
        return kind(text)
    except ValueError:
        example = "a whole number" if kind is int else "a number"
        raise UsageError(f"{what} is '{one_line(text)}'; give {example}.") from None


def _setting(field: str, kind: type[int] | type[float], what: str) -> Callable[[Chat, str], Iterator[str]]:
    """A command that shows a sampling setting, or changes it."""

    def show_or_change(chat: Chat, rest: str) -> Iterator[str]:
        if rest:
            chat.wish = replace(chat.wish, **{field: _number(rest, kind, what)})
        value = getattr(chat.wish, field)
        yield f"{what}: {'as is usual for the model' if value is None else value}"

    return show_or_change


def _rules(chat: Chat, rest: str) -> Iterator[str]:
    if rest:
        chat.wish = replace(chat.wish, rules=rest)
    yield f"rules: {chat.wish.rules}"


def _model(chat: Chat, rest: str) -> Iterator[str]:
    if rest:
        changed = bool(chat.changes)
        chat.ask(rest)
        if changed:
            yield "No unit is changed any more; those that were belong to the model before."
    yield f"model: {one_line(chat.model)}"


def _tune(chat: Chat) -> Tune:
    if not chat.tune.strip():
        raise UsageError("There is no tune yet; type the beginning of one, or press Enter.")
    return chat.last


def _words(rest: str) -> list[str]:
    try:
        return shlex.split(rest)
    except ValueError as error:
        raise UsageError(f"'{one_line(rest)}' cannot be read ({error}); close every quotation mark.") from error


def _path(word: str) -> Path:
    with suppress(RuntimeError):  # a ~ that names nobody is a name like others
        return Path(word).expanduser()
    return Path(word)


def _midi(chat: Chat, rest: str) -> Iterator[str]:
    tune, words = _tune(chat), _words(rest)
    path = _path(words[0]) if words else next(p for p in map(_numbered, count(1)) if not p.exists())
    yield from writer_for(path)([tune], path)
    yield f"written: {path}"


def _numbered(number: int) -> Path:
    return Path(f"tune-{number}.mid")


def _save(chat: Chat, rest: str) -> Iterator[str]:
    """Add to a tunebook or a file of note words, or write another format over its file."""
    tune, words = _tune(chat), _words(rest)
    path = _path(words[0]) if words else Path(f"tunes.{tune.notation}")
    if path.suffix.lower() == ".abc":
        yield _add(tune.abc, path)
    elif path.suffix.lower() == ENDING:
        yield _add_line(tune.words, path)
    else:
        yield from writer_for(path)([tune], path)
        yield f"written: {path}"


def _add(tune: str, book: Path) -> str:
    """Append a tune to a tunebook that may not exist yet; what the book holds stays as it is, to the byte."""
    from songrnn.corpus.sources import read_text

    before = read_text(book) if book.exists() else ""
    if _PLAIN_ENTRY.sub("", entry(tune, 1), count=1) in before:
        return f"{book} holds this tune already"
    number = max(map(int, _NUMBER.findall(before)), default=0) + 1
    gap = "" if not before or before.endswith("\n\n") else "\n" if before.endswith("\n") else "\n\n"
    with book.open("a", encoding="utf-8", errors="replace") as file:
        file.write(gap + entry(tune, number))
    return f"saved as tune {number} of {book}"


def _add_line(words: str, file: Path) -> str:
    """Append a piece to a file of note words that may not exist yet."""
    from songrnn.corpus.sources import read_text

    if not words:
        raise UsageError("The tune has no notes to save; ask for another.")
    before = read_text(file) if file.exists() else ""
    if words in before.split("\n"):
        return f"{file} holds this tune already"
    with file.open("a", encoding="utf-8") as lines:
        lines.write(("" if not before or before.endswith("\n") else "\n") + f"{words}\n")
    return f"saved in {file}"


def _heatmap(chat: Chat, rest: str) -> Iterator[str]:
    from songrnn.cli.heatmap import check, show
    from songrnn.repl.looking import HINT, asked

    tune, wanted = _tune(chat), asked(_words(rest), _path)
    check(wanted)
    trained = chat.looked_into
    shown = show(trained, Path(chat.model).name, tune.text, wanted)
    yield from shown.remarks
    if chat.changes:
        yield changing.shown(chat, as_changed=trained is chat.trained)
    if wanted.output:
        yield f"written: {wanted.output}"
        return
    yield Painted(shown.result)
    if shown.unit:
        yield from wrap(f"unit {shown.unit}, which varies most; {HINT}", _WIDTH)


def _neurons(chat: Chat, rest: str) -> Iterator[str]:
    """As in a shell, where no model is named with the chat's."""
    named = bool(rest) and not rest.startswith("-")
    program.run(chat.session, "neurons", rest if named else f"{shlex.quote(chat.model)} {rest}")
    return iter(())


def _help(_chat: Chat, _rest: str) -> Iterator[str]:
    yield "Type the beginning of a tune in ABC, and the model goes on."
    yield "A header (M:6/8, K:D) ends at an empty line. Notes alone go on with the tune."
    yield "To a model of note words: C4:1/4 C4.E4.G4:1/8 R:1/2, without a header."
    yield "Enter alone lets the model begin. Ctrl-C stops it and keeps what is there."
    width = max(len(command.usage) for command in COMMANDS.values()) + 2
    for command in COMMANDS.values():
        yield f"  {command.usage:{width}}{command.summary}"
    others = " ".join(f"/{name}" for name in program.NAMES if name not in COMMANDS)
    yield from wrap(f"As in a shell: {others}", _WIDTH, subsequent_indent="  ")


def _quit(_chat: Chat, _rest: str) -> Iterator[str]:
    raise Quit


def _again(_chat: Chat, _rest: str) -> Iterator[str]:
    raise AssertionError("the loops answer /again themselves, as it streams")


COMMANDS = {
    AGAIN: Command("/again", "another answer to the same beginning", _again),
    "temperature": Command("/temperature [T]", "0 is greedy", _setting("temperature", float, "temperature")),
    "top-k": Command("/top-k [K]", "draw from the K likeliest; 0 for all", _setting("top_k", int, "top-k")),
    "top-p": Command("/top-p [P]", "draw from the likeliest with this share", _setting("top_p", float, "top-p")),
    "seed": Command("/seed [N]", "the seed of the next tune", _setting("seed", int, "seed")),
    "length": Command("/length [N]", "the longest answer, in symbols", _setting("length", int, "length")),
    "rules": Command("/rules [bars|syntax|off]", "what every tune has to keep", _rules),
    "model": Command("/model [MODEL]", "the model that answers: a name or a folder", _model),
    "midi": Command("/midi [FILE.mid]", "the last tune as MIDI", _midi),
    "heatmap": Command("/heatmap [UNIT|FEATURE] [FILE]", "units under the last tune", _heatmap),
    "neurons": Command("/neurons [MODEL ...]", "which unit follows what; as in a shell", _neurons),
    "ablate": Command("/ablate [UNIT ... [c]|off]", "switch units, or their memory, off; undo all", changing.ablate),
    "clamp": Command("/clamp UNIT VALUE [c]", "hold a unit's output or memory", changing.clamp),
    "save": Command("/save [FILE]", "add the last tune to a file of tunes", _save),
    "help": Command("/help", "this", _help),
    "quit": Command("/quit", "leave; Ctrl-D does too", _quit),
}
