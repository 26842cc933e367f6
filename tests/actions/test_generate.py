"""Generating: what is told, and what a wish may be."""

import pytest

from songrnn.actions.generate import Arranged, Text, Wish, Written, generate, generate_many
from songrnn.checkpoint import Trained
from songrnn.errors import UsageError
from songrnn.notation.abc import grammar
from songrnn.notation.words import read_words
from songrnn.sample.policy import Policy
from songrnn.session import Session


@pytest.fixture(scope="module")
def trained(run_folder):
    return Session().model(str(run_folder))


def test_the_prompt_is_told_first_then_text_then_the_whole_tune(trained):
    first, *texts, last = generate(trained, "K:D\n", Wish(seed=1, length=30))
    assert (type(first), type(last)) == (Arranged, Written)
    assert all(isinstance(text, Text) for text in texts)
    assert last.tune == first.kept + first.fed + "".join(text.text for text in texts)
    assert last.tune.startswith("K:D\n")


def test_the_same_wish_gives_the_same_tune_and_another_seed_another(trained):
    tunes = [list(generate(trained, "K:D\n", Wish(seed=seed, length=60)))[-1].tune for seed in (1, 1, 2)]
    assert tunes[0] == tunes[1] != tunes[2]


def test_a_tune_that_reaches_the_limit_is_not_finished(trained):
    *_, last = generate(trained, "", Wish(seed=1, length=3))
    assert not last.finished
    assert len(last.tune) == 3


def test_a_tune_that_the_model_ends_is_finished(trained):
    seeds = (list(generate(trained, "", Wish(seed=seed, length=3000)))[-1] for seed in range(1, 20))
    ended = next(tune for tune in seeds if tune.finished)
    assert len(ended.tune) < 3000


def test_what_the_model_cannot_read_is_remarked_on(trained):
    first = next(generate(trained, "T:é", Wish(length=1)))
    assert first.fed == "T:e"
    assert len(first.remarks) == 1


def test_tune_k_of_a_seed_is_the_first_of_the_seed_after(trained):
    many = [event for event in generate_many(trained, "", Wish(seed=5, length=20), 3) if isinstance(event, Written)]
    assert [tune.seed for tune in many] == [5, 6, 7]
    assert many[2] == list(generate(trained, "", Wish(seed=7, length=20)))[-1]


MISTAKES = [
    {"temperature": float("nan")},
    {"temperature": float("inf")},
    {"temperature": -0.1},
    {"temperature": 100.5},
    {"top_k": -1},
    {"top_p": 0.0},
    {"top_p": -1.0},
    {"top_p": 1.01},
    {"top_p": float("nan")},
]
LAWLESS = [
    {"rules": "bar"}, {"rules": ""}, {"bars": -1}, {"bars": 1001}, {"bars": 8, "rules": "off"}, {"key": "H"},
    {"bars": 8, "rules": "syntax"}, {"meter": "0/0"}, {"unit": "1/0"}, {"rhythm": "\n"},
]  # fmt: skip
EDGES = [{"temperature": 0.0}, {"temperature": 100.0}, {"top_k": 0}, {"top_k": 10**30}, {"top_p": 1.0}, {"top_p": 1e-9}]


@pytest.mark.parametrize("setting", MISTAKES, ids=str)
def test_a_wish_refuses_what_a_policy_refuses_in_the_same_words(setting):
    with pytest.raises(UsageError) as wish:
        Wish(**setting)
    with pytest.raises(UsageError) as policy:
        Policy(**setting)
    assert str(wish.value) == str(policy.value)


@pytest.mark.parametrize("setting", EDGES, ids=str)
def test_a_wish_takes_what_a_policy_takes(setting):
    assert [getattr(thing, name) for thing in (Wish(**setting), Policy(**setting)) for name in setting] == [
        *setting.values(), *setting.values()
    ]  # fmt: skip


@pytest.mark.parametrize("length", [0, -5, 100_001])
def test_a_length_out_of_range_is_refused(length):
    with pytest.raises(UsageError, match=f"length is {length}"):
        Wish(length=length)


