"""The stream: what is fed, once each and in order, and that its draws are those of full passes over the prefix."""

from itertools import islice

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from songrnn.form import Ids
from songrnn.models import FAMILIES
from songrnn.models.predictions import Prediction
from songrnn.sample.policy import Policy
from songrnn.sample.stream import generator, stream

FORM = Ids(9)
SMALL = {  # families of single symbols; the laws of all are in tests/models/test_family
    "recurrent": {"width": 10, "embedding": 6, "layers": 2},
    "window": {"width": 6, "embedding": 6, "second": 5, "head": 7, "attention": 4, "reach": 4},
}


class Said(Prediction):
    """A prediction whose draw is settled beforehand."""

    def __init__(self, symbol):
        self.symbol = symbol

    def nats(self, target):
        raise NotImplementedError

    def draw(self, policy, rng):  # noqa: ARG002  the contract's
        return self.symbol


class Recorder(nn.Module):
    """Writes down what it is fed and the state that it comes with; says what it is told to."""

    def __init__(self, script):
        super().__init__()
        self.form = FORM
        self.weight = nn.Parameter(torch.zeros(1))
        self.script, self.fed = list(script), []

    def begin(self, rows):
        return (torch.zeros(1, rows, 1),)

    def forward(self, symbols_BT, state, *, last=False):  # noqa: ARG002  the contract's
        self.fed.append((symbols_BT.tolist(), state[0].item()))
        return Said(self.script[len(self.fed) - 1]), (state[0] + symbols_BT.shape[1],)


def small(family):
    """A network far from uniform, so that what was fed shows in what is drawn."""
    source = generator(3)
    network = FAMILIES.get(family).build(FORM, SMALL[family]).eval()
    for parameter in network.parameters():
        nn.init.normal_(parameter, std=0.7, generator=source)
    with torch.no_grad():
        network.softmax.bias[Ids.END] -= 2  # tunes end, but not at once
    return network


def symbols_of(*values):
    return np.array(values, np.int64)


def test_the_prompt_is_fed_once_behind_the_end_symbol_and_then_every_drawn_symbol_once():
    network = Recorder([4, 5, 4, Ids.END])
    assert list(stream(network, symbols_of(3, 1, 2), Policy(), generator(1))) == [4, 5, 4]
    fed = [symbols for symbols, _ in network.fed]
    assert fed == [[[Ids.END, 3, 1, 2]], [[4]], [[5]], [[4]]]


def test_the_state_begins_empty_and_is_carried_from_step_to_step():
    network = Recorder([4, 5, 4, Ids.END])
    list(stream(network, symbols_of(3, 1, 2), Policy(), generator(1)))
    assert [state for _, state in network.fed] == [0, 4, 5, 6]  # how many symbols were read before


def test_without_a_prompt_the_model_begins_behind_the_end_symbol():
    network = Recorder([7, Ids.END])
    assert list(stream(network, symbols_of(), Policy(), generator(1))) == [7]
    assert network.fed[0][0] == [[Ids.END]]


def test_the_end_symbol_ends_at_once_and_is_not_yielded():
    assert list(stream(Recorder([Ids.END]), symbols_of(1), Policy(), generator(1))) == []


def test_a_symbol_is_there_before_it_is_read_on():
    network = Recorder([4, 5, Ids.END])
    symbols = stream(network, symbols_of(1), Policy(), generator(1))
    next(symbols)
    assert len(network.fed) == 1


def test_whoever_takes_symbols_is_not_put_into_inference_mode():
    symbols = stream(small("recurrent"), symbols_of(1), Policy(), generator(1))
    assert next(symbols) > 0
    assert not torch.is_inference_mode_enabled()


@pytest.mark.parametrize("family", SMALL)
@settings(deadline=None, max_examples=25)
@given(
    prompt=st.lists(st.integers(1, FORM.size - 1), max_size=6), seed=st.integers(),
    policy=st.sampled_from([Policy(0), Policy(0.8), Policy(1, top_k=3), Policy(1.3, top_p=0.9)]),
)  # fmt: skip
def test_the_draws_are_those_of_a_full_pass_over_the_whole_prefix_at_every_step(family, prompt, seed, policy):
    network, count = small(family), 15
    streamed = list(islice(stream(network, symbols_of(*prompt), policy, generator(seed)), count))
    rng, defined = generator(seed), []
    while len(defined) < count:
        prediction, _ = network(torch.tensor([[Ids.END, *prompt, *defined]]), network.begin(1))
        symbol = prediction.draw(policy, rng)
        if symbol == Ids.END:
            break
        defined.append(symbol)
    assert streamed == defined


@pytest.mark.parametrize("seed", [0, 1, -1, 2**63, 10**30])
def test_the_same_seed_gives_the_same_tune_and_any_whole_number_is_one(seed):
    network = small("recurrent")
    one, other = (list(islice(stream(network, symbols_of(1, 2), Policy(1), generator(seed)), 40)) for _ in range(2))
    assert one == other


def test_another_seed_gives_another_tune():
    network = small("recurrent")
    assert len({tuple(islice(stream(network, symbols_of(1), Policy(1), generator(s)), 30)) for s in range(8)}) > 5


def test_neither_the_global_randomness_nor_another_stream_changes_a_tune():
    network = small("recurrent")
    alone = list(islice(stream(network, symbols_of(1), Policy(1), generator(5)), 20))
    before = torch.random.get_rng_state()
    one, other = (stream(network, symbols_of(1), Policy(1), generator(seed)) for seed in (5, 6))
    woven = [symbol for symbol, _ in islice(zip(one, other, strict=False), 20)]
    assert woven == alone[: len(woven)]
    assert len(woven) > 3
    assert torch.equal(torch.random.get_rng_state(), before)
