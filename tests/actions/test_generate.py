"""Generating: what is told, and what a wish may be."""

import pytest
import torch

from songrnn.actions.generate import Arranged, Text, Wish, Written, generate, generate_many
from songrnn.checkpoint import Trained
from songrnn.codecs import CODECS
from songrnn.errors import UsageError
from songrnn.models import FAMILIES
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


def of_notes(codec, family, settings, pieces=("C4:1/4 E4:1/4",)):
    """A model of note sequences that has learned nothing."""
    fitted = CODECS.get(codec).fit([read_words(text).sequence for text in pieces])
    with torch.random.fork_rng():
        torch.manual_seed(3)
        network = FAMILIES.get(family).build(fitted.form, settings).eval()
    return Trained(network, fitted, {"corpus": {"notation": "notes"}})


@pytest.fixture(scope="module", params=["events", "rolls"])
def sounding(request):
    return of_notes(request.param, request.param, {"width": 8}, ["C3:1/4 C5:1/4"])


def test_a_model_of_notes_tells_what_it_writes_in_note_words(sounding):
    first, *texts, last = generate(sounding, "C4:1/4 E4:1/4", Wish(1.0, seed=1, length=30))
    assert last.tune == first.fed + "".join(text.text for text in texts)
    assert last.tune.startswith("C4:1/4 E4")
    assert read_words(last.tune).remarks == ()
    assert last.notation == "words"


def test_the_same_seed_writes_the_same_notes(sounding):
    tunes = [list(generate(sounding, "", Wish(1.0, seed=seed, length=30)))[-1].tune for seed in (1, 1, 2)]
    assert tunes[0] == tunes[1] != tunes[2]


def test_what_has_an_end_is_unfinished_at_the_limit_and_a_grid_is_as_long_as_wanted():
    events = of_notes("events", "events", {"width": 8})
    with torch.no_grad():
        events.network.pitch.bias[0] = -99.0  # never the end
    assert not list(generate(events, "", Wish(1.0, length=5)))[-1].finished
    rolls = of_notes("rolls", "rolls", {"width": 8})
    assert list(generate(rolls, "", Wish(1.0, length=32)))[-1].finished


def test_a_head_may_be_hotter_than_the_others_and_must_be_known():
    events = of_notes("events", "events", {"width": 8})
    cold, hot = (
        list(generate(events, "", Wish(0.0, length=30, heads={"pitch": heat})))[-1].tune for heat in (0.0, 3.0)
    )
    assert len({word.split(":")[0] for word in hot.split()}) > len({word.split(":")[0] for word in cold.split()})
    with pytest.raises(UsageError, match="Did you mean 'pitch'"):
        list(generate(events, "", Wish(heads={"pich": 1.0})))


def test_a_header_is_refused_by_a_model_of_notes(sounding):
    with pytest.raises(UsageError, match="no header"):
        list(generate(sounding, "", Wish(key="D")))


def test_a_prompt_and_an_excerpt_are_too_much(trained):
    with pytest.raises(UsageError, match="one of them"):
        list(generate(trained, "K:D\n", Wish(excerpt=5)))


def test_a_tune_may_begin_with_an_excerpt_of_what_was_learned(trained, tunebook):
    first, *_ = generate(trained, "", Wish(excerpt=60, rules="off", length=5))
    assert first.fed[:60] in tunebook.read_text()


@pytest.mark.parametrize(
    "wrong", [{"rank": -1}, {"threshold": 1.0}, {"excerpt": -1}, {"heads": {"pitch": -1.0}}, {"length": 0}]
)
def test_wishes_that_make_no_sense_are_refused_at_once(wrong):
    with pytest.raises(UsageError):
        Wish(**wrong)


@pytest.mark.parametrize("rank", [1, 2, 3, 99])
@pytest.mark.parametrize("rules", ["bars", "syntax"])
def test_under_rules_a_rank_is_one_among_what_is_allowed(trained, rules, rank):
    *_, last = generate(trained, "M:4/4\nL:1/8\nK:D\n", Wish(rank=rank, rules=rules, length=120))
    assert last.tune.startswith("M:4/4")


def test_a_threshold_is_for_grids_and_a_rank_is_not(trained):
    with pytest.raises(UsageError, match="threshold is for models of grids"):
        list(generate(trained, "", Wish(threshold=0.4)))
    with pytest.raises(UsageError, match="nothing has a rank"):
        list(generate(of_notes("rolls", "rolls", {"width": 8}), "", Wish(rank=2)))
