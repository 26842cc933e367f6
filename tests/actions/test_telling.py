"""Decoded pieces told as text, and heard again."""

from songrnn.actions.telling import listen, tell
from songrnn.music.sequence import WHOLE, NoteSequence, Part, Span


def test_text_is_told_as_it_is():
    assert tell("K:D\nabc") == "K:D\nabc"


def test_notes_are_told_in_words_and_heard_again():
    spans = (Span(0, WHOLE // 4, 60), Span(WHOLE // 4, WHOLE // 2, 64))
    told = tell(NoteSequence((Part(spans),)))
    assert told == "C4:1/4 E4:1/4"
    assert tuple(listen(told).spans) == spans


def test_times_in_seconds_are_moved_to_a_grid_and_no_note_is_lost():
    uneven = (Span(3, WHOLE // 4 + 11, 60), Span(WHOLE // 4 - 7, WHOLE // 4 - 6, 64))
    heard = listen(tell(NoteSequence((Part(uneven),)))).spans
    assert [span.pitch for span in heard] == [60, 64]
    assert all(time % (WHOLE // 96) == 0 for span in heard for time in span[:2])
    assert all(span.end > span.onset for span in heard)


def test_nothing_is_told_of_nothing():
    assert tell(NoteSequence(())) == ""
