"""Run as a program of its own: sets limits to itself, then becomes the program that its arguments name.

    limited.py SECONDS MEMORY LARGEST PROGRAM [ARGUMENT...]    of processor time; bytes of memory, and of a file

Imports nothing of songrnn. Where a system knows no such limits the program runs without them.
"""

import os
import sys


def main(seconds: int, memory: int, largest: int, command: list[str]) -> None:
    """Limit this process and replace it; returns only where processes cannot be replaced."""
    try:
        import resource
    except ImportError:
        import subprocess

        sys.exit(subprocess.run(command, check=False).returncode)  # noqa: S603  what our own caller names
    limits = (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, largest),
        (resource.RLIMIT_CORE, 0),
    )
    for what, most in limits:
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):  # the system has a lower one, or none
            continue
    os.execv(command[0], command)  # noqa: S606  the same program, without a shell


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
