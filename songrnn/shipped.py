"""Where the things lie that songrnn ships beside its code: corpus manifests and trained models.

In a checkout they stand next to the package, in a wheel inside it. Nobody else needs to know which.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(kind: str) -> Path:
    """The folder of a kind of shipped thing: `corpora` or `checkpoints`. It may not exist."""
    inside = _PACKAGE / "_shipped"
    return (inside if inside.is_dir() else _PACKAGE.parent) / kind
