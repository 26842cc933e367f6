import numpy as np

from songrnn.notation.audio.instruments import RATE
from songrnn.notation.audio.room import SECONDS, add_room


def clicked(frames, at):
    sound = np.zeros((2, frames), np.float32)
    sound[:, at] = 1
    add_room(sound)
    return sound


def test_a_room_answers_later_and_weaker_and_is_silent_again():
    sound = clicked(3 * RATE, 1000)
    answer = np.abs(sound[:, 1001:])
    assert sound[0, 1000] == 1
    assert answer[:, :400].max() < 1e-6
    assert 1e-5 < answer.max() < 0.2
    assert answer[:, round(SECONDS * RATE) :].max() < 1e-6


def test_blocks_leave_no_seam():
    early, late = clicked(4 * RATE, 10), clicked(4 * RATE, 65_530)
    assert np.allclose(early[:, : 2 * RATE], late[:, 65_520 : 65_520 + 2 * RATE], atol=1e-7)


def test_the_ears_hear_different_answers():
    left, right = clicked(2 * RATE, 0)[:, 1:]
    assert abs(np.corrcoef(left, right)[0, 1]) < 0.2


def test_a_sound_shorter_than_the_room_keeps_its_length():
    assert clicked(100, 0).shape == (2, 100)
