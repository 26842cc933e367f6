"""The pointers of a run's folder: small files that name its newest and its best checkpoint.

Knows their names and what they may hold; needs no torch, so that a model can be looked up without it.
"""

from pathlib import Path

from songrnn.errors import CheckpointError
from songrnn.printable import one_line

LATEST, BEST = "latest", "best"


def point(folder: Path, name: str) -> Path:
    """The checkpoint that a pointer of a run names; raises CheckpointError if it names none."""
    target = (folder / name).read_text(encoding="utf-8").strip()
    if "/" in target or "\\" in target or not target.startswith("step-"):
        raise CheckpointError(f"'{one_line(str(folder / name))}' does not name a checkpoint of its run; train anew.")
    return folder / target
