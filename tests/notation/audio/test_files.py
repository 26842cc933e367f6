import io
import sys
import wave as riff

import numpy as np
import pytest

from songrnn.errors import UsageError
from songrnn.notation.audio.files import FORMATS, check_format, encode
from songrnn.notation.audio.instruments import RATE


def tone(seconds=0.5, level=1.0):
    times = np.arange(round(seconds * RATE)) / RATE
    swell = np.clip(np.minimum(times, times[-1] - times) * 20, 0, 1)  # an edge would ring in an MP3
    wave = level * swell * np.sin(times * 2764)
    return np.stack([wave, wave / 2]).astype(np.float32)


def read_wav(content):
    with riff.open(io.BytesIO(content)) as file:
        shape = file.getnchannels(), file.getsampwidth(), file.getframerate()
        return shape, np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2)


@pytest.mark.parametrize("level", [1e-4, 1.0, 1000.0])
def test_a_wav_is_sixteen_bit_stereo_with_its_peak_below_full_scale(level):
    shape, samples = read_wav(encode(tone(level=level), ".wav"))
    assert shape == (2, 2, RATE)
    assert len(samples) == RATE // 2
    assert np.abs(samples[:, 0]).max() == pytest.approx(32_767 * 10 ** (-1 / 20), abs=2)
    assert np.abs(samples[:, 1]).max() == pytest.approx(np.abs(samples[:, 0]).max() / 2, abs=2)


def test_silence_stays_silence():
    assert not read_wav(encode(np.zeros((2, 100), np.float32), ".wav"))[1].any()


@pytest.mark.parametrize("suffix", [".flac", ".ogg", ".mp3"])
def test_other_formats_hold_the_same_sound(suffix):
    soundfile = pytest.importorskip("soundfile")
    content = encode(tone(3.0), suffix)
    back, rate = soundfile.read(io.BytesIO(content))
    _, samples = read_wav(encode(tone(3.0), ".wav"))
    assert rate == RATE
    assert len(back) == 3 * RATE
    assert np.abs(back).max() <= 1
    assert np.abs(back - samples / 32_768).max() < 0.03  # an MP3 of libsndfile may be half noise
    assert len(content) < 0.6 * samples.nbytes


def test_a_file_that_needs_more_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "soundfile", None)
    check_format(".wav")
    with pytest.raises(UsageError, match=r"pip install soundfile, or write \.wav"):
        check_format(".mp3")


def test_an_unknown_format_is_refused_with_those_that_are_known():
    with pytest.raises(UsageError, match=", ".join(FORMATS)):
        check_format(".aiff")
