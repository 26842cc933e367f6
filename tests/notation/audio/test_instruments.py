import numpy as np
import pytest

from songrnn.notation.audio.instruments import INSTRUMENTS, RATE, TABLE, frequency, wave

PLAYERS = pytest.mark.parametrize("instrument", INSTRUMENTS, ids=lambda one: one.name)


def harmonics(instrument, pitch):
    return np.abs(np.fft.rfft(wave(instrument, pitch)[:-1]))


def test_pitches_are_in_equal_temperament():
    assert frequency(69) == 440
    assert frequency(60) == pytest.approx(261.6256, abs=1e-4)


@PLAYERS
@pytest.mark.parametrize("pitch", [0, 36, 60, 84, 108, 127])
def test_the_fundamental_is_the_loudest_and_nothing_is_above_what_a_file_can_hold(instrument, pitch):
    found = harmonics(instrument, pitch)
    assert found.argmax() == 1
    first_outside = int(RATE / 2 / frequency(pitch)) + 1
    assert found[first_outside:].max(initial=0) < 1e-4 * found[1]


@PLAYERS
def test_all_pitches_are_equally_loud(instrument):
    loudness = [np.sqrt(np.mean(wave(instrument, pitch)[:-1].astype(float) ** 2)) for pitch in range(24, 108, 12)]
    assert loudness == pytest.approx([0.1] * len(loudness), rel=1e-4)


@PLAYERS
def test_a_period_ends_where_it_begins(instrument):
    period = wave(instrument, 60)
    assert len(period) == TABLE + 1
    assert period[0] == pytest.approx(period[-1], abs=1e-6)


def test_instruments_differ():
    assert len({harmonics(one, 60)[1:8].round(2).tobytes() for one in INSTRUMENTS}) == len(INSTRUMENTS)
