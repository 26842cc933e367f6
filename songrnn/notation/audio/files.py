"""Samples into sound files: WAV by the standard library; FLAC, Ogg Vorbis and MP3 by libsndfile, where it is there.

Knows formats and levels; nothing of music.
"""

import io
import wave

import numpy as np
from numpy.typing import NDArray

from songrnn.errors import UsageError
from songrnn.notation.audio.instruments import RATE, Floats

FORMATS = {".wav": "WAV", ".flac": "FLAC", ".ogg": "OGG", ".mp3": "MP3"}
_PEAK = 10 ** (-1 / 20)  # -1 dBFS: what players add between samples still fits
_BLOCK = 1 << 16  # frames; libsndfile's Vorbis encoder overflows its stack when given minutes at once

Samples = NDArray[np.int16]


def check_format(suffix: str) -> None:
    """Raises UsageError if sound cannot be written into files with that ending, ".wav" say."""
    if suffix not in FORMATS:
        raise UsageError(f"'{suffix}' is no sound format that can be written; give one of {', '.join(FORMATS)}.")
    if suffix != ".wav":
        try:
            import soundfile  # noqa: F401
        except (ImportError, OSError) as error:  # an OSError where its library is missing
            raise UsageError(f"Writing {suffix} needs soundfile: pip install soundfile, or write .wav.") from error


def encode(sound: Floats, suffix: str) -> bytes:
    """A file of samples (2, frames), brought to -1 dBFS, in 16 bits; `suffix` as in FORMATS."""
    samples = _levelled(sound)
    return _wav(samples) if suffix == ".wav" else _by_libsndfile(samples, FORMATS[suffix])


def _levelled(sound: Floats) -> Samples:
    """Samples as they stand in a file: (frames, 2)."""
    peak = max(float(sound.max(initial=0)), -float(sound.min(initial=0)))
    gain = np.float32(32_767 * _PEAK / peak) if peak else np.float32(0)
    samples = np.empty(sound.shape[::-1], np.int16)
    for at in range(0, sound.shape[1], _BLOCK):
        samples[at : at + _BLOCK] = np.rint(sound[:, at : at + _BLOCK].T * gain)
    return samples


def _wav(samples: Samples) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(2)
        writer.setsampwidth(2)
        writer.setframerate(RATE)
        writer.writeframes(samples.astype("<i2").tobytes())
    return file.getvalue()


def _by_libsndfile(samples: Samples, kind: str) -> bytes:
    import soundfile

    file = io.BytesIO()
    with soundfile.SoundFile(file, "w", RATE, 2, format=kind) as writer:
        for at in range(0, len(samples), _BLOCK):
            block = samples[at : at + _BLOCK]
            # Of whole numbers in stereo, libsndfile 1.2.2 makes an MP3 that is half noise; of fractions it does not.
            writer.write(block if kind == "FLAC" else block.astype(np.float32) / 32_768)
    return file.getvalue()
