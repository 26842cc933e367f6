"""How many parameters a network has, as torch counts, and as Keras and Lasagne do, where others counted.

A layer of LSTM or plain RNN has two biases in torch, which are only ever added, and one in Keras. A GRU layer has two
in both: Keras's GRU keeps them apart since its default is reset_after=True. Other layers are counted alike.
"""

from torch import nn

from songrnn.models.recurrent import Recurrent


def count(network: nn.Module) -> int:
    """The numbers that training may change; what is shared counts once."""
    return sum(weights.numel() for weights in network.parameters())


def count_as_keras(network: nn.Module) -> int:
    """The same with one bias for each layer and direction of an LSTM or RNN, which is what Keras prints."""
    stacks = [module for module in network.modules() if isinstance(module, nn.LSTM | nn.RNN)]
    second = (p.numel() for stack in stacks for name, p in stack.named_parameters() if name.startswith("bias_hh"))
    return count(network) - sum(second)


def count_as_lasagne(network: Recurrent) -> int:
    """The same of a network that is given one-hot vectors, as folk-rnn gives them to Lasagne's LSTM without peepholes.

    The embedding and the first layer's matrix count as the one table, of a row a symbol, that they are together.
    """
    assert not network.shape.tied, "a tied embedding is needed for itself"
    symbols, gates = network.embedding.weight, next(network.cell_weights()).W_ih
    return count_as_keras(network) - symbols.numel() - gates.numel() + len(symbols) * len(gates)
