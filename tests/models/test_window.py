"""The window family: what it looks at, and what it does not see."""

import pytest
import torch

from songrnn.errors import UsageError
from songrnn.form import Grid, Ids
from songrnn.models.window import Settings, Window

SMALL = {"reach": 5, "embedding": 3, "width": 4, "attention": 2, "second": 6, "head": 7, "dropout": 0.3}


def build(**settings):
    with torch.random.fork_rng():
        torch.manual_seed(2)
        return Window.build(Ids(9), SMALL | settings).eval()


def symbols(*numbers):
    return torch.tensor([numbers])


@torch.inference_mode()
def test_beliefs_rest_on_the_window_alone():
    network = build()
    one, _ = network(symbols(1, 2, 3, 4, 5, 6), network.begin(1))
    other, _ = network(symbols(8, 2, 3, 4, 5, 6), network.begin(1))
    assert torch.allclose(one.logits_BTV[:, -1], other.logits_BTV[:, -1], atol=1e-6)
    assert not torch.allclose(one.logits_BTV[:, -2], other.logits_BTV[:, -2], atol=1e-6)


@torch.inference_mode()
def test_what_comes_before_a_piece_is_read_as_the_end_of_another_one():
    network = build()
    alone, _ = network(symbols(3), network.begin(1))
    after, _ = network(symbols(7, 0, 0, 0, 0, 3), network.begin(1))
    assert torch.allclose(alone.logits_BTV[:, -1], after.logits_BTV[:, -1], atol=1e-6)


@torch.inference_mode()
def test_a_position_shares_all_of_its_attention_among_the_window():
    weights = build().attend(torch.tensor([[1, 2, 3, 4, 5], [0, 0, 0, 1, 2]]))
    assert weights.shape == (2, 5, 5)
    assert torch.allclose(weights.sum(-1), torch.ones(2, 5))
    assert bool((weights > 0).all())
    assert weights[0, 0].std() > 1e-6


@torch.inference_mode()
def test_attention_is_the_additive_one_of_the_literature():
    network = build()
    seen = torch.tensor([[1, 2, 3, 4, 5]])
    vectors, _ = network.both_ways(network.embedding(seen))
    query = network.queries.weight @ vectors[0, 1] + network.queries.bias
    raw = [network.scores.weight[0] @ torch.tanh(query + network.keys.weight @ vectors[0, at]) for at in range(5)]
    assert torch.allclose(network.attend(seen)[0, 1], torch.softmax(torch.stack(raw), 0), atol=1e-6)


@torch.inference_mode()
def test_windows_that_are_read_in_several_parts_are_read_alike(monkeypatch):
    network = build()
    read = torch.arange(12).reshape(2, 6) % 8 + 1
    whole, _ = network(read, network.begin(2))
    monkeypatch.setattr("songrnn.models.window._AT_ONCE", 15)
    parts, _ = network(read, network.begin(2))
    assert torch.allclose(whole.logits_BTV, parts.logits_BTV, atol=1e-6)


def test_half_precision_in_training_changes_little():
    network = build(dropout=0.0).train()
    read = torch.arange(12).reshape(2, 6) % 8 + 1
    whole, _ = network(read, network.begin(2), last=True)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        half, _ = network(read, network.begin(2), last=True)
    assert torch.allclose(whole.logits_BTV, half.logits_BTV.float(), atol=0.05)
    half.nats(torch.tensor([[1], [2]])).mean().backward()
    assert all(bool(torch.isfinite(weight.grad).all()) for weight in network.parameters())


def test_the_share_of_silenced_outputs_is_where_the_report_has_it():
    network = build().train()
    read = torch.arange(5)[None] + 1
    drawn = [network(read, network.begin(1), last=True)[0].logits_BTV for _ in range(2)]
    assert not torch.allclose(*drawn)
    assert torch.allclose(*(network.eval()(read, network.begin(1), last=True)[0].logits_BTV for _ in range(2)))


def test_settings_are_those_of_the_report_where_it_has_any():
    known = Settings()
    assert (known.reach, known.width, known.second, known.head, known.dropout) == (50, 512, 256, 256, 0.3)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"reach": 0}, "model.reach is 0"), ({"reach": 1001}, "model.reach is 1001"),
        ({"width": 0}, "model.width is 0"), ({"second": 2.5}, "model.second is 2.5"),
        ({"head": True}, "model.head is True"), ({"attention": 10**9}, "model.attention is"),
        ({"dropout": 1.0}, "model.dropout is 1.0"), ({"widht": 3}, "Did you mean 'width'"),
    ],
)  # fmt: skip
def test_settings_that_make_no_sense_are_refused(settings, said):
    with pytest.raises(UsageError, match=said):
        Window.build(Ids(9), settings)


def test_it_reads_symbols_and_nothing_else():
    assert Window.accepts(Ids(3))
    assert not Window.accepts(Grid(3, 1))