@pytest.mark.parametrize("setting", LAWLESS, ids=str)
def test_a_wish_for_rules_or_fields_that_make_no_sense_is_refused_before_anything_is_loaded(setting):
    with pytest.raises(UsageError):
        Wish(**setting)


def test_fields_and_bars_that_are_asked_for_are_what_is_written(trained):
    wish = Wish(seed=1, key="Am", meter="6/8", unit="1/8", bars=4)
    *_, last = generate(trained, "", wish)
    assert "M:6/8\nL:1/8\nK:Am\n" in last.tune
    assert last.finished
    place = grammar.read(grammar.begin(grammar.law(grammar.Level.BARS, (), 4)), last.tune)
    assert grammar.may_end(place)


@pytest.mark.parametrize("rules", ["bars", "syntax"])
def test_under_rules_a_tune_keeps_them(trained, rules):
    *_, last = generate(trained, "M:4/4\nL:1/8\nK:D\n", Wish(seed=2, rules=rules))
    assert last.finished
    assert grammar.accepts(last.tune, grammar.Level(rules))


def test_a_prompt_that_no_rules_can_read_is_gone_on_with_and_said_so(trained):
    first, *_ = generate(trained, "M:4/4\nK:D\nABcd @", Wish(seed=1, length=20))
    assert any("goes on without rules" in remark for remark in first.remarks)


def test_more_bars_than_the_prompt_leaves_are_refused(trained):
    with pytest.raises(UsageError, match="cannot be ended after 1 bar"):
        list(generate(trained, "M:4/4\nL:1/8\nK:D\nABcd ABcd|ABcd ABcd|A", Wish(bars=1)))


@pytest.fixture(scope="module")
def wordy(words_folder):
    return Session().model(str(words_folder))


def test_a_model_of_note_words_goes_on_with_words_after_a_space(wordy):
    first, *texts, last = generate(wordy, " C4:2/8  E4.C4.G4:1/2 ", Wish(seed=1, length=20))
    assert (first.fed, first.remarks) == ("C4:1/4 C4.E4.G4:1/2", ())
    assert texts[0].text.startswith(" ")
    assert last.tune == first.fed + "".join(text.text for text in texts)
    assert read_words(last.tune).remarks == ()
    assert last.notation == "words"


def test_a_model_of_note_words_begins_with_a_word(wordy):
    tunes = [list(generate(wordy, "", Wish(seed=seed, length=20)))[-1] for seed in (1, 1, 2)]
    assert tunes[0] == tunes[1] != tunes[2]
    assert tunes[0].tune == tunes[0].tune.strip() != ""


def test_length_counts_words_where_words_are_symbols(wordy):
    lengths = [len(list(generate(wordy, "", Wish(seed=seed, length=3)))[-1].tune.split()) for seed in range(9)]
    assert max(lengths) == 3


@pytest.mark.parametrize("asked", [{"key": "D"}, {"meter": "6/8"}, {"unit": "1/8"}, {"rhythm": "jig"}, {"bars": 4}])
def test_a_model_of_note_words_has_no_header(wordy, asked):
    with pytest.raises(UsageError, match="no header"):
        list(generate(wordy, "", Wish(**asked)))


@pytest.mark.parametrize("prompt", ["K:D\nABc", "C4:1/4 H4:1/4", "C4:1/0", "\x1b[31m"])
def test_a_prompt_that_is_no_note_words_is_answered_with_how_they_are_written(wordy, prompt):
    with pytest.raises(UsageError, match=r"is none; write C4:1/4, C4\.E4\.G4:1/8 or R:1/2") as refused:
        list(generate(wordy, prompt, Wish()))
    assert str(refused.value).isprintable()


def test_characters_may_write_note_words_too(trained):
    wordy = Trained(trained.network, trained.codec, {"corpus": {"notation": "words"}})
    first, *_, last = generate(wordy, "C4:1/4\tE4.C4", Wish(seed=1, length=5))
    assert first.fed == "C4:1/4 C4.E4"
    assert len(last.tune) == len(first.fed) + 5
