"""Layers of LSTM: the fused pass and the written-out step are the same."""

import torch

from songrnn.models.stack import Stack


def build(**changed):
    torch.manual_seed(2)
    return Stack(**{"inputs": 3, "width": 5, "layers": 2, "dropout": 0.0} | changed).eval()


@torch.inference_mode()
def test_steps_are_those_of_torch_s_own_lstm():
    stack = build()
    x_BTI = torch.randn(2, 7, 3)
    expected, (h, c) = stack.layers(x_BTI)
    passed, (h_passed, c_passed) = stack(x_BTI, stack.empty(2))
    state, stepped = stack.empty(2), []
    for at in range(7):
        output, state = stack(x_BTI[:, at : at + 1], state)
        stepped.append(output)
    for found in (passed, torch.cat(stepped, 1)):
        assert torch.allclose(found, expected, atol=1e-6)
    for found, wanted in ((h_passed, h), (c_passed, c), (state[0], h), (state[1], c)):
        assert torch.allclose(found, wanted, atol=1e-6)


def test_dropout_stands_between_layers_and_in_training_alone():
    stack, x_BTI = build(dropout=0.5), torch.randn(1, 4, 3)
    still = [stack(x_BTI, stack.empty(1))[0] for _ in range(2)]
    stack.train()
    moved = [stack(x_BTI, stack.empty(1))[0] for _ in range(2)]
    assert torch.equal(*still)
    assert not torch.equal(*moved)
    shallow = build(dropout=0.5, layers=1).train()
    assert torch.equal(*(shallow(x_BTI, shallow.empty(1))[0] for _ in range(2)))


def test_forget_gates_start_open():
    stack = build()
    assert all(torch.equal(weights.b_ih[5:10], torch.ones(5)) for weights in stack.weights())
