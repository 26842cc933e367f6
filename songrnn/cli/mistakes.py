"""What went wrong, as one sentence and an exit code: songrnn's own errors, those of click, and those of the system.

Knows nothing of where the sentence is shown; the program and the chat both do.
"""

import click
from click.core import ParameterSource

from songrnn.errors import SongrnnError
from songrnn.printable import one_line

Mistake = SongrnnError | click.ClickException | OSError
MISTAKES = (SongrnnError, click.ClickException, OSError)
INTERRUPTED = 130


def sentence(error: Mistake) -> str:
    """What, the value, and what to do, on one line where click or the system are the ones to complain."""
    if isinstance(error, click.UsageError):
        return _of_usage(error)
    if isinstance(error, OSError):
        return _of_system(error)
    return str(error)


def exit_code(error: Mistake) -> int:
    """1 failed, 2 wrong usage, 3 invalid music."""
    return 1 if isinstance(error, OSError) else error.exit_code


def _of_usage(error: click.UsageError) -> str:
    message = _needs(error) if isinstance(error, click.exceptions.NoArgsIsHelpError) else error.format_message()
    hint = f"; see '{error.ctx.command_path} --help'." if error.ctx else "."
    return one_line(" ".join(message.split()).removesuffix("."), 400) + _source(error) + hint


def _needs(error: click.UsageError) -> str:
    """What is missing where a group of commands was named and none of them."""
    assert error.ctx is not None
    assert isinstance(error.ctx.command, click.Group)
    return f"'{error.ctx.command_path}' needs one of: {', '.join(error.ctx.command.list_commands(error.ctx))}"


def _source(error: click.UsageError) -> str:
    """Where a wrong value comes from, if it was not typed."""
    if not isinstance(error, click.BadParameter) or not (error.ctx and error.param and error.param.name):
        return ""
    source = error.ctx.get_parameter_source(error.param.name)
    if source is ParameterSource.ENVIRONMENT:
        return f" (from {error.ctx.auto_envvar_prefix}_{error.param.name.upper()})"
    return " (from the settings file)" if source is ParameterSource.DEFAULT_MAP else ""


def _of_system(error: OSError) -> str:
    what = f" '{one_line(str(error.filename))}'" if error.filename is not None else ""
    return f"The system refused{what} ({one_line(error.strerror or str(error))}); check the place and its permissions."
