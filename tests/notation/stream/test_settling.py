from fractions import Fraction

from songrnn.music.score import Bar, Note, Score, Voice
from songrnn.notation.stream.settling import settled


def score(*durations):
    return Score((Voice((Bar(tuple(Note((), Fraction(one)) for one in durations)),)),))


def durations(found):
    return [str(note.duration) for note in found.score.voices[0].bars[0].notes]


def test_music_that_people_write_stays_as_it_is():
    found = settled(score("1/4", "1/12", "3/28", "1/11"))
    assert (found.score, found.divisions) == (score("1/4", "1/12", "3/28", "1/11"), 3 * 7 * 11)


def test_a_note_that_never_ends_ends_after_256_whole_notes():
    assert durations(settled(score("10000", "1/4"))) == ["256", "1/4"]


def test_what_is_too_fine_to_print_is_moved_to_ticks():
    found = settled(score("1/4099", "1/4091", "1/4"))
    assert found.divisions is None
    assert durations(found) == ["1/4032", "1/4032", "1/4"]  # ten ticks each, as nearly as can be


def test_a_duration_shorter_than_any_printed_note_is_moved_too():
    assert settled(score("1/4096")).divisions is None


def test_layers_beside_the_first_are_settled_too():
    bar = Bar((Note((), Fraction(1)),), overlays=((Note((), Fraction(9999)),),))
    assert settled(Score((Voice((bar,)),))).score.voices[0].bars[0].overlays[0][0].duration == 256
