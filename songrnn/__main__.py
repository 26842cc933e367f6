"""The program: all commands, and how failures leave it.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 invalid music, 130 interrupted.
"""

import io
import os
import sys

import click

from songrnn.cli.group import LazyGroup, make_group
from songrnn.cli.mistakes import INTERRUPTED, MISTAKES, exit_code, sentence
from songrnn.printable import printable

_STREAMS = {"stdin": "r", "stdout": "w", "stderr": "w"}


def group() -> LazyGroup:
    """All commands, the chat among them."""
    return make_group({"chat": "songrnn.repl.command:chat"}, default="chat")


def main() -> None:
    """Run the command line; every failure that a user can cause becomes one sentence on standard error."""
    sys.exit(_run())


def _run() -> int:
    _mend_streams()
    try:
        result = group().main(prog_name="songrnn", standalone_mode=False)
    except (KeyboardInterrupt, click.Abort):
        return _say("Interrupted.", INTERRUPTED)
    except MemoryError:
        return _say("There is not enough memory for this; give something smaller.", 1)
    except MISTAKES as error:
        return _say(sentence(error), exit_code(error))
    return result if isinstance(result, int) else 0


def _mend_streams() -> None:
    """Let a stream that is closed be an empty one, and one that cannot hold a character hold a sign in its place."""
    for name, mode in _STREAMS.items():
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115  open to the end
        stream = getattr(sys, name)
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _say(message: str, code: int) -> int:
    click.echo(f"songrnn: {printable(message)}", err=True)
    return code


if __name__ == "__main__":
    main()
