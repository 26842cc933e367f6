"""Surprise, against a loop through the network one symbol at a time."""

import math

import numpy as np
import pytest
import torch
from torch import nn

from songrnn.evaluate import steps
from songrnn.evaluate.bits import Surprise, gather, score, score_windows, windows, windows_of
from songrnn.evaluate.data import Split
from songrnn.form import Ids
from songrnn.models import FAMILIES

FORM = Ids(8)
LENGTHS = (5, 1, 9, 0, 9, 3, 30)
SMALL = {  # families of single symbols; those of others are measured in test_steps
    "recurrent": {"width": 10, "embedding": 6, "layers": 2, "dropout": 0.5},
    "window": {"width": 6, "embedding": 6, "second": 5, "head": 7, "attention": 4, "reach": 4, "dropout": 0.5},
}


def small(family="recurrent"):
    """A network that dropout would make stammer, far from uniform."""
    source = torch.Generator().manual_seed(3)
    network = FAMILIES.get(family).build(FORM, SMALL[family])
    for parameter in network.parameters():
        nn.init.normal_(parameter, std=0.7, generator=source)
    return network


def pieces(lengths=LENGTHS):
    rng = np.random.default_rng(1)
    return [rng.integers(1, FORM.size, length) for length in lengths]


@torch.inference_mode()
def one_by_one(network, symbols, first=()):
    """The nats of each symbol, read alone: the state is empty before the first, and each is fed after it is scored."""
    network.eval()
    state, out = network.begin(1), []
    fed = [*first]
    for symbol in symbols:
        prediction, state = network(torch.tensor([[fed[-1]]]), state)
        shares = torch.log_softmax(prediction.logits_BTV[0, 0].double(), 0)
        out.append(-float(shares[symbol]))
        fed.append(int(symbol))
    return out


def by_hand(network, piece):
    return one_by_one(network, [*piece.tolist(), Ids.END], [Ids.END])


@pytest.mark.parametrize("family", SMALL)
def test_nats_are_those_of_reading_each_piece_alone_one_symbol_at_a_time(family):
    network = small(family)
    scored = score(network, pieces())
    for row, piece in zip(scored, pieces(), strict=True):
        assert row.dtype == np.float64
        assert row == pytest.approx(by_hand(network, piece), abs=1e-5)


def test_the_end_of_each_piece_counts_and_an_empty_piece_is_an_end_alone():
    assert [len(row) for row in score(small(), pieces())] == [length + 1 for length in LENGTHS]


@pytest.mark.parametrize("cells", [1, 12, 31, 64, 1 << 15])
def test_neither_neighbours_nor_padding_nor_the_size_of_a_pass_matter(monkeypatch, cells):
    network = small()
    alone = [score(network, [piece])[0] for piece in pieces()]
    monkeypatch.setattr(steps, "_CELLS", cells)
    together = score(network, pieces())
    assert all(one == pytest.approx(other, abs=1e-5) for one, other in zip(alone, together, strict=True))


def test_a_pass_takes_no_more_symbols_than_it_may(monkeypatch):
    network, taken = small(), []
    network.register_forward_pre_hook(lambda _, given: taken.append(tuple(given[0].shape)))
    monkeypatch.setattr(steps, "_CELLS", 24)
    score(network, pieces())
    assert all(rows * length <= 24 for rows, length in taken)
    assert max(rows for rows, _ in taken) > 1
    assert (1, 24) in taken  # the longest piece is read in two stretches
    assert (1, 7) in taken


def test_rows_come_back_in_the_order_of_the_pieces():
    network = small()
    forth, back = score(network, pieces()), score(network, pieces()[::-1])
    assert all(one == pytest.approx(other, abs=1e-5) for one, other in zip(forth, back[::-1], strict=True))


def test_no_pieces_have_no_nats():
    assert score(small(), []) == []


@pytest.mark.parametrize("training", [True, False])
def test_measuring_is_without_dropout_and_leaves_the_network_as_it_was(training):
    network = small().train(training)
    before = {name: value.clone() for name, value in network.state_dict().items()}
    one, other = score(network, pieces()), score(network, pieces())
    assert all((a == b).all() for a, b in zip(one, other, strict=True))
    assert windows(network, pieces(), length=4) == windows(network, pieces(), length=4)
    assert network.training is training
    assert all(torch.equal(before[name], value) for name, value in network.state_dict().items())
    assert all(parameter.grad is None for parameter in network.parameters())


