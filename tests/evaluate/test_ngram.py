import numpy as np
import pytest

from songrnn.evaluate import ngram
from songrnn.evaluate.ngram import KneserNey

END, A, B, C, D = range(5)
SIZE = 5


def piece(*symbols):
    return np.array(symbols, np.int64)


def random_pieces(count=30, length=40):
    rng = np.random.default_rng(7)
    return [rng.integers(1, SIZE, rng.integers(0, length)) for _ in range(count)]


def test_bigrams_of_two_tiny_pieces_equal_the_count_by_hand():
    # Bigrams of "ab" and "ac", the start written as 0: 0a twice, ab, b0, ac, c0 once each. Nothing was counted three
    # times, so the discounts are 0.5, 1, 1.5.
    # Different symbols before: a 1 (the start), b 1, c 1, end 2 (b and c), 5 in all.
    #   a, b, c: (1 - 0.5) / 5 = 0.1 each; end: (2 - 1) / 5 = 0.2; freed: (3 · 0.5 + 1) / 5 = 0.5, over 5 symbols 0.1.
    #   So without context: end 0.3, a 0.2, b 0.2, c 0.2, d 0.1.
    model = KneserNey.fit([piece(A, B), piece(A, C)], SIZE, order=2)
    np.testing.assert_allclose(model.probabilities(piece(D)), [0.3, 0.2, 0.2, 0.2, 0.1])
    # At the start: a (2 - 1) / 2 = 0.5, freed 0.5.   After a: b and c (1 - 0.5) / 2 = 0.25 each, freed 0.5.
    # After b: end (1 - 0.5) / 1 = 0.5, freed 0.5.
    np.testing.assert_allclose(model.probabilities(piece()), [0.15, 0.6, 0.1, 0.1, 0.05])
    np.testing.assert_allclose(model.probabilities(piece(A)), [0.15, 0.1, 0.35, 0.35, 0.05])
    np.testing.assert_allclose(model.probabilities(piece(A, B)), [0.65, 0.1, 0.1, 0.1, 0.05])
    np.testing.assert_allclose(model.nats(piece(A, B)), -np.log([0.6, 0.35, 0.65]))


def test_trigrams_of_two_tiny_pieces_equal_the_count_by_hand():
    # Trigrams of "ab" and "cab": ab0 twice; 00a, 0ab, 00c, 0ca, cab once.
    # Different symbols before a bigram: ab 2 (start and c); 0a, b0, 0c, ca 1. Before a symbol: a 2; b, c, end 1.
    #   No context: a (2 - 1) / 5 = 0.2; b, c, end 0.1; freed 0.5, over 5 symbols 0.1: a 0.3; b, c, end 0.2; d 0.1.
    #   b after a: (2 - 1) / 2 + 0.5 · 0.2 = 0.6.           b after ca: (1 - 0.5) / 1 + 0.5 · 0.6 = 0.8.
    #   end after b: (1 - 0.5) / 1 + 0.5 · 0.2 = 0.6.       end after ab: (2 - 1) / 2 + 0.5 · 0.6 = 0.8.
    model = KneserNey.fit([piece(A, B), piece(C, A, B)], SIZE, order=3)
    assert model.probabilities(piece(C, A))[B] == pytest.approx(0.8)
    assert model.probabilities(piece(D, A))[B] == pytest.approx(0.6)
    assert model.probabilities(piece(A, D))[B] == pytest.approx(0.2)
    assert model.probabilities(piece(D))[A] == pytest.approx(0.3)  # not what follows c at the start, d's neighbour
    assert model.probabilities(piece(C, A, B))[END] == pytest.approx(0.8)


def test_a_frequent_symbol_with_one_forerunner_is_less_likely_elsewhere_than_a_rare_one_with_two():
    # "ab" three times, "c", "ac". Different symbols before: a 1, b 1 (a, thrice), c 2 (start, a), end 2; 6 in all.
    #   Freed (2 · 0.5 + 2 · 1) / 6 = 0.5, over 5 symbols 0.1.  b (1 - 0.5) / 6 + 0.1.  c (2 - 1) / 6 + 0.1.
    model = KneserNey.fit([piece(A, B)] * 3 + [piece(C), piece(A, C)], SIZE, order=2)
    unseen = model.probabilities(piece(D))
    np.testing.assert_allclose(unseen[[B, C]], [1 / 12 + 0.1, 1 / 6 + 0.1])


def test_discounts_equal_the_formula_worked_by_hand():
    # n_1 … n_4 are 8, 4, 2, 1, so Y = 8 / (8 + 2 · 4) = 0.5 and
    # D_1 = 1 - 2 · 0.5 · 4 / 8, D_2 = 2 - 3 · 0.5 · 2 / 4, D_3 = 3 - 4 · 0.5 · 1 / 2.
    counts = np.array([1] * 8 + [2] * 4 + [3] * 2 + [4] + [9])
    np.testing.assert_allclose(ngram._discounts(counts), [0.5, 1.25, 2.0])


