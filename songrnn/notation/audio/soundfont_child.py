"""Run as a program of its own: notes as JSON on standard input, samples of a SoundFont on standard output.

tinysoundfont is written in C, and a malformed SoundFont can make it crash. So nothing else lives in this process: it
imports nothing of songrnn, is started under limits, and may die. The samples are 32-bit
floats, left and right in turn, in the machine's own order of bytes. Exit code 1: standard error says what is wrong.

    {"font": PATH, "rate": 44100, "frames": 88200,
     "channels": [{"channel": 0, "program": 21, "pan": 64}, ...],
     "events": [[frame, channel, pitch, velocity], ...]}    in order of their frames; velocity 0 ends a note
"""

import json
import sys
from typing import Any

_BLOCK = 1 << 16  # frames
_PAN = 10  # its number among MIDI's controllers


def main() -> int:
    """Read, play, write; returns the exit code."""
    order = json.load(sys.stdin)
    import tinysoundfont

    synth = tinysoundfont.Synth(gain=-6, samplerate=order["rate"])
    try:
        font = synth.sfload(order["font"])
        for one in order["channels"]:
            select(synth, font, one)
    except Exception as error:  # noqa: BLE001  its extension raises several kinds
        sys.stderr.write(str(error))
        return 1
    play(synth, order)
    return 0


def select(synth: Any, font: int, one: dict[str, int]) -> None:
    """Give a channel its instrument; the first one of the SoundFont, if that has no such program."""
    try:
        synth.program_select(one["channel"], font, 0, one["program"])
    except RuntimeError:
        synth.program_select(one["channel"], font, 0, 0)
    synth.control_change(one["channel"], _PAN, one["pan"])


def play(synth: Any, order: dict[str, Any]) -> None:
    """Write the samples, from event to event."""
    now = 0
    for frame, channel, pitch, velocity in [*order["events"], [order["frames"], 0, 0, 0]]:
        while now < frame:
            length = min(frame - now, _BLOCK)
            sys.stdout.buffer.write(synth.generate(length))
            now += length
        if velocity:
            synth.noteon(channel, pitch, velocity)
        else:
            synth.noteoff(channel, pitch)


if __name__ == "__main__":
    sys.exit(main())
