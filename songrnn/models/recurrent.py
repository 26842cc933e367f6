"""The recurrent family: embedding → layers of rnn, gru or lstm → softmax over the next symbol.

Training and long passes use torch's fused kernels; a single step uses the written-out cells, which are the definition
and are several times faster there (a fused kernel re-orders its weights at every call).

Axes: B rows, T steps, E embedding size, H hidden size, V symbols.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Self

import torch
from torch import Tensor, nn
from torch.nn import functional

from songrnn.errors import UsageError
from songrnn.form import Form, Ids
from songrnn.lookup import did_you_mean
from songrnn.models.cells import CELLS, Weights, open_forget_gates
from songrnn.models.dropout import Dropout
from songrnn.models.family import Family, State, check_share, check_whole, read_settings
from songrnn.models.fused import fused
from songrnn.models.predictions import Categorical
from songrnn.models.reach import nothing_yet, windows

_STACKS: dict[str, type[nn.RNN | nn.GRU | nn.LSTM]] = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}
_LARGEST = 8192  # width of a layer: a wider one is a slip of the pen or a forged file
_DEEPEST = 16
_FARTHEST = 10_000  # steps


@dataclass(frozen=True, slots=True)
class Settings:
    """The shape of a recurrent network.

    cell       rnn (tanh), gru or lstm              layers    from 1
    width      hidden size of a layer               embedding size of a symbol's vector
    dropout    share of a layer's outputs silenced in training, also on the embedding and before the softmax
    tied       the softmax reuses the embedding (Press and Wolf 2017); needs embedding = width
    head       size of a dense layer between the layers and the softmax, 0 for none
    reach      beliefs rest on so many of the last symbols, read from an empty state; 0: on all, the state carries on
    """

    cell: str = "lstm"
    layers: int = 2
    width: int = 512
    embedding: int = 128
    dropout: float = 0.2
    tied: bool = False
    head: int = 0
    reach: int = 0

    def __post_init__(self) -> None:
        if self.cell not in CELLS:
            raise UsageError(f"No cell is called '{self.cell}'. {did_you_mean(str(self.cell), CELLS)}")
        for name, most in (("layers", _DEEPEST), ("width", _LARGEST), ("embedding", _LARGEST)):
            check_whole(f"model.{name}", getattr(self, name), most)
        check_whole("model.head", self.head, _LARGEST, 0)
        check_whole("model.reach", self.reach, _FARTHEST, 0)
        check_share("model.dropout", self.dropout)
        if self.tied and (self.embedding != self.width or self.head):
            raise UsageError(
                f"Tied weights need model.embedding ({self.embedding}) = model.width ({self.width}) and no model.head."
            )


class Recurrent(Family):
    """The network. `layers` keeps torch's names of the fused module, so that its weights read like any torch LSTM's."""

    def __init__(self, form: Ids, shape: Settings) -> None:
        super().__init__()
        self.form = form
        self.shape = shape
        self.breadth = max(1, shape.reach)
        self.embedding = nn.Embedding(form.size, shape.embedding)
        between = shape.dropout if shape.layers > 1 else 0.0
        self.layers = _STACKS[shape.cell](shape.embedding, shape.width, shape.layers, batch_first=True, dropout=between)
        self.dropout = Dropout(shape.dropout)
        self.head = nn.Linear(shape.width, shape.head) if shape.head else nn.Identity()
        self.softmax = nn.Linear(shape.head or shape.width, form.size)
        if shape.tied:
            self.softmax.weight = self.embedding.weight
        for weights in self.cell_weights() if shape.cell == "lstm" else ():
            open_forget_gates(weights.b_ih, shape.width)

    @staticmethod
    def accepts(form: Form) -> bool:
        return isinstance(form, Ids)

    @classmethod
    def build(cls, form: Form, settings: dict[str, Any]) -> Self:
        assert isinstance(form, Ids)
        return cls(form, read_settings(Settings, settings, "recurrent"))

    def settings(self) -> dict[str, Any]:
        return asdict(self.shape)

    def begin(self, rows: int) -> State:
        if self.shape.reach:
            return (nothing_yet(self.form, rows, self.shape.reach, self.embedding.weight),)
        return self._empty(rows)

    def _empty(self, rows: int) -> State:
        kept = 2 if self.shape.cell == "lstm" else 1
        zeros = self.embedding.weight.new_zeros(self.shape.layers, rows, self.shape.width)
        return (zeros,) * kept

    def forward(self, symbols: Tensor, state: State, *, last: bool = False) -> tuple[Categorical, State]:
        if self.shape.reach:
            return self._look_back(symbols, state[0], last=last)
        if symbols.shape[1] == 1 and not self.training:
            return self._step(symbols[:, 0], state)
        hidden_BTH, after = self._pass(self.dropout(self.embedding(symbols)), state)
        return self._believe(hidden_BTH[:, -1:] if last else hidden_BTH), after

    def _believe(self, hidden_BTH: Tensor) -> Categorical:
        return Categorical(self.softmax(self.head(self.dropout(hidden_BTH))))

    def _look_back(self, symbols_BT: Tensor, carried: Tensor, *, last: bool) -> tuple[Categorical, State]:
        """Beliefs of windows, each from an empty state."""
        seen_NR, kept = windows(symbols_BT, carried, self.shape.reach, last=last)
        hidden_NRH, _ = self._pass(self.dropout(self.embedding(seen_NR)), self._empty(len(seen_NR)))
        hidden_BTH = hidden_NRH[:, -1].view(len(symbols_BT), -1, self.shape.width)
        return self._believe(hidden_BTH), (kept,)

    def _pass(self, x_BTE: Tensor, state: State) -> tuple[Tensor, State]:
        """All layers over a sequence: in one kernel on CUDA; one by one on the processor, where masks are dear."""
        if x_BTE.is_cuda:
            hidden_BTH, after = self.layers(x_BTE, state if len(state) > 1 else state[0])
            return hidden_BTH, after if len(state) > 1 else (after,)
        below, ends = x_BTE, []
        for layer, weights in enumerate(self.cell_weights()):
            below = self.dropout(below) if layer else below
            below, end = self._layer(below, tuple(part[layer : layer + 1] for part in state), weights)
            ends.append(end)
        return below, tuple(torch.cat(parts) for parts in zip(*ends, strict=True))

    def _layer(self, x_BTE: Tensor, state: State, weights: Weights) -> tuple[Tensor, State]:
        """One layer over a sequence, by torch's fused kernel."""
        return fused(self.shape.cell, x_BTE, state, weights, training=self.training)

    def _step(self, symbols_B: Tensor, state: State) -> tuple[Categorical, State]:
        below = self.embedding(symbols_B)
        after = []
        for layer, weights in enumerate(self.cell_weights()):
            now = CELLS[self.shape.cell](below, tuple(part[layer] for part in state), weights)
            after.append(now)
            below = now[0]
        logits_BV = functional.linear(self.head(below), self.softmax.weight, self.softmax.bias)
        return Categorical(logits_BV[:, None]), tuple(torch.stack(parts) for parts in zip(*after, strict=True))

    def cell_weights(self) -> Iterator[Weights]:
        """The parameters of each layer, from the bottom."""
        for layer in range(self.shape.layers):
            names = (f"weight_ih_l{layer}", f"weight_hh_l{layer}", f"bias_ih_l{layer}", f"bias_hh_l{layer}")
            yield Weights(*(getattr(self.layers, name) for name in names))
