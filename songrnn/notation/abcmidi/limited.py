"""Run as a program of its own: sets limits to itself, then becomes the program that its arguments name.

Imports nothing of songrnn. Where a system knows no such limits the program runs without them.
"""

import os
import sys

SECONDS = 5  # of processor time
MEMORY = 512 << 20  # bytes of address space
LARGEST = 16 << 20  # bytes of a file


def main(command: list[str]) -> None:
    """Limit this process and replace it; returns only where processes cannot be replaced."""
    try:
        import resource
    except ImportError:
        import subprocess

        sys.exit(subprocess.run(command, check=False).returncode)  # noqa: S603  what our own caller names
    limits = (
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, LARGEST),
        (resource.RLIMIT_CORE, 0),
    )
    for what, most in limits:
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):  # the system has a lower one, or none
            continue
    os.execv(command[0], command)  # noqa: S606  the same program, without a shell


if __name__ == "__main__":
    main(sys.argv[1:])
