"""Files that are there whole or not at all. Knows nothing of what is inside."""

from pathlib import Path
from secrets import token_hex

from songrnn.errors import UsageError
from songrnn.printable import one_line


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all; raises UsageError if it cannot be written."""
    temporary = path.with_name(f".{path.name[:40]}.{token_hex(4)}")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise UsageError(
            f"'{one_line(str(path), 200)}' cannot be written ({error.strerror}); give another place."
        ) from error
