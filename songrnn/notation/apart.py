"""Programs that may crash, hang or look around, kept apart: no shell, no environment, a folder of their own, limits.

Knows processes; nothing of music. Two kinds of programs run here: those of others (abc2midi, abcm2ps), and small ones
of our own around compiled libraries that are not to be trusted with files of strangers.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from songrnn.notation import limited

# What programs need to start at all; no place of the user's.
_KEPT = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "LANG", "LC_ALL")
_ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "RAYON_NUM_THREADS"), "1")  # they take memory
_MOST_SAID = 1 << 16  # bytes of standard error that are looked at


@dataclass(frozen=True, slots=True)
class Limits:
    """What a program may take.

    seconds   until it is ended, on however busy a machine       processor   seconds of processor time
    memory    bytes of address space                             largest     bytes of a file or answer that it writes
    """

    seconds: float
    processor: int
    memory: int
    largest: int = 64 << 20


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended.

    code     its exit code; a signal as a negative number
    out      what it wrote to standard output            said     to standard error, the beginning of it
    late     it was ended because it took too long
    """

    code: int
    out: bytes = b""
    said: bytes = b""
    late: bool = False


def run(command: Sequence[str], folder: Path, limits: Limits, given: bytes = b"") -> Ended:
    """Run a program in a folder, which should hold nothing but what is meant for it.

    command   the program, by its whole path, and its arguments
    given     what it reads from standard input
    raises    OSError if it cannot be started
    """
    # A process that sets its limits and then becomes the program: to set them in a copy of this one, between fork and
    # exec, could hang where there are threads.
    numbers = (limits.processor, limits.memory, limits.largest)
    whole = [sys.executable, "-I", "-S", limited.__file__, *map(str, numbers), *command]
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ} | _ONE_THREAD
    environment |= dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP"), str(folder))
    with TemporaryFile() as out, TemporaryFile() as said:  # files, and no pipes: they are limited too
        try:
            done = subprocess.run(  # noqa: S603  a list of arguments, none of them out of a tune
                whole, input=given, stdout=out, stderr=said, timeout=limits.seconds, cwd=folder, env=environment,
                check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return Ended(-1, late=True)
        out.seek(0)
        said.seek(0)
        return Ended(done.returncode, out.read(), said.read(_MOST_SAID))


def run_own(program: Path, folder: Path, limits: Limits, given: bytes = b"") -> Ended:
    """Run a Python program of our own, which imports nothing of songrnn, as `run` does."""
    return run([sys.executable, "-P", str(program)], folder, limits, given)