def test_the_pieces_are_left_as_they_were():
    given = pieces()
    score(small(), given)
    windows(small(), given, length=4)
    assert all((one == other).all() for one, other in zip(given, pieces(), strict=True))


def nats(*values):
    return np.array(values, np.float64)


def split(lengths, headers, characters=(), header_characters=()):
    """A split of symbols that are characters, where nothing else is said."""
    symbols = [np.ones(length, np.int64) for length in lengths]
    return Split(symbols, [*headers], [*(characters or lengths)], [*(header_characters or headers)])


def test_header_and_body_are_summed_apart_and_lose_nothing():
    surprise = gather([nats(1, 2, 4, 8), nats(16, 32)], split([3, 1], [2, 1]))
    assert surprise == Surprise(header_nats=1 + 2 + 16, header_count=3, body_nats=4 + 8 + 32, body_count=3)
    assert surprise.count == 6
    assert surprise.nats == 63 / 6
    assert surprise.bits == pytest.approx(63 / 6 / math.log(2))
    figures = surprise.figures()
    assert figures == {"nats": surprise.nats, "bits": surprise.bits, "header_nats": 19 / 3, "body_nats": 44 / 3}


def test_nats_are_divided_by_the_characters_that_symbols_stand_for_and_by_the_ends():
    surprise = gather([nats(1, 2, 4, 8), nats(16, 32)], split([3, 1], [2, 0], [10, 5], [6, 0]))
    assert (surprise.header_nats, surprise.header_count) == (3, 6)
    assert (surprise.body_nats, surprise.body_count) == (60, 4 + 1 + 5 + 1)
    assert surprise.nats == 63 / 17


def test_pieces_weigh_by_their_length_not_one_each():
    assert gather([nats(1, 1, 1, 1, 1, 1, 1, 1, 1), nats(11)], split([8, 0], [0, 0])).nats == 2


def test_a_piece_without_a_header_or_of_header_alone_counts_once():
    assert gather([nats(1, 2)], split([1], [0])) == Surprise(0, 0, 3, 2)
    assert gather([nats(1, 2)], split([1], [0])).figures()["header_nats"] == 0
    assert gather([nats(1, 2)], split([1], [1])) == Surprise(1, 1, 2, 1)


def test_sums_of_many_small_numbers_are_exact():
    assert gather([nats(0.1)] * 10, split([0] * 10, [0] * 10)).body_nats == 1.0


def test_a_uniform_model_is_surprised_by_the_logarithm_of_its_alphabet():
    network = small()
    for parameter in network.parameters():
        nn.init.zeros_(parameter)
    surprise = gather(score(network, pieces()), split(LENGTHS, [0] * len(LENGTHS)))
    assert surprise.count == sum(LENGTHS) + len(LENGTHS)
    assert surprise.bits == pytest.approx(3, abs=1e-6)
    assert windows(network, pieces(), length=5) == pytest.approx(math.log(8), abs=1e-6)


def cut(given, **settings):
    seen = []
    windows_of(lambda rows: seen.extend(rows) or 0.0, given, **settings)
    return seen


def test_a_window_is_a_random_stretch_of_each_piece_that_is_long_enough_and_its_successor():
    long = np.arange(100, 140)
    seen = cut([np.arange(10), long, np.arange(30), np.arange(31)], length=30)
    assert [len(row) for row in seen] == [31, 31]
    assert (np.diff(seen[0]) == 1).all()
    assert set(seen[0]) <= set(long)
    assert seen[1].tolist() == list(range(31))


def test_every_place_of_a_piece_can_be_in_a_window():
    starts = {int(cut([np.arange(35)], length=30, seed=seed)[0][0]) for seed in range(100)}
    assert starts == set(range(5))


def test_the_same_seed_cuts_the_same_windows():
    given = [np.arange(200), np.arange(300)]
    one, again, other = (np.concatenate(cut(given, seed=seed)).tolist() for seed in (1, 1, 2))
    assert one == again != other


def test_a_window_is_scored_from_an_empty_state_by_what_is_before_it_in_the_window_alone():
    network, given = small(), pieces((12, 40, 33))
    expected = [one_by_one(network, row[1:].tolist(), [int(row[0])]) for row in cut(given, length=10, seed=4)]
    assert windows(network, given, length=10, seed=4) == pytest.approx(np.mean(expected), abs=1e-5)


def test_without_a_piece_that_is_long_enough_there_is_no_figure():
    assert math.isnan(windows(small(), pieces((3, 30))))
    assert math.isnan(score_windows(small(), []))
