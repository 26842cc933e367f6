"""The window family: of the last symbols a bidirectional LSTM makes vectors, attention mixes them, a second LSTM reads.

A window of symbols → embedding → bidirectional LSTM → dropout → attention → LSTM → dropout → dense layer → softmax.
What is carried from step to step is the window itself, for a layer that reads backwards has no state to carry.

The report says "an Attention mechanism" and no more. Here every position of the window asks every other one, by the
additive scores of Bahdanau and others 2015, score(i, j) = v · tanh(W_q x_i + W_k x_j), and gets the mean of all
vectors by the softmax of its scores; so the second LSTM has a sequence to read, and its last output predicts. The size
of the embedding and of the scores is not reported either; the dense layer has no nonlinearity, as none is reported.

After: Cha 2020, section 2.2 and table 2.

Axes: B rows, T steps, N windows, R the reach, E embedding size, H hidden size, A attention size, V symbols.
"""

from dataclasses import asdict, dataclass
from typing import Any, Self

import torch
from torch import Tensor, nn

from songrnn.form import Form, Ids
from songrnn.models.cells import open_forget_gates
from songrnn.models.dropout import Dropout
from songrnn.models.family import Family, State, check_share, check_whole, read_settings
from songrnn.models.predictions import Categorical
from songrnn.models.reach import nothing_yet, windows

_LARGEST = 8192  # width of a layer: a wider one is a slip of the pen or a forged file
_FARTHEST = 1000  # symbols; the scores of a window grow with their square
_AT_ONCE = 2**15  # symbols of windows that are read together: a long pass holds each symbol in `reach` windows


@dataclass(frozen=True, slots=True)
class Settings:
    """The shape of a window network.

    reach       symbols of a window               embedding   size of a symbol's vector
    width       hidden size of the bidirectional LSTM, in each direction
    attention   size of the vectors that scores are made of
    second      hidden size of the LSTM after the attention
    head        size of the dense layer before the softmax
    dropout     share of the outputs of either LSTM silenced in training
    """

    reach: int = 50
    embedding: int = 128
    width: int = 512
    attention: int = 32
    second: int = 256
    head: int = 256
    dropout: float = 0.3

    def __post_init__(self) -> None:
        check_whole("model.reach", self.reach, _FARTHEST)
        for name in ("embedding", "width", "attention", "second", "head"):
            check_whole(f"model.{name}", getattr(self, name), _LARGEST)
        check_share("model.dropout", self.dropout)


class Window(Family):
    """The network."""

    def __init__(self, form: Ids, shape: Settings) -> None:
        super().__init__()
        self.form = form
        self.shape = shape
        self.embedding = nn.Embedding(form.size, shape.embedding)
        self.both_ways = nn.LSTM(shape.embedding, shape.width, batch_first=True, bidirectional=True)
        self.queries = nn.Linear(2 * shape.width, shape.attention)
        self.keys = nn.Linear(2 * shape.width, shape.attention, bias=False)  # one bias serves both: they are added
        self.scores = nn.Linear(shape.attention, 1, bias=False)  # a bias is lost in the softmax
        self.after = nn.LSTM(2 * shape.width, shape.second, batch_first=True)
        self.dropout = Dropout(shape.dropout)
        self.head = nn.Linear(shape.second, shape.head)
        self.softmax = nn.Linear(shape.head, form.size)
        for layers in (self.both_ways, self.after):
            for name, bias in layers.named_parameters():
                if name.startswith("bias_ih"):
                    open_forget_gates(bias, layers.hidden_size)

    @staticmethod
    def accepts(form: Form) -> bool:
        return isinstance(form, Ids)

    @classmethod
    def build(cls, form: Form, settings: dict[str, Any]) -> Self:
        assert isinstance(form, Ids)
        return cls(form, read_settings(Settings, settings, "window"))

    def settings(self) -> dict[str, Any]:
        return asdict(self.shape)

    def begin(self, rows: int) -> State:
        return (nothing_yet(self.form, rows, self.shape.reach, self.embedding.weight),)

    def forward(self, symbols: Tensor, state: State, *, last: bool = False) -> tuple[Categorical, State]:
        seen_NR, kept = windows(symbols, state[0], self.shape.reach, last=last)
        parts = seen_NR.split(max(1, _AT_ONCE // self.shape.reach))  # type: ignore[no-untyped-call]
        read = [self._read(part) for part in parts]
        hidden_BTH = torch.cat(read).view(len(symbols), -1, self.shape.second)
        return Categorical(self.softmax(self.head(self.dropout(hidden_BTH)))), (kept,)

    def _read(self, seen_NR: Tensor) -> Tensor:
        """What the second LSTM makes of each window, (N, H)."""
        vectors_NRH = self._look(seen_NR)
        mixed_NRH = self._weigh(vectors_NRH).to(vectors_NRH.dtype) @ vectors_NRH
        hidden_NRH: Tensor = self.after(mixed_NRH)[0]
        return hidden_NRH[:, -1]

    def _look(self, seen_NR: Tensor) -> Tensor:
        """A vector of each position of each window, (N, R, 2H)."""
        vectors_NRH: Tensor = self.dropout(self.both_ways(self.embedding(seen_NR))[0])
        return vectors_NRH

    def _weigh(self, vectors_NRH: Tensor) -> Tensor:
        together_NRRA = self.queries(vectors_NRH)[:, :, None] + self.keys(vectors_NRH)[:, None]
        return torch.softmax(self.scores(torch.tanh(together_NRRA)).squeeze(-1), dim=-1)

    def attend(self, seen_NR: Tensor) -> Tensor:
        """How much each position of a window looks at each: (N, R, R) for windows (N, R), rows that sum to 1."""
        return self._weigh(self._look(seen_NR))
