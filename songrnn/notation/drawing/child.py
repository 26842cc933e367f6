"""The programs that draw: a small one of our own around verovio and resvg, and abcm2ps, which is of others."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from songrnn.notation.apart import Limits, run, run_own

_OWN = Path(__file__).with_name("drawing_child.py")
_OWN_LIMITS = {"processor": 50, "memory": 3 << 30}
_OTHERS_LIMITS = {"processor": 10, "memory": 1 << 30}


def answer(order: bytes, *, seconds: float) -> bytes | None:
    """What drawing_child answers to an order; None if it failed, died or took longer."""
    with TemporaryDirectory() as empty:
        ended = run_own(_OWN, Path(empty), Limits(seconds, **_OWN_LIMITS), order)
    return None if ended.code else ended.out


def files_made(command: Sequence[str], given: Mapping[str, bytes], made: str, *, seconds: float) -> list[bytes]:
    """Run a program in a folder with nothing but the files `given`; the content of those it made, in their order.

    made      a pattern of names, "*.svg" say
    returns   nothing, if it took longer; what it made before it failed, if it did
    """
    with TemporaryDirectory() as empty:
        folder = Path(empty)
        for name, content in given.items():
            (folder / name).write_bytes(content)
        run(command, folder, Limits(seconds, **_OTHERS_LIMITS))
        return [path.read_bytes() for path in sorted(folder.glob(made)) if path.is_file() and not path.is_symlink()]
