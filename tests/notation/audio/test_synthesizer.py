import numpy as np
import pytest

from songrnn.notation.audio.instruments import INSTRUMENTS, RATE, frequency
from songrnn.notation.audio.synthesizer import TAIL, frames, pan, synthesize
from songrnn.notation.audio.timeline import Timeline, Tone


def one(pitch=69, length=1.0, voice=0, **more):
    return Timeline((Tone(0.0, length, pitch, voice, **more),), length)


def in_voice(number, pitch, length=1.0):
    """A tone by the instrument of that voice: the voices before it hold a note far away in time."""
    early = tuple(Tone(0.0, 0.05, 60, voice) for voice in range(number))
    return Timeline((*early, Tone(2.0, length, pitch, number)), 2.0 + length)


def pitch_of(sound):
    """The dominant frequency in Hz, between the bins of a long spectrum."""
    mono = sound.mean(axis=0)
    spectrum = np.abs(np.fft.rfft(mono * np.hanning(len(mono)), 1 << 18))
    top = int(spectrum.argmax())
    below, peak, above = np.log(spectrum[top - 1 : top + 2])
    return (top + (below - above) / (2 * (below - 2 * peak + above))) * RATE / (1 << 18)


@pytest.mark.parametrize("pitch", [36, 60, 76, 100])
@pytest.mark.parametrize("voice", range(len(INSTRUMENTS)))
def test_every_note_has_its_pitch_within_three_cents(pitch, voice):
    sound = synthesize(in_voice(voice, pitch))
    heard = pitch_of(sound[:, round(2.05 * RATE) : round(2.9 * RATE)])
    assert abs(1200 * np.log2(heard / frequency(pitch))) < 3


def test_short_notes_have_their_pitches_one_after_the_other():
    pitches = [62, 66, 69, 74, 71, 67]
    tones = tuple(Tone(at * 0.2, 0.2, pitch) for at, pitch in enumerate(pitches))
    sound = synthesize(Timeline(tones, 1.2))
    for at, pitch in enumerate(pitches):
        heard = pitch_of(sound[:, round((at * 0.2 + 0.08) * RATE) : round((at * 0.2 + 0.19) * RATE)])
        assert abs(1200 * np.log2(heard / frequency(pitch))) < 12  # a tenth of a second of sound says no more


def test_it_lasts_until_the_end_and_the_tail_is_silent_at_last():
    what = Timeline((Tone(0.0, 0.5, 60),), 2.0)
    sound = synthesize(what)
    assert sound.shape == (2, frames(what))
    assert sound.shape[1] / RATE == pytest.approx(2.0 + TAIL, abs=1e-4)
    assert TAIL <= 1
    loud = np.abs(synthesize(one(length=1.0)))
    assert loud[:, -200:].max() < 1e-3 * loud.max()


@pytest.mark.parametrize("length", [0.001, 0.02, 0.1, 0.7, 3.0])
@pytest.mark.parametrize("voice", range(len(INSTRUMENTS)))
def test_nothing_clicks(length, voice):
    """No step is larger than the steepest of the held note, and it begins and ends at nothing."""
    held = synthesize(in_voice(voice, 69, 3.0))[:, 3 * RATE : 4 * RATE]
    steepest = np.abs(np.diff(held)).max()
    sound = synthesize(in_voice(voice, 69, length))[:, 2 * RATE :]
    assert np.abs(sound[:, 0]).max() < 1e-3
    assert np.abs(np.diff(sound)).max() < 1.6 * steepest  # the attack is above the level that is held


def test_a_note_of_many_blocks_has_no_seams():
    sound = synthesize(one(pitch=57, length=6.0))
    middle = np.abs(np.diff(sound[:, RATE // 2 : 5 * RATE]))
    assert middle.max() < 1.6 * np.abs(np.diff(sound[:, RATE : RATE + 30_000])).max()


def test_the_same_note_twice_is_two():
    sound = np.abs(synthesize(Timeline((Tone(0.0, 0.5, 69), Tone(0.5, 0.5, 69)), 1.0))).mean(axis=0)
    held, between = sound[round(0.3 * RATE) : round(0.4 * RATE)].mean(), sound[22_050 : 22_050 + 400].mean()
    assert between < 0.75 * held


def test_graces_are_softer():
    assert np.abs(synthesize(one(grace=True))).max() < 0.8 * np.abs(synthesize(one())).max()


def test_the_first_voice_is_in_the_middle_and_the_others_around_it():
    places = [pan(voice) for voice in range(64)]
    assert places[0] == 0
    assert min(places[1::2]) < max(places[1::2]) < 0 < min(places[2::2])
    left, right = np.abs(synthesize(in_voice(1, 69))[:, 2 * RATE :]).mean(axis=1)
    assert left > 1.1 * right


def test_the_same_tones_make_the_same_samples():
    assert synthesize(one()).tobytes() == synthesize(one()).tobytes()
