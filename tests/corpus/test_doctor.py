import random
from collections import Counter

import pytest

from songrnn.corpus import doctor
from songrnn.corpus.doctor import diagnose
from songrnn.corpus.preparation import transposed
from songrnn.music.piece import Piece
from songrnn.notation.abc.parser import read_tune
from songrnn.notation.sequences import dumps, from_score
from songrnn.notation.words import write_words

RHYTHMS = ("reel", "jig", "polka")


def tunes(count, seed=1):
    """Tunes at random, a third of each rhythm."""
    rng = random.Random(seed)  # noqa: S311  music at random
    return [
        Piece(
            f"R:{RHYTHMS[at % 3]}\nM:4/4\nL:1/8\nK:{'CG'[at % 2]}\n"
            + "|".join("".join(rng.choices("CDEFGABcde", k=8)) for _ in range(8)), f"{seed}-{at}",
        )
        for at in range(count)
    ]  # fmt: skip


def splits(train, valid, test=()):
    return {"train": list(train), "valid": list(valid), "test": list(test)}


def higher(piece, steps=3):
    """The music of a piece in another key."""
    return transposed(from_score(read_tune(piece.text).score), steps)


def test_splits_without_common_music_leak_nothing():
    found = diagnose(splits(tunes(30), tunes(10, 2), tunes(10, 3)), "abc")
    assert [(leak.split, leak.pieces, leak.begins, leak.shares) for leak in found.leaks] == [
        ("valid", 10, 0, 0), ("test", 10, 0, 0)
    ]  # fmt: skip


@pytest.mark.parametrize(("notation", "write"), [("words", write_words), ("notes", dumps)])
def test_a_copy_in_another_key_is_a_leak_with_both_names(notation, write):
    def written(piece, steps):
        return Piece(write(higher(piece, steps)), piece.name)

    train, valid = ([written(piece, 0) for piece in some] for some in (tunes(20), tunes(5, 2)))
    planted = Piece(write(higher(tunes(20)[7])), "planted")
    (leak,) = diagnose(splits(train, [*valid, planted]), notation).leaks
    assert (leak.begins, leak.shares, leak.examples) == (1, 1, ("planted is 1-7",))


def test_a_copy_with_another_beginning_is_a_leak_by_its_passages():
    train = tunes(20)
    head, body = train[4].text.split("\nK:C\n")
    planted = Piece(f"{head}\nK:C\n{'|'.join(['cGEC cGEC'] * 3)}|{body}", "planted")
    (leak,) = diagnose(splits(train, [*tunes(5, 2), planted]), "abc").leaks
    assert (leak.begins, leak.shares, leak.examples) == (0, 1, ("planted is 1-4",))


def test_a_split_by_rhythm_is_a_shift_and_splits_at_random_are_none():
    every = tunes(120)
    random.Random(5).shuffle(every)  # noqa: S311  music at random
    (fair,) = (shift for shift in diagnose(splits(every[:90], every[90:]), "abc").shifts if shift.kind == "rhythm")
    assert not fair.stands_out
    jigs = [piece for piece in every if "R:jig" in piece.text]
    others = [piece for piece in every if "R:jig" not in piece.text]
    (unfair,) = (shift for shift in diagnose(splits(others, jigs), "abc").shifts if shift.kind == "rhythm")
    assert unfair.stands_out
    assert unfair.distance == pytest.approx(1.0)
    assert unfair.common[0] == ("jig", 0.0, 1.0)


def test_what_all_pieces_have_in_common_is_no_shift():
    assert "meter" not in [shift.kind for shift in diagnose(splits(tunes(9), tunes(3, 2)), "abc").shifts]


def test_chance_is_what_most_random_splits_stay_below():
    both = Counter(a=300, b=60, c=40)
    limit = doctor._chance(both, 80, 0.05)
    rng = random.Random(3)  # noqa: S311  music at random
    held = [Counter(rng.sample(list(both.elements()), 80)) for _ in range(300)]
    below = sum(doctor._distance(both - one, one) <= limit for one in held) / 300
    assert 0.88 < below < 0.99


def test_pieces_that_cannot_be_read_and_empty_splits_are_no_leaks():
    broken = [Piece("no JSON", "a"), Piece("", "b")]
    found = diagnose(splits(broken, broken), "notes")
    assert [(leak.split, leak.begins, leak.shares) for leak in found.leaks] == [("valid", 0, 0)]


def test_every_piece_is_heard_once(monkeypatch):
    asked = []
    hear = doctor.heard_or_silent
    monkeypatch.setattr(doctor, "heard_or_silent", lambda *one: asked.append(one) or hear(*one))
    diagnose(splits(tunes(4), tunes(2, 2), tunes(3, 3)), "abc")
    assert len(asked) == 9


def test_keys_say_nothing_where_training_is_in_all_of_them():
    splits = {name: [Piece(f"M:4/4\nL:1/8\nK:{key}\nABcd efga|]", key) for key in keys] for name, keys in (
        ("train", "CDEFGA"), ("valid", "GG"), ("test", "G"),
    )}  # fmt: skip
    assert "key" in {shift.kind for shift in doctor.diagnose(splits, "abc").shifts}
    assert "key" not in {shift.kind for shift in doctor.diagnose(splits, "abc", in_all_keys=True).shifts}
