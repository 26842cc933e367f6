"""The conversation: what an entry means, and what is kept of an answer."""

import pytest

from songrnn.actions.generate import Arranged, Text, Written
from songrnn.errors import CheckpointError, UsageError
from songrnn.repl.chat import begins_header


def prompt(events):
    first = next(iter(events))
    assert isinstance(first, Arranged)
    return first.kept + first.fed


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("M:6/8", True),
        ("K:D\nABc", True),
        ("x:", True),
        ("|:ABc", False),
        ("", False),
        (" K:D", False),
        ("/seed", False),
    ],
)
def test_a_header_begins_with_a_letter_and_a_colon(text, answer):
    assert begins_header(text) is answer


def test_an_answer_tells_the_prompt_then_text_then_the_tune(chat):
    events = list(chat.answer("K:D"))
    assert [type(event) for event in (events[0], events[1], events[-1])] == [Arranged, Text, Written]
    assert events[-1].tune == chat.tune == "K:D\n" + "".join(event.text for event in events[1:-1])


def test_the_same_seed_gives_the_same_answer_and_every_answer_takes_the_next(chat):
    list(chat.answer("K:D"))
    first = chat.tune
    list(chat.again())
    assert (chat.wish.seed, chat.tunes) == (3, 2)
    assert chat.tune != first
    chat.wish = type(chat.wish)(seed=1, length=40)
    list(chat.answer("K:D"))
    assert chat.tune == first


def test_an_empty_entry_lets_the_model_begin(chat):
    assert prompt(chat.answer("  \n")) == ""


def test_notes_go_on_with_a_tune_that_has_not_ended(tune):
    tune.ended = False
    assert tune.goes_on("gab")
    assert prompt(tune.answer("gab")) == "K:D\n|:ABc def|\ngab"


def test_notes_begin_a_tune_under_the_last_header_once_the_tune_has_ended(tune):
    assert not tune.goes_on("gab")
    assert prompt(tune.answer("gab")) == "K:D\ngab"


def test_a_header_begins_a_tune_whatever_came_before(tune):
    tune.ended = False
    assert not tune.goes_on("M:6/8")
    assert prompt(tune.answer("M:6/8\nK:G")) == "M:6/8\nK:G\n"


def test_notes_after_a_tune_that_was_stopped_in_its_header_stand_on_a_line_of_their_own(tune):
    tune.tune, tune.ended = "M:6/8\nK:D", False
    assert prompt(tune.answer("ABc")) == "M:6/8\nK:D\nABc"


def test_an_answer_that_is_closed_early_is_kept_and_again_is_another_one(chat):
    events = chat.answer("K:D")
    seen = [next(events) for _ in range(6)]
    events.close()
    assert chat.tune == "K:D\n" + "".join(event.text for event in seen[1:])
    assert (chat.ended, chat.wish.seed) == (False, 2)


def test_a_failure_leaves_the_last_tune_as_it_was(tune):
    tune.model = "no such model"
    with pytest.raises(CheckpointError):
        list(tune.answer("M:6/8"))
    assert (tune.tune, tune.prompt, tune.tunes, tune.wish.seed) == ("K:D\n|:ABc def|\n", "K:D\n", 1, 1)


@pytest.mark.parametrize(("text", "answer"), [("R:1/2 C4:1/4", False), ("R:1", False), ("R:reel", True), ("R:", True)])
def test_a_rest_is_no_header(text, answer):
    assert begins_header(text) is answer


def test_note_words_go_on_with_a_piece_or_begin_one(wordy):
    list(wordy.answer("C4:1/4"))
    wordy.tune, wordy.ended = "C4:1/4 R:1/8", False
    assert prompt(wordy.answer("E4:1/4")) == "C4:1/4 R:1/8 E4:1/4"
    wordy.ended = True
    assert prompt(wordy.answer("R:1/8 D4:1/8")) == "R:1/8 D4:1/8"
    assert prompt(wordy.answer("")) == ""
    assert wordy.last.notation == "words"


def test_a_header_is_refused_by_a_model_of_note_words_and_the_piece_stays(wordy):
    wordy.tune, wordy.ended, wordy.notation = "C4:1/4", False, "words"
    with pytest.raises(UsageError, match="writes note words"):
        list(wordy.answer("K:D\nABc"))
    assert (wordy.tune, wordy.ended) == ("C4:1/4", False)


def test_a_model_of_another_notation_begins_anew(tune, words_folder, run_folder):
    tune.ended = False
    tune.ask(str(run_folder))
    assert tune.goes_on("gab")
    tune.ask(str(words_folder))
    assert prompt(tune.answer("C4:1/4")) == "C4:1/4"
