"""Originality of what a model writes, and tunes that are left out because they are copies."""

from dataclasses import replace

import pytest

from songrnn.actions.generate import Wish, Written, generate_many
from songrnn.actions.originality import Guard, Originality, Rejected, generate_original, guard, measure
from songrnn.actions.writing import Counted, write
from songrnn.corpus.catalogue import find
from songrnn.errors import CorpusError, UsageError
from songrnn.session import Session


@pytest.fixture(scope="module")
def trained(run_folder):
    return Session().model(str(run_folder))


@pytest.fixture(scope="module")
def corpus(tunebook):
    return find(str(tunebook))


def test_what_a_model_writes_is_measured_beside_held_out_pieces(trained, corpus):
    written = []
    assert [*write(trained, 4, Wish(length=120), written)][-1] == Counted("tunes written", 4, 4)
    *counted, found = measure(written, "abc", corpus, "test")
    assert all(isinstance(one, Counted) for one in counted)
    assert isinstance(found, Originality)
    assert (found.training, found.held_out) == (len(corpus.splits["train"]), "test")
    assert found.comparison.written.pieces == len(found.pieces) == 4
    assert found.comparison.human.pieces == len(corpus.splits["test"])
    assert found.names == ("seed 1", "seed 2", "seed 3", "seed 4")


def test_progress_counts_up_to_all_of_it(corpus):
    last = {}
    for event in measure(corpus.splits["train"][:2], "abc", corpus):
        if isinstance(event, Counted):
            last[event.what] = (event.done, event.total)
    assert set(last) == {"pieces read", "pieces compared"}
    assert all(done == total for done, total in last.values())


def test_training_pieces_are_whole_copies_of_themselves(corpus):
    *_, found = measure(corpus.splits["train"][:5], "abc", corpus)
    assert found.comparison.written.whole == 5
    assert [piece.nearest.piece for piece in found.pieces] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("split", ["train", "test"])
def test_a_corpus_without_what_is_compared_with_is_refused(corpus, split):
    without = replace(corpus, splits={**corpus.splits, split: []})
    with pytest.raises(CorpusError, match=f"no {split} split"):
        next(measure([], "abc", without, "test"))


def test_a_guard_knows_what_the_model_learned_from(trained, corpus):
    known = guard(trained, 10)
    training = corpus.splits["train"][0].text
    rejected = known.judge(Written(training, finished=True, seed=3))
    assert rejected == Rejected(3, rejected.copied)
    assert rejected.copied > 20
    kept = Written("M:4/4\nL:1/8\nK:C\nc16 C16 c'3 C2", finished=True, seed=4)
    assert known.judge(kept) is kept


def test_a_model_that_does_not_say_what_it_learned_has_no_guard(trained):
    silent = replace(trained, about={})
    with pytest.raises(UsageError, match="which corpus it learned from"):
        guard(silent, 10)


def test_the_training_split_is_no_yardstick(corpus):
    with pytest.raises(UsageError, match="held-out"):
        next(measure([], "abc", corpus, "train"))


def test_a_corpus_that_has_changed_since_is_refused(trained):
    about = {"corpus": {**trained.about["corpus"], "train": {"sha256": "0"}}}
    with pytest.raises(CorpusError, match="not what the model learned from any more"):
        guard(replace(trained, about=about), 10)


def test_copies_are_left_out_and_the_next_seeds_are_tried(trained):
    wish = Wish(seed=1, length=80)
    free = [event for event in generate_many(trained, "", wish, 12) if isinstance(event, Written)]
    against = guard(trained, 1)
    runs = [against.judge(tune).copied for tune in free if isinstance(against.judge(tune), Rejected)]
    against = replace(against, most=sorted(runs)[len(runs) // 2])
    expected = [against.judge(tune) for tune in free]
    assert {type(one) for one in expected} == {Written, Rejected}
    count = sum(isinstance(one, Written) for one in expected)
    events = generate_original(trained, "", wish, count, against)
    got = [event for event in events if isinstance(event, Written | Rejected)]
    assert got == expected[: len(got)]
    assert sum(isinstance(one, Written) for one in got) == count


class Everything(Guard):
    def judge(self, written):
        return Rejected(written.seed, 99)


def test_a_hundred_copies_one_after_the_other_are_enough(trained):
    everything = Everything(guard(trained, 1).index, 1)
    events = generate_original(trained, "", Wish(length=1), 1, everything)
    rejected = []
    with pytest.raises(CorpusError, match="The last 100 tunes copy more than 1 notes"):
        rejected.extend(event for event in events if isinstance(event, Rejected))
    assert [one.seed for one in rejected] == [*range(1, 101)]
