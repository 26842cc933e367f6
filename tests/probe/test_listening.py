import pytest
import torch

from songrnn.errors import UsageError
from songrnn.form import Grid, Ids
from songrnn.models.biaxial import Biaxial
from songrnn.models.recurrent import Recurrent
from songrnn.models.window import Window
from songrnn.probe.listening import layer_names, listen


def recurrent():
    torch.manual_seed(1)
    return Recurrent.build(Ids(9), {"layers": 2, "width": 6, "embedding": 4}).eval()


@torch.inference_mode()
def test_listening_goes_on_from_the_state_that_a_network_carries():
    net, symbols = recurrent(), torch.randint(1, 9, (3, 10))
    whole, end = listen(net, symbols, net.begin(3))
    _, middle = net(symbols[:, :4], net.begin(3))
    rest, after = listen(net, symbols[:, 4:], middle)
    for layer, again in zip(whole, rest, strict=True):
        for name, values in layer.items():
            torch.testing.assert_close(again[name], values[:, 4:], atol=1e-6, rtol=0)
    for part, again in zip(end, after, strict=True):
        torch.testing.assert_close(part, again, atol=1e-6, rtol=0)


def test_layers_are_called_by_what_they_do():
    window = Window.build(Ids(9), {"reach": 4, "embedding": 3, "width": 3, "attention": 2, "second": 3, "head": 3})
    biaxial = Biaxial.build(Grid(4, 2), {"time_layers": 2, "time_width": 3, "pitch_width": 3})
    assert layer_names(recurrent()) == ("layer 1", "layer 2")
    assert layer_names(window) == ("forwards", "backwards", "attention", "second layer")
    assert layer_names(biaxial) == ("time layer 1", "time layer 2", "pitch layer 1")


@torch.inference_mode()
def test_a_network_is_left_without_hooks():
    net = Biaxial.build(Grid(4, 1), {"time_width": 3, "pitch_width": 3}).eval()
    listen(net, torch.zeros(1, 3, 4, 1, dtype=torch.uint8), net.begin(1))
    assert not any(module._forward_pre_hooks for module in net.modules())


def test_what_is_no_family_cannot_be_heard():
    other = torch.nn.Linear(2, 2)
    with pytest.raises(UsageError, match="no units"):
        layer_names(other)
    with pytest.raises(UsageError, match="no units"):
        listen(other, torch.zeros(1, 1), ())
