"""Run as a program of its own: a MIDI file on standard input, what it says as JSON on standard output.

symusic is fast and written in C++, and a malformed file can make it crash. So nothing else lives in this process: it
imports nothing of songrnn, is started under limits, and may die. Exit code 1: the file is no
good, and standard error says why; 4: it has too many notes or changes.
"""

import json
import sys
from typing import Any

MOST_NOTES = 100_000  # and as many changes of tempo, meter and key


def main() -> int:
    """Read, parse, write; returns the exit code."""
    content = sys.stdin.buffer.read()
    from symusic import core

    try:
        score = core.ScoreTick.from_midi(content)
    except Exception as error:  # noqa: BLE001  nanobind turns C++ exceptions into several kinds
        sys.stderr.write(str(error))
        return 1
    if is_too_long(score):
        return 4
    sys.stdout.write(json.dumps(said(score)))  # json.dump is ten times as slow
    return 0


def is_too_long(score: Any) -> bool:
    """Whether a file has more notes or changes than anybody plays."""
    changes = len(score.tempos) + len(score.time_signatures) + len(score.key_signatures)
    return bool(max(score.note_num(), changes) > MOST_NOTES)


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
