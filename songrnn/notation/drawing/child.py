"""Programs that may crash, hang or look around, kept apart: an empty folder, no shell, a time limit.

Knows processes; nothing of music or pictures.
"""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

_KEPT = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "LANG", "LC_ALL", "VIRTUAL_ENV")
_OWN = Path(__file__).with_name("drawing_child.py")


def answer(order: bytes, *, seconds: float) -> bytes | None:
    """What drawing_child answers to an order; None if it failed, died or took longer."""
    with TemporaryDirectory() as empty:
        return _run([sys.executable, "-P", str(_OWN)], Path(empty), seconds, order)


def files_made(command: Sequence[str], given: Mapping[str, bytes], made: str, *, seconds: float) -> list[bytes]:
    """Run a program in a folder with nothing but the files `given`; the content of those it made, in their order.

    made      a pattern of names, "*.svg" say
    returns   nothing, if it took longer; what it made before it failed, if it did
    """
    with TemporaryDirectory() as empty:
        folder = Path(empty)
        for name, content in given.items():
            (folder / name).write_bytes(content)
        _run(_limited(command), folder, seconds, b"")
        return [path.read_bytes() for path in sorted(folder.glob(made)) if path.is_file() and not path.is_symlink()]


def _run(command: Sequence[str], folder: Path, seconds: float, given: bytes) -> bytes | None:
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment |= dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP"), str(folder))
    environment |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1"}
    try:
        done = subprocess.run(  # noqa: S603  a list of arguments, none of them out of a tune
            list(command), input=given, capture_output=True, timeout=seconds, cwd=folder, env=environment, check=False
        )
    except (subprocess.TimeoutExpired, OSError):
        return None
    return done.stdout if done.returncode == 0 else None


# A program that is not ours is started by one of ours that limits itself and then becomes it.
_LIMITER = """
import os, sys
try:
    import resource
    for what, most in ((resource.RLIMIT_AS, 1 << 30), (resource.RLIMIT_CPU, 10), (resource.RLIMIT_CORE, 0),
                       (resource.RLIMIT_FSIZE, 64 << 20)):
        resource.setrlimit(what, (most, most))
except (ImportError, ValueError, OSError):
    pass
os.execv(sys.argv[1], sys.argv[1:])
"""


def _limited(command: Sequence[str]) -> list[str]:
    return list(command) if os.name == "nt" else [sys.executable, "-I", "-S", "-c", _LIMITER, *command]
