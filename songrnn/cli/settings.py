"""Defaults from files: `songrnn.toml` in the working folder over `songrnn/config.toml` in the user's config folder.

A table a command, an option a key: [generate] temperature = 0.9. Flags and SONGRNN_* variables go before them.
"""

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from songrnn.errors import UsageError
from songrnn.lookup import did_you_mean
from songrnn.printable import one_line

Map = dict[str, Any]


def defaults(ctx: click.Context, group: click.Group, name: str) -> Map:
    """What the files set for the command of that name, as click's default map.

    raises   UsageError, naming the file, if one cannot be read or sets what there is not
    """
    merged: Map = {}
    for path in _files():
        tables = _read(path)
        for key in tables:
            if key not in group.list_commands(ctx):
                raise _unknown(path, f"[{key}]", "command", key, group.list_commands(ctx))
        if name in tables:
            command = group.get_command(ctx, name)
            assert command is not None
            merged = _over(merged, _checked(path, name, command, tables[name]))
    return {name: merged}


def _files() -> Iterator[Path]:
    config = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    yield Path(os.path.expanduser(config)) / "songrnn" / "config.toml"  # noqa: PTH111  Path's raises without a home
    yield Path("songrnn.toml")


def _read(path: Path) -> Map:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        why = one_line(str(error), 200)
        raise UsageError(f"The settings in '{one_line(str(path))}' cannot be read: {why}.") from error


def _checked(path: Path, place: str, command: click.Command, table: object) -> Map:
    """A command's table with the names that click knows its options by; a group's holds tables of its commands."""
    if not isinstance(table, dict):
        raise UsageError(f"'{one_line(str(path))}' sets '{place}' to {one_line(str(table))}; write a table, [{place}].")
    if isinstance(command, click.Group):
        return {
            key: _checked(path, f"{place}.{key}", _command(path, command, key), part) for key, part in table.items()
        }
    options = _options(command)
    for key in table:
        if key not in options:
            raise _unknown(path, f"'{key}' in [{place}]", "option", key, [key for key in options if "_" not in key])
    return {str(options[key].name): _text(path, key, options[key], value) for key, value in table.items()}


def _command(path: Path, group: click.Group, name: str) -> click.Command:
    if name not in group.commands:
        raise _unknown(path, f"'{name}'", "command", name, list(group.commands))
    return group.commands[name]


def _options(command: click.Command) -> dict[str, click.Parameter]:
    """The parameters of a command by all names that a file may use: "json" and "as_json" for --json."""
    named = {str(param.name): param for param in command.params}
    return named | {flag[2:]: param for param in command.params for flag in param.opts if flag.startswith("--")}


def _text(path: Path, key: str, param: click.Parameter, value: object) -> str | list[str]:
    """A value as it would be typed, so that click judges all sources alike."""
    many = isinstance(param, click.Option) and param.multiple
    values = value if isinstance(value, list) else [value]
    if isinstance(value, dict) or (isinstance(value, list) and not many):
        raise UsageError(f"'{one_line(str(path))}' sets '{key}' to {one_line(str(value))}; give one value.")
    return [str(part) for part in values] if many else str(value)


def _over(below: Map, above: Map) -> Map:
    """Two maps as one; where both have a table, both count, key by key."""
    parts = {key: _over(below[key], part) for key, part in above.items() if isinstance(below.get(key), dict)}
    return {**below, **above, **parts}


def _unknown(path: Path, what: str, kind: str, name: str, known: list[str]) -> UsageError:
    shown = one_line(str(path))
    return UsageError(f"'{shown}' sets {one_line(what)}, but there is no such {kind}. {did_you_mean(name, known)}")
