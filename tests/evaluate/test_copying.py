import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.evaluate import copying
from songrnn.evaluate.copying import LENGTHS, Copying, matches
from songrnn.evaluate.ngram import KneserNey

END, SIZE = 0, 5


def piece(*symbols):
    return np.array(symbols, np.int64)


def flat():
    """Order 1, one empty piece: the end has (1 - 0.5) / 1 + 0.5 / 5 = 0.6, every other symbol 0.1."""
    return KneserNey.fit([piece()], SIZE, order=1)


def repeated_phrases(count, seed):
    rng = np.random.default_rng(seed)
    return [np.tile(rng.integers(1, SIZE, 25), 3) for _ in range(count)]


def test_a_repeat_is_matched_and_what_followed_is_proposed():
    # After "12312" the last two symbols stood at the beginning, before 3; after "123123" the last three, before 1.
    found = matches(piece(1, 2, 3, 1, 2, 3))
    assert LENGTHS[:2] == (2, 3)
    assert found.lengths.tolist() == [0, 0, 0, 0, 0, 1, 2]
    assert found.copied.tolist() == [0, 0, 0, 0, 0, 3, 1]


def test_of_equal_matches_the_most_recent_is_copied():
    assert matches(piece(1, 2, 3, 1, 2, 4, 1, 2)).copied[-1] == 4


def test_a_longer_match_is_preferred_to_a_more_recent_one():
    found = matches(piece(4, 1, 2, 3, 2, 1, 2, 2, 4, 1, 2))
    assert (found.lengths[-1], found.copied[-1]) == (2, 3)  # "412", not the more recent "12" before 2


def test_a_match_may_overlap_itself():
    found = matches(piece(1, 1, 1))
    assert (found.lengths[-1], found.copied[-1]) == (1, 1)


@given(st.lists(st.integers(1, 3), max_size=50))
def test_matches_equal_a_search_by_brute_force(symbols):
    found = matches(piece(*symbols))
    for now in range(len(symbols) + 1):
        expected = (0, 0)
        for rank, length in enumerate(LENGTHS, start=1):
            ends = [end for end in range(length, now) if symbols[end - length : end] == symbols[now - length : now]]
            expected = (rank, symbols[ends[-1]]) if ends else expected
        assert (found.lengths[now], found.copied[now]) == expected


def test_weights_equal_the_fit_by_hand():
    # "123123" offers two matches. Of two symbols: right, and the counts gave that symbol p = 0.1. The likeliest weight
    # w beside one imagined miss maximises log(w + (1 - w) p) + log(1 - w), so w + (1 - w) p = 1/2 and w = 4/9.
    # Of three symbols: wrong, for the piece ends there, so 0. No others occurred.
    weights = copying._weights([piece(1, 2, 3, 1, 2, 3)], flat())
    np.testing.assert_allclose(weights, [0, 4 / 9] + [0] * (len(LENGTHS) - 1), atol=1e-9)


def test_nats_equal_the_mixture_by_hand():
    model = Copying(flat(), np.array([0, 4 / 9] + [0.25] * (len(LENGTHS) - 1)))
    # Right: 4/9 + 5/9 · 0.1 = 0.5. At the end "123" matched, wrongly: 0.75 · 0.6.
    np.testing.assert_allclose(model.nats(piece(1, 2, 3, 1, 2, 3)), -np.log([0.1] * 5 + [0.5, 0.45]))
    # Wrong: 5/9 · 0.1. Then nothing matches.
    np.testing.assert_allclose(model.nats(piece(1, 2, 3, 1, 2, 4)), -np.log([0.1] * 5 + [0.5 / 9, 0.6]))


def test_weights_are_learned_beside_counts_that_have_not_seen_the_piece():
    pieces = repeated_phrases(11, seed=1)
    held = [pieces[1], pieces[6]]
    rest = [pieces[at] for at in (0, 2, 3, 4, 5, 7, 8, 9, 10)]
    honest = copying._weights(held, KneserNey.fit(rest, SIZE))
    dishonest = copying._weights(held, KneserNey.fit(pieces, SIZE))
    fitted = Copying.fit(pieces, SIZE)
    np.testing.assert_array_equal(fitted.weights, honest)
    assert not np.allclose(fitted.weights, dishonest)
    scored = repeated_phrases(1, seed=2)[0]
    np.testing.assert_array_equal(fitted.counted.nats(scored), KneserNey.fit(pieces, SIZE).nats(scored))


def test_a_single_piece_teaches_no_copying():
    pieces, scored = repeated_phrases(1, seed=1), repeated_phrases(1, seed=2)[0]
    np.testing.assert_allclose(Copying.fit(pieces, SIZE).nats(scored), KneserNey.fit(pieces, SIZE).nats(scored))


def test_copying_beats_counting_on_a_repetitive_piece_and_survives_another():
    pieces = repeated_phrases(20, seed=1)
    copier, counter = Copying.fit(pieces, SIZE), KneserNey.fit(pieces, SIZE)
    repetitive = repeated_phrases(1, seed=2)[0]
    assert copier.nats(repetitive).sum() < 0.7 * counter.nats(repetitive).sum()
    np.testing.assert_array_less(copier.weights, 1)
    assert np.isfinite(copier.nats(np.random.default_rng(3).integers(1, SIZE, 300))).all()


@pytest.mark.parametrize("read", [[], [1], [1, 2, 3, 1, 2], [1, 2, 3, 4] * 9, [4] * 40])
def test_every_symbol_has_a_chance_and_the_chances_sum_to_one(read):
    chances = Copying.fit(repeated_phrases(20, seed=1), SIZE).probabilities(piece(*read))
    assert chances.shape == (SIZE,)
    assert chances.min() > 0
    assert chances.sum() == pytest.approx(1, abs=1e-12)


def test_stepping_through_a_piece_equals_scoring_it_at_once():
    model = Copying.fit(repeated_phrases(20, seed=1), SIZE)
    scored = repeated_phrases(1, seed=2)[0]
    stepped = [model.probabilities(scored[:now])[symbol] for now, symbol in enumerate([*scored, END])]
    np.testing.assert_allclose(model.nats(scored), -np.log(stepped))


def test_a_piece_is_forgotten_when_the_next_begins():
    model = Copying.fit(repeated_phrases(20, seed=1), SIZE)
    first = repeated_phrases(1, seed=2)[0]
    before = model.nats(first)
    np.testing.assert_array_equal(model.nats(first), before)
    assert before[:25].sum() > 3 * before[25:50].sum()  # a phrase is dear the first time, cheap the second
