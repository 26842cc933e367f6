"""The history of a run: one JSON object a line, appended as the run goes on."""

import json
from pathlib import Path
from typing import Any

Row = dict[str, Any]
NAME = "history.jsonl"


class History:
    """Rows in memory and in a file. `rows` given at the start (those of a checkpoint) replace what the file held."""

    def __init__(self, path: Path, rows: list[Row] | None = None) -> None:
        self.path = path
        self.rows = list(rows or [])
        path.write_text(to_lines(self.rows), encoding="utf-8")

    def append(self, row: Row) -> None:
        """Add a row, in memory and on disk."""
        self.rows.append(row)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(to_lines([row]))


def to_lines(rows: list[Row]) -> str:
    """Rows as JSON lines."""
    return "".join(json.dumps(row, allow_nan=False) + "\n" for row in rows)


def from_lines(text: str) -> list[Row]:
    """JSON lines as rows; a torn last line, the mark of a killed process, is left out."""
    rows = []
    for line in text.splitlines():
        try:
            rows.append(json.loads(line))
        except ValueError:
            break
    return rows
