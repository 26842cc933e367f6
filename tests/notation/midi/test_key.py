import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.music.pitch import Key
from songrnn.music.sequence import Span
from songrnn.notation.midi.key import find_key, key_of, makes_sense, sounding, spell

MAJOR, MINOR = (0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10)
KEYS = st.builds(key_of, st.integers(-7, 7), minor=st.booleans())


def scale_of(tonic, scale):
    """How long each pitch class sounds where tonic and fifth sound longest."""
    weights = [0.0] * 12
    for step in scale:
        weights[(tonic + step) % 12] = {0: 3.0, 7: 2.0}.get(step, 1.0)
    return weights


@pytest.mark.parametrize("tonic", range(12))
@pytest.mark.parametrize(("scale", "mode"), [(MAJOR, "maj"), (MINOR, "m")])
def test_a_scale_with_a_strong_tonic_is_known(tonic, scale, mode):
    found = find_key(scale_of(tonic, scale))
    assert found.mode == mode
    assert spell(60 + tonic, found).midi == 60 + tonic
    assert spell(60 + tonic, found).letter == found.tonic[0]


def test_the_last_note_decides_between_a_key_and_its_relative():
    weights = [1.0 if at in MAJOR else 0.0 for at in range(12)]
    assert (find_key(weights, 0), find_key(weights, 9)) == (Key("C"), Key("A", "m"))


def test_a_raised_seventh_does_not_make_a_minor_key_another():
    weights = scale_of(9, MINOR)
    weights[8] = 0.8
    assert find_key(weights, 9) == Key("A", "m")


def test_nothing_in_particular_is_c_major():
    assert find_key([1.0] * 12) == Key("C")


def test_a_signature_of_c_on_music_in_e_makes_no_sense():
    assert not makes_sense(0, scale_of(4, MAJOR))
    assert makes_sense(4, scale_of(4, MAJOR))


@given(KEYS, st.integers(0, 127))
def test_a_spelling_sounds_as_it_should(key, number):
    pitch = spell(number, key)
    assert 12 * (pitch.octave + 1) + dict(zip("CDEFGAB", MAJOR, strict=True))[pitch.letter] + pitch.alteration == number


@given(KEYS)
def test_the_scale_of_a_key_needs_no_accidentals(key):
    for letter in "CDEFGAB":
        number = 60 + dict(zip("CDEFGAB", MAJOR, strict=True))[letter] + key.alteration(letter)
        assert (spell(number, key).letter, spell(number, key).alteration) == (letter, key.alteration(letter))


@pytest.mark.parametrize(
    ("key", "spelled"),
    [(Key("C"), "C C# D Eb E F F# G G# A Bb B"), (Key("A", "m"), "C C# D D# E F F# G G# A Bb B")],
)
def test_notes_beside_the_scale_are_spelled_as_composers_do(key, spelled):
    names = [spell(number, key) for number in range(60, 72)]
    assert " ".join(name.letter + {0: "", 1: "#", -1: "b"}[name.alteration] for name in names) == spelled


@given(st.integers(-7, 7), st.booleans())
def test_a_key_has_the_signature_that_it_was_made_of(fifths, minor):
    assert key_of(fifths, minor=minor).fifths == fifths


def test_what_sounds_is_counted_by_pitch_class_and_length():
    found = sounding([Span(0, 30, 60), Span(10, 20, 72), Span(0, 5, 71)])
    assert (found[0], found[11], sum(found)) == (40, 5, 45)