@pytest.mark.parametrize("counts", [[1, 1, 1], [2, 3, 4], [1] * 8 + [2] + [3] * 8])
def test_discounts_that_cannot_be_estimated_fall_back(counts):
    # The last: Y = 8 / 10, D_2 = 2 - 3 · 0.8 · 8 / 1, far below 0.
    np.testing.assert_array_equal(ngram._discounts(np.array(counts)), ngram.FALLBACK)


def test_an_estimated_discount_is_taken_from_the_counts():
    # Order 1, so what is counted is pieces: 1 and 5 are in one; 2 and 6 in two; 3, 4 and the end in three: 15 in all.
    #   n_1 … n_4 are 2, 2, 3, 0: Y = 2 / (2 + 2 · 2) = 1/3, D_1 = 1 - 2 · 1/3 · 2 / 2 = 1/3,
    #   D_2 = 2 - 3 · 1/3 · 3 / 2 = 1/2, D_3 = 3 - 4 · 1/3 · 0 / 3 = 3.
    #   Freed: (2 · 1/3 + 2 · 1/2 + 3 · 3) / 15 = 32/45, over 8 symbols 4/45.
    model = KneserNey.fit([piece(1, 2, 3, 4, 5, 6), piece(2, 3, 4, 6), piece(3, 4)], 8, order=1)
    once, twice, thrice, never = (1 - 1 / 3) / 15 + 4 / 45, (2 - 0.5) / 15 + 4 / 45, 4 / 45, 4 / 45
    np.testing.assert_allclose(model.probabilities(piece()), [thrice, once, twice, thrice, thrice, once, twice, never])


@pytest.mark.parametrize("order", [1, 2, 3, 5, 7])
@pytest.mark.parametrize("read", [[], [A], [D, D, D, D, D, D, D], [A, B, C, D] * 3])
def test_every_symbol_has_a_chance_and_the_chances_sum_to_one(order, read):
    seldom_d = [one[one != D] for one in random_pieces()]
    for pieces in (seldom_d, random_pieces(), [piece()], [piece(A)]):
        chances = KneserNey.fit(pieces, SIZE, order).probabilities(piece(*read))
        assert chances.shape == (SIZE,)
        assert chances.min() > 0
        assert chances.sum() == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("order", [1, 2, 5])
def test_stepping_through_a_piece_equals_scoring_it_at_once(order):
    model = KneserNey.fit(random_pieces(), SIZE, order)
    scored = piece(A, B, B, C, D, A, A)
    stepped = [model.probabilities(scored[:now])[symbol] for now, symbol in enumerate([*scored, END])]
    np.testing.assert_allclose(model.nats(scored), -np.log(stepped))


def test_an_empty_piece_costs_its_end():
    # One empty piece, order 1: end (1 - 0.5) / 1 + 0.5 / 5.
    model = KneserNey.fit([piece()], SIZE, order=1)
    np.testing.assert_allclose(model.nats(piece()), -np.log([0.6]))


def test_the_end_is_learned_like_a_symbol():
    model = KneserNey.fit([piece(A, B, C), piece(B, A, C), piece(B, C)], SIZE, order=3)
    assert model.probabilities(piece(A, B, C)).argmax() == END
    assert model.probabilities(piece(A, B)).argmax() == C


def test_nothing_leaks_from_one_training_piece_into_the_next():
    pieces = random_pieces()
    forward, backward = KneserNey.fit(pieces, SIZE), KneserNey.fit(pieces[::-1], SIZE)
    scored = random_pieces(1)[0]
    np.testing.assert_array_equal(forward.nats(scored), backward.nats(scored))


def test_the_future_of_a_piece_does_not_change_its_past():
    model = KneserNey.fit(random_pieces(), SIZE)
    one, other = model.nats(piece(A, B, C, A, A)), model.nats(piece(A, B, C, D, B))
    np.testing.assert_array_equal(one[:3], other[:3])
    assert one[3] != other[3]


def test_a_repeat_within_a_piece_counts_once():
    model = KneserNey.fit([piece(A, B, A, B, A, B), piece(A, C)], SIZE, order=2)
    after_a = model.probabilities(piece(A))
    assert after_a[B] == pytest.approx(after_a[C])


def test_a_long_piece_counts_by_stretches(monkeypatch):
    # Stretches of 4 predictions: "abab", "ab" and the end. After a, b counts twice and c once: discounts 1 and 0.5,
    # shares (2 - 1) / 3 and (1 - 0.5) / 3. Without context b and c are alike, so that is all that sets them apart.
    monkeypatch.setattr(ngram, "STRETCH", 4)
    model = KneserNey.fit([piece(A, B, A, B, A, B), piece(A, C)], SIZE, order=2)
    after_a = model.probabilities(piece(A))
    assert after_a[B] - after_a[C] == pytest.approx(1 / 6)


@pytest.mark.parametrize("symbol", [-1, END, SIZE])
def test_symbols_out_of_range_are_a_programmers_mistake(symbol):
    with pytest.raises(AssertionError, match="outside"):
        KneserNey.fit([piece(A, symbol)], SIZE)
    with pytest.raises(AssertionError, match="outside"):
        KneserNey.fit([piece(A)], SIZE).nats(piece(symbol))
