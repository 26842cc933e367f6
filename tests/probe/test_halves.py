import numpy as np
import pytest
import torch

from songrnn.form import Ids
from songrnn.models.recurrent import Recurrent
from songrnn.probe import halves as module
from songrnn.probe.halves import columns, halves, settled
from songrnn.probe.inference import measure
from songrnn.probe.signals import Unit

NAMES = ("even", "count")


def pieces(count=7):
    rng = np.random.default_rng(1)
    return [rng.integers(1, 9, 5 + at) for at in range(count)]


def features(symbols):
    return {"even": (symbols % 2 == 0).astype(np.float32), "count": np.arange(len(symbols), dtype=np.float32)}


def parts(seed=1):
    return halves(pieces(), [features(piece) for piece in pieces()], NAMES, seed)


def network():
    torch.manual_seed(1)
    return Recurrent.build(Ids(9), {"width": 40, "embedding": 4, "layers": 2}).eval()


def test_every_piece_is_in_one_half_with_its_features():
    both = parts()
    assert [len(half.pieces) for half in both] == [3, 4]
    assert sorted(len(piece) for half in both for piece in half.pieces) == [len(piece) for piece in pieces()]
    for half in both:
        np.testing.assert_array_equal(half.features[0], np.concatenate(half.pieces) % 2 == 0)
        assert half.tunes.tolist() == [at for at, piece in enumerate(half.pieces) for _ in piece]
        assert half.yes_no.tolist() == [True, False]


def test_the_seed_says_which_half_a_piece_is_in():
    first, again, other = ([len(piece) for piece in parts(seed)[0].pieces] for seed in (1, 1, 2))
    assert first == again != other


def test_a_name_that_a_piece_lacks_is_asked_nowhere_in_it():
    half, _ = halves(pieces(), [{"even": features(piece)["even"]} for piece in pieces()], NAMES, 1)
    assert np.isnan(half.features[1]).all()


def test_effects_come_in_the_order_of_the_columns_and_are_those_of_one_by_one():
    half, _ = parts()
    with half.heard(network()) as trace:
        there, effects = columns(trace), half.effects(trace)
        assert there[0] == (Unit(1, 0), "h")
        assert len(there) == effects.shape[1] == 160
        for place in (0, 39, 40, 95, 159):
            signal = settled(trace.unit(*there[place]))
            wanted = [half.measure(signal, feature).effect for feature in (0, 1)]
            np.testing.assert_allclose(effects[:, place], wanted, atol=1e-5)


def test_a_half_measures_a_feature_by_its_place():
    half, _ = parts()
    signal = np.arange(len(half.tunes), dtype=np.float32)
    assert half.measure(signal, 1) == measure(signal, half.features[1], half.tunes, yes_no=False)


def test_what_is_much_is_kept_in_files_that_say_the_same_and_are_gone_afterwards(monkeypatch, tmp_path):
    half, _ = parts()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with half.heard(network()) as trace:
        inside = half.effects(trace)
        assert not any(file.is_file() for file in tmp_path.rglob("*"))
    monkeypatch.setattr(module, "_MOST", 100)
    with half.heard(network()) as trace:
        assert len(list(tmp_path.rglob("*.npy"))) == 4
        np.testing.assert_array_equal(half.effects(trace), inside)
    assert not list(tmp_path.iterdir())


def test_differences_that_nobody_can_hear_are_none():
    signal = np.array([0.1, 0.10001, 0.2], np.float32)
    assert settled(signal)[0] == settled(signal)[1] != settled(signal)[2]


@pytest.mark.parametrize("seed", range(3))
def test_pieces_without_symbols_are_in_a_half_too(seed):
    empty = [piece[:0] for piece in pieces()]
    half, _ = halves(empty, [features(piece) for piece in empty], NAMES, seed)
    with half.heard(network()) as trace:
        assert not half.effects(trace).any()
