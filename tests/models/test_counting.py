"""Counts of parameters, as torch and as Keras give them."""

import pytest
from torch import nn

from songrnn.form import Fields, Ids
from songrnn.models.counting import count, count_as_keras, count_as_lasagne
from songrnn.models.events import Events
from songrnn.models.recurrent import Recurrent

NOTES = Fields(("pitch", "step", "duration"), (128, 0, 0))


def test_the_network_of_the_report_has_as_many_parameters_as_the_report_prints():
    network = Events.build(NOTES, {"width": 128, "dropout": 0.0, "reach": 25, "times": "points", "embedding": 0})
    assert count_as_keras(network.stack) == 67_584
    assert count_as_keras(network.pitch) == 16_512
    assert [count_as_keras(head) for head in network.times] == [129, 129]
    assert count_as_keras(network) == 84_354
    assert count(network) == 84_354 + 4 * 128


@pytest.mark.parametrize(
    ("kind", "gates", "biases"),
    [(nn.LSTM, 4, 1), (nn.RNN, 1, 1), (nn.GRU, 3, 2)],  # keras.layers.GRU(5) on 3 inputs prints 150
)
def test_recurrent_layers_count_as_in_keras(kind, gates, biases):
    once = gates * 5 * (3 + 5 + biases)
    deep = gates * 5 * (10 + 5 + biases)
    assert count_as_keras(kind(3, 5)) == once
    assert count_as_keras(kind(3, 5, 2, bidirectional=True)) == 2 * once + 2 * deep


def test_shared_weights_count_once():
    layer = nn.Linear(4, 4)
    assert count(nn.Sequential(layer, layer)) == count_as_keras(nn.Sequential(layer, layer)) == 20


@pytest.mark.parametrize("embedding", [16, 128])
def test_folk_rnn_has_as_many_parameters_as_it_prints_whatever_the_size_of_our_embedding(embedding):
    network = Recurrent.build(Ids(137), {"layers": 3, "width": 512, "embedding": embedding})
    first, later = 4 * 512 * (137 + 512 + 1), 4 * 512 * (512 + 512 + 1)
    assert count_as_lasagne(network) == first + 2 * later + 137 * (512 + 1) == 5_599_881


def test_a_tied_embedding_cannot_be_counted_into_the_first_layer():
    with pytest.raises(AssertionError, match="tied"):
        count_as_lasagne(Recurrent.build(Ids(5), {"width": 4, "embedding": 4, "tied": True}))
