"""Units changed in the chat."""

import pytest

from songrnn.errors import CheckpointError, UsageError
from songrnn.repl.commands import parse, run
from songrnn.repl.toolbar import toolbar


def lines(chat, entry):
    return list(run(chat, *parse(entry)))


def written(chat, seed=5):
    chat.wish = type(chat.wish)(seed=seed, length=60)
    list(chat.answer("M:4/4\nK:D"))
    return chat.tune


def bar(chat):
    return "".join(part[1] for part in toolbar(chat))


def test_units_are_switched_off_for_the_answers_to_come_and_on_again(chat):
    plain = written(chat)
    every = " ".join(f"1:{index}" for index in range(0, 32, 2))
    (said,) = lines(chat, f"/ablate {every}")
    assert said.startswith("answers from now on: without 1:0 1:2")
    changed = written(chat)
    assert changed != plain
    assert written(chat) == changed
    assert lines(chat, "/ablate off")[0].startswith("no unit is changed")
    assert written(chat) == plain


def test_a_unit_is_held_at_a_value(chat):
    plain = written(chat)
    assert lines(chat, "/clamp 1:3 0.9") == ["answers from now on: 1:3 at 0.9; /ablate off undoes it"]
    for index in range(4, 20):
        lines(chat, f"/clamp 1:{index} -1")
    assert written(chat) != plain


def test_changes_add_up_and_the_last_one_of_a_unit_counts(chat):
    lines(chat, "/ablate 1:2, 1:3")
    lines(chat, "/clamp 1:2 0.5")
    assert lines(chat, "/ablate") == ["answers from now on: without 1:3, 1:2 at 0.5; /ablate off undoes it"]


def test_a_last_word_says_whether_the_output_or_the_memory_is_meant(chat):
    lines(chat, "/ablate 1:2 1:3 c")
    lines(chat, "/clamp 1:2 -7.5 c")
    assert [str(change) for change in chat.changes] == ["1:3 c", "1:2 c at -7.5"]
    lines(chat, "/ablate 1:2 h")
    assert [str(change) for change in chat.changes] == ["1:3 c", "1:2 c at -7.5", "1:2"]


def test_the_changed_network_is_made_once(chat):
    lines(chat, "/ablate 1:2")
    assert chat.trained is chat.trained
    assert chat.trained is not chat.session.model(chat.model)


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ("/ablate 9:0", "no layer 9"), ("/ablate 1:9 1:99", "no unit 99"), ("/ablate x", "is not a unit"),
        ("/ablate 1:1 1:1", "given twice"), ("/ablate c", "takes units"), ("/clamp c", "give both"),
        ("/ablate c 1:1", "'c' is not a unit"), ("/clamp 1:2 inf c", "cannot be inf"), ("/clamp", "give both"),
        ("/clamp 1:2", "give both"),
        ("/clamp 1:2 0.5 0.5", "give both"), ("/clamp 1:2 x\x1b", "give a number"), ("/clamp 1:2 1.5", "cannot be 1.5"),
        ("/clamp 1:2 nan", "cannot be nan"), ("/ablate off 1:2", "'off' is not a unit"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_in_a_sentence_and_changes_nothing(chat, entry, why):
    lines(chat, "/ablate 1:7")
    with pytest.raises(UsageError, match=why) as refused:
        lines(chat, entry)
    assert str(refused.value).isprintable()
    assert [str(change) for change in chat.changes] == ["1:7"]


def test_another_model_has_all_its_units_and_that_is_said(chat, words_folder):
    lines(chat, "/ablate 1:7")
    remark, model = lines(chat, f"/model {words_folder}")
    assert "No unit is changed any more" in remark
    assert model.startswith("model: ")
    assert chat.trained is chat.session.model(str(words_folder))
    assert len(lines(chat, f"/model {words_folder}")) == 1


def test_a_model_that_is_not_there_leaves_the_changes(chat):
    lines(chat, "/ablate 1:7")
    with pytest.raises(CheckpointError):
        lines(chat, "/model nowhere")
    assert chat.changes


def test_the_line_beneath_the_prompt_says_what_is_changed(chat):
    assert "without" not in bar(chat)
    lines(chat, "/ablate 1:7 1:9")
    assert " · without 1:7 1:9 · " in bar(chat)
    lines(chat, "/ablate " + " ".join(f"1:{index}" for index in range(32)))
    assert len(bar(chat)) < 200


def test_words_are_written_by_changed_networks_too(wordy):
    list(wordy.answer("C4:1/4"))
    plain = wordy.tune
    lines(wordy, "/ablate " + " ".join(f"2:{index}" for index in range(8)))
    wordy.wish = type(wordy.wish)(seed=1, length=9)
    list(wordy.answer(""))
    assert wordy.tune != plain
