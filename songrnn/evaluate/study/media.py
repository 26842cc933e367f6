"""A tune as files: its score as a picture, how it sounds, and MIDI.

Knows how much of a tune a page has room for; what cannot be made is told in a remark, and never an error: tunes are
what networks write.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from songrnn.errors import MusicError, UsageError
from songrnn.music.performance import perform
from songrnn.music.score import Score
from songrnn.notation.audio.instruments import RATE
from songrnn.notation.audio.synthesizer import synthesize
from songrnn.notation.audio.timeline import Timeline, timeline
from songrnn.notation.drawing import write_picture
from songrnn.notation.formats import Tune
from songrnn.printable import one_line

SECONDS = 30.0  # of sound
BARS, FEWER = 32, 8  # of a score; fewer where chords make a large picture
_LARGE = 400_000  # bytes of a picture
_PEAK = 0.89  # -1 dBFS
_SMALL = 0.85  # of what libsndfile can make an MP3 smaller, 0 to 1


@dataclass(frozen=True, slots=True)
class Media:
    """Files of a tune, None for what could not be made, and a sentence for each of these."""

    picture: bytes | None
    sound: bytes | None
    midi: bytes | None
    remarks: tuple[str, ...]


def media(text: str, notation: str) -> Media:
    """The files of a tune in "abc" or "words": an SVG of its first bars, an MP3 of its first 30 s, and MIDI."""
    score = Tune(text, notation=notation).reading.score
    if not perform(score).soundings:
        return Media(None, None, None, ("There is no score, sound or MIDI: it holds no note.",))
    made: dict[str, bytes | None] = {}
    remarks = []
    makers: tuple[tuple[str, Callable[[Score], bytes]], ...] = (
        ("picture", _picture), ("sound", _sound), ("MIDI", _midi),
    )  # fmt: skip
    for name, make in makers:
        made[name], why = _tried(make, score)
        remarks += [f"There is no {name}: {why}"] if why else []
    return Media(made["picture"], made["sound"], made["MIDI"], tuple(dict.fromkeys(remarks)))


def _tried(make: Callable[[Score], bytes], score: Score) -> tuple[bytes | None, str]:
    try:
        return make(score), ""
    except (MusicError, UsageError) as error:
        return None, one_line(str(error), 200)
    except ImportError as error:
        return None, f"{one_line(str(error.name or error), 60)} is not installed."


def _picture(score: Score) -> bytes:
    drawn = _bars(score, BARS)
    return drawn if len(drawn) < _LARGE else _bars(score, FEWER)


def _bars(score: Score, count: int) -> bytes:
    begun = replace(score, voices=tuple(replace(voice, bars=voice.bars[:count]) for voice in score.voices))
    return _file(lambda path: write_picture(begun, path), "score.svg")


def _midi(score: Score) -> bytes:
    from songrnn.notation.midi import write_midi_fast

    return _file(lambda path: write_midi_fast(score, path), "tune.mid")


def _file(write: Callable[[Path], Any], name: str) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        write(path)
        return path.read_bytes()


def _sound(score: Score) -> bytes:
    """Mono, at half the rate of other sound files: a tenth of their size."""
    try:
        import soundfile
    except OSError as error:  # where its library is missing
        raise UsageError("MP3 needs soundfile with its library.") from error
    heard = synthesize(_beginning(timeline(score))).mean(axis=0)
    heard = heard[: len(heard) // 2 * 2].reshape(-1, 2).mean(axis=1)[: round(SECONDS * RATE / 2)]
    level = _PEAK / max(float(np.abs(heard).max(initial=0)), 1e-9)
    file = io.BytesIO()
    soundfile.write(
        file, (heard * level).astype(np.float32), RATE // 2, format="MP3", compression_level=_SMALL
    )  # fmt: skip
    return file.getvalue()


def _beginning(what: Timeline) -> Timeline:
    tones = tuple(tone for tone in what.tones if tone.start < SECONDS)
    return replace(what, tones=tones, end=min(what.end, SECONDS))
