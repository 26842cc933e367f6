"""Options that several commands share, and how text arguments are read."""

import os
import re
import shlex
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, TypeVar

import click

from songrnn.actions.generate import RULES
from songrnn.corpus.sources import SUFFIXES, read_text
from songrnn.errors import UsageError
from songrnn.printable import one_line
from songrnn.session import DEFAULT_MODEL, model_names

Command = TypeVar("Command", bound=Callable[..., Any])

_MIDI = (".mid", ".midi")
_LONGEST_NAME = 1024  # characters; a longer argument is no file's name

_SAMPLING = (
    click.option(
        "-T",
        "--temperature",
        type=float,
        default=None,
        help="0 is greedy; if not given 0.8, and 1 for a model of grids.",
    ),
    click.option("--top-k", type=int, default=0, help="Draw from the k likeliest symbols only; 0 for all."),
    click.option("--top-p", type=float, default=1.0, help="Draw from the likeliest symbols that hold this share."),
    click.option("--seed", type=int, default=None, help="The same seed gives the same tune; drawn anew if not given."),
    click.option(
        "--length",
        type=int,
        default=None,
        help="Longest tune, in symbols; if not given, 2000 characters or words, 500 notes or 256 steps of a grid.",
    ),
    click.option("--rules", type=click.Choice(RULES), default="bars", show_default=True, help="What must be kept."),
)
_REPORTS = (
    click.option("--rank", type=int, default=0, help="Take the likeliest (1), second (2) or third (3) each time."),
    click.option("--threshold", type=float, default=0.0, help="Of grids: what is likelier than this sounds."),
    click.option(
        "--head-temperature",
        "heads",
        multiple=True,
        metavar="NAME=T",
        help="Of notes: a temperature of its own for pitch, step or duration.",
    ),
    click.option("--excerpt", type=int, default=0, help="Begin with so many symbols of a training piece."),
)
_HEADER = (
    click.option("--key", default="", help="The tune's K:, such as D, Am or Gdor."),
    click.option("--meter", default="", help="The tune's M:, such as 6/8."),
    click.option("--unit", default="", help="The tune's L:, such as 1/8."),
    click.option("--rhythm", default="", help="The tune's R:, such as jig."),
    click.option("--bars", type=int, default=0, help="How many bars exactly, a pick-up not counted."),
)


def sampling(command: Command) -> Command:
    """The options of how the next symbol is drawn."""
    return _with(_SAMPLING, command)


def header(command: Command) -> Command:
    """The options of what the tune's header has to say, and of how long it is."""
    return _with(_HEADER, command)


def reports(command: Command) -> Command:
    """The options of how reports draw symbols and begin."""
    return _with(_REPORTS, command)


def head_temperatures(values: Sequence[str]) -> dict[str, float]:
    """Temperatures by name; raises UsageError for what is no NAME=T."""
    found = {}
    for value in values:
        name, _, number = value.partition("=")
        try:
            found[name] = float(number)
        except ValueError:
            raise UsageError(f"'{one_line(value, 40)}' is no temperature of a head; write pitch=1.2.") from None
    return found


def _with(options: Sequence[Callable[[Command], Command]], command: Command) -> Command:
    for option in reversed(options):
        command = option(command)
    return command


def complete_model(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """The models whose names begin so."""
    return [name for name in model_names() if name.startswith(incomplete)]


def complete_corpus(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """The corpora whose names begin so."""
    from songrnn.corpus import catalogue

    return [name for name in catalogue.names() if name.startswith(incomplete)]


def model_option(command: Command) -> Command:
    """-m MODEL."""
    described = "A model's name, or the folder of a checkpoint or run."
    return click.option(
        "-m", "--model", default=DEFAULT_MODEL, show_default=True, help=described, shell_complete=complete_model
    )(command)


def model_argument(command: Command) -> Command:
    """MODEL."""
    return click.argument("model", shell_complete=complete_model)(command)


def corpus_argument(command: Command) -> Command:
    """CORPUS."""
    return click.argument("corpus", shell_complete=complete_corpus)(command)


def text_argument(value: str) -> str:
    r"""What PROMPT or TUNE means: "-" standard input, a file's name its text, else itself (\n a new line).

    raises   UsageError for what can only be a file's name, if there is no such file
    """
    if value == "-":
        return _decoded(sys.stdin.buffer.read())
    one = "\n" not in value and len(value) < _LONGEST_NAME
    if one and os.path.isfile(value):  # noqa: PTH113  Path.is_file raises if a text is too long for a name
        return read_text(Path(value))
    if one and value.lower().endswith(SUFFIXES):
        raise UsageError(f"There is no file '{one_line(value)}'; check the name, or give the tune itself.")
    return value.encode(errors="surrogateescape").decode(errors="replace").replace("\\n", "\n")


def tune_argument(value: str) -> str:
    """What TUNE means where a whole tune is wanted: as `text_argument`, but no folder, no device and no MIDI."""
    if len(value) < _LONGEST_NAME and os.path.exists(value):  # noqa: PTH110  Path.exists raises, as above
        _check_file(Path(value))
    elif value.lower().endswith(_MIDI) and "\n" not in value:
        raise UsageError(f"There is no file '{one_line(value)}'; check the name, or give the tune itself.")
    return text_argument(value)


def _check_file(path: Path) -> None:
    """Raise UsageError for what is there and no file of text."""
    if not path.is_file():
        kind = "a folder" if path.is_dir() else "no regular file"
        raise UsageError(f"'{one_line(str(path))}' is {kind}; give a file, the tune itself, or - for standard input.")
    if path.suffix.lower() in _MIDI:
        names = (shlex.quote(one_line(str(name))) for name in (path, path.with_suffix(".words")))
        raise UsageError(f"'{one_line(path.name)}' is MIDI; convert it first: songrnn convert {' '.join(names)}")


def _decoded(raw: bytes) -> str:
    """Bytes as files are read: UTF-8, else Latin-1, with plain line ends."""
    if b"\0" in raw:
        raise UsageError("Standard input is not text; give ABC.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    return re.sub(r"\r\n?", "\n", text)


def check_place(path: Path) -> None:
    """Find out before long work whether a file can be written there; raises UsageError if not."""
    try:
        TemporaryFile(dir=path.parent).close()
    except OSError as error:
        raise UsageError(
            f"'{one_line(str(path))}' cannot be written ({error.strerror}); give another place."
        ) from error
