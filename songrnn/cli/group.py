"""The click group: commands found in a table and imported when they are asked for; without one, the chat opens."""

from collections.abc import Mapping
from typing import Any

import click

from songrnn import __version__
from songrnn.cli import settings
from songrnn.errors import UsageError
from songrnn.lookup import Table, did_you_mean
from songrnn.printable import one_line
from songrnn.session import Session

COMMANDS = {
    "generate": "songrnn.cli.generate:generate",
    "train": "songrnn.cli.train:train",
    "sweep": "songrnn.cli.sweep:sweep",
    "study": "songrnn.cli.study:study",
    "reproduce": "songrnn.cli.reproduce:reproduce",
    "evaluate": "songrnn.cli.evaluate:evaluate",
    "heatmap": "songrnn.cli.heatmap:heatmap",
    "neurons": "songrnn.cli.neurons:neurons",
    "ablate": "songrnn.cli.ablate:ablate",
    "check": "songrnn.cli.check:check",
    "convert": "songrnn.cli.convert:convert_",
    "corpus": "songrnn.cli.corpus:corpus",
    "models": "songrnn.cli.models:models",
}


class Group(click.Group):
    """A group that answers a mistaken command with the nearest name."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, known = args[0], self.list_commands(ctx)
        if not ctx.resilient_parsing and name not in known and not name.startswith("-"):
            whose = f" of '{ctx.info_name}'" if ctx.parent else ""
            raise UsageError(f"No command{whose} is called '{one_line(name)}'. {did_you_mean(name, known)}")
        return super().resolve_command(ctx, args)


class LazyGroup(Group):
    """A group whose commands stand in a table."""

    def __init__(self, table: Table, **further: Any) -> None:
        super().__init__(**further)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's interface
        return self.table.names()

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  the same
        if cmd_name not in self.table:
            return None
        command: click.Command = self.table.get(cmd_name)
        return command


def make_group(further: Mapping[str, str], default: str | None = None) -> LazyGroup:
    """The group of all commands.

    further   commands of higher layers: name → "module:attribute"
    default   the command that runs when none is named; without one, a command has to be named
    """

    def start(ctx: click.Context) -> None:
        ctx.obj = ctx.obj or Session()
        name = ctx.invoked_subcommand or default
        assert name is not None
        ctx.default_map = settings.defaults(ctx, group, name)
        if ctx.invoked_subcommand is None:
            command = group.get_command(ctx, name)
            assert command is not None
            with command.make_context(name, [], parent=ctx) as inner:
                command.invoke(inner)

    group = LazyGroup(
        Table("command", {**further, **COMMANDS}),
        name="songrnn",
        callback=click.pass_context(start),
        invoke_without_command=default is not None,
        help="Train recurrent networks on text-notation music, talk to them, look inside them and hear them.\n\n"
        "Without a command, opens the chat with the default model.",
        context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "SONGRNN"},
    )
    # No variable stands for --version: SONGRNN_VERSION is a likely name for something else.
    return click.version_option(__version__, prog_name="songrnn", allow_from_autoenv=False)(group)
