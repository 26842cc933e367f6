"""Tones through a SoundFont, by tinysoundfont in a process of its own.

Knows where SoundFonts lie and how to ask for their sound; nothing of scores or of sound files.
"""

import json
import os
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from songrnn.errors import SongrnnError, UsageError
from songrnn.notation.apart import Limits, run_own
from songrnn.notation.audio.instruments import INSTRUMENTS, RATE, Floats
from songrnn.notation.audio.room import add_room
from songrnn.notation.audio.synthesizer import frames, pan
from songrnn.notation.audio.timeline import Timeline
from songrnn.printable import one_line

SETTING = "SONGRNN_SOUNDFONT"
INSTALL = "pip install --no-deps tinysoundfont"  # its only dependency is for loudspeakers, and often fails to build
_FOLDERS = (Path("/usr/share/sounds/sf2"), Path("/usr/share/soundfonts"))
_CHANNELS = (*range(9), *range(10, 16))  # the tenth is for drums
# The largest SoundFonts hold a gigabyte, and 20 minutes of sound half of one.
_LIMITS = Limits(seconds=240, processor=150, memory=4 << 30, largest=1 << 30)
_LOUD, _SOFT = 100, 75  # velocities: of notes, and of graces
_FADE = 0.15  # seconds at the very end, in which what still rings dies away


class SoundFontError(SongrnnError):
    """A SoundFont that cannot be played."""


def can_play() -> bool:
    """Whether there is something that plays SoundFonts."""
    return find_spec("tinysoundfont") is not None


def named(soundfont: Path | None) -> Path | None:
    """The SoundFont that the user asks for, by argument or setting; raises UsageError if there is no such file."""
    setting = os.environ.get(SETTING, "")
    wanted = soundfont or (Path(setting) if setting else None)
    if wanted is not None and not wanted.is_file():
        raise UsageError(f"There is no SoundFont '{one_line(str(wanted), 200)}'; give a .sf2 file, or unset {SETTING}.")
    return wanted


def installed() -> Path | None:
    """A SoundFont that came with something else: with pretty_midi, or with the system."""
    spec = find_spec("pretty_midi")
    beside = [Path(spec.origin).with_name("TimGM6mb.sf2")] if spec and spec.origin else []
    fonts = [*beside, *(font for folder in _FOLDERS for font in sorted(folder.glob("*.sf2")))]
    return next((font for font in fonts if font.is_file()), None)


def play(what: Timeline, font: Path) -> Floats:
    """The samples of all tones, (2, frames), of any level; raises SoundFontError if the SoundFont is no good."""
    order = _order(what, font)
    content, why = _asked(json.dumps(order).encode())
    if why is not None or len(content) != 2 * frames(what) or not np.isfinite(content).all():
        known = f" ({one_line(why)})" if why else ""
        raise SoundFontError(f"'{one_line(str(font), 200)}' cannot be played{known}; give another SoundFont (.sf2).")
    sound = np.ascontiguousarray(content.reshape(-1, 2).T)
    add_room(sound)
    fade = round(_FADE * RATE)
    sound[:, -fade:] *= np.linspace(1, 0, fade, dtype=np.float32)
    return sound


def _asked(order: bytes) -> tuple[NDArray[np.float32], str | None]:
    """The samples that the child answers, and what it says if it failed, which may be nothing."""
    with TemporaryDirectory() as empty:
        ended = run_own(Path(__file__).with_name("soundfont_child.py"), Path(empty), _LIMITS, order)
    samples = np.frombuffer(ended.out[: len(ended.out) // 4 * 4], np.float32)
    if ended.late:
        return samples, f"it takes more than {_LIMITS.seconds:g} s"
    said = ended.said.decode(errors="replace").strip() if ended.code == 1 else ""
    return samples, None if ended.code == 0 else said.rpartition("\n")[2].split(": /")[0]


def _order(what: Timeline, font: Path) -> dict[str, object]:
    """What the child is told: a channel for each voice, and when each note begins and ends."""
    places = {voice: _CHANNELS[at % len(_CHANNELS)] for at, voice in enumerate(what.voices)}
    channels = [
        {
            "channel": places[voice],
            "program": INSTRUMENTS[at % len(INSTRUMENTS)].program,
            "pan": round(64 + 63 * pan(at)),
        }
        for at, voice in enumerate(what.voices)
    ]
    events = []
    for tone in what.tones:
        begin, end = round(tone.start * RATE), round((tone.start + tone.length) * RATE)
        events.append((begin, 1, places[tone.voice], tone.pitch, _SOFT if tone.grace else _LOUD))
        events.append((max(end, begin + 1), 0, places[tone.voice], tone.pitch, 0))
    return {
        "font": str(font.resolve()),
        "rate": RATE,
        "frames": frames(what),
        "channels": channels,
        "events": [(frame, *event) for frame, _, *event in sorted(events)],  # endings first
    }
