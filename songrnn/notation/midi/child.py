"""Run as a program of its own: a MIDI file on standard input, what it says as JSON on standard output.

symusic is fast and written in C++, and a malformed file can make it crash. So nothing else lives in this process: it
limits itself, imports nothing of songrnn, and whoever started it expects that it may die. Exit code 1: the file is no
good, and standard error says why; 4: it has too many notes.
"""

import json
import sys
from contextlib import suppress
from typing import Any

MEMORY = 1 << 30  # bytes of address space
SECONDS = 4  # of processor time
MOST_NOTES = 100_000


def main() -> int:
    """Read, parse, write; returns the exit code."""
    content = sys.stdin.buffer.read()
    limit()
    from symusic import core

    try:
        score = core.ScoreTick.from_midi(content)
    except Exception as error:  # noqa: BLE001  nanobind turns C++ exceptions into several kinds
        sys.stderr.write(str(error))
        return 1
    if score.note_num() > MOST_NOTES:
        return 4
    sys.stdout.write(json.dumps(said(score)))  # json.dump is ten times as slow
    return 0


def limit() -> None:
    """No more memory or time than a good file needs. Not every system knows such limits."""
    with suppress(ImportError):
        import resource

        for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_CORE, 0)):
            with suppress(ValueError, OSError):
                resource.setrlimit(what, (most, most))


def said(score: Any) -> dict[str, object]:
    """What the file says, as lists of numbers."""
    return {
        "ticks": score.ticks_per_quarter,
        "tracks": [
            {
                "name": track.name,
                "program": track.program,
                "drums": track.is_drum,
                "notes": [(note.time, note.duration, note.pitch, note.velocity) for note in track.notes],
            }
            for track in score.tracks
        ],
        "tempos": [(tempo.time, tempo.mspq) for tempo in score.tempos],
        "meters": [(meter.time, meter.numerator, meter.denominator) for meter in score.time_signatures],
        "keys": [(key.time, key.key, key.tonality) for key in score.key_signatures],
    }


if __name__ == "__main__":
    sys.exit(main())
