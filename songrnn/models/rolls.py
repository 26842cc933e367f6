"""The rolls family: layers of LSTM over a grid, and for each cell of the next step whether it sounds.

With `bar`, what is read is a bar old: the belief about a location rests on the bar before it, up to the same location.
So a bar is written knowing the one before it, though not what was written in the same bar, which the report did; the
default reads the step before. State carries the steps that are still to be read.

After: Rajaraman 2018: two layers of 256, dropout a half, sigmoids, binary cross-entropy.

Axes: B rows, T steps, P pitches, K planes, N cells (pitches times planes), H hidden size.
"""

from dataclasses import asdict, dataclass
from typing import Any, Self

import torch
from torch import Tensor, nn

from songrnn.errors import UsageError
from songrnn.form import Form, Grid
from songrnn.models.dropout import Dropout
from songrnn.models.family import Family, State, check_share, check_whole, read_settings
from songrnn.models.grids import Bernoulli, weighted_nats
from songrnn.models.predictions import Prediction
from songrnn.models.stack import Stack

_LARGEST = 8192  # width of a layer: a wider one is a slip of the pen or a forged file
_DEEPEST = 16
_LONGEST = 1024  # steps of a bar
_SOUNDING = 4  # cells of a step that are on, as in music for few voices
_RARE = -3.0  # log-odds that a cell is on before anything is learned: one in twenty


@dataclass(frozen=True, slots=True)
class Settings:
    """The shape of a rolls network, and what it makes smaller.

    width, layers   of the LSTM
    dropout         share of a layer's outputs silenced in training, also before the sigmoids
    bar             steps of a bar, read a bar late; 0: the step before is read
    anew            every bar begins from an empty state, as in the report; pieces begin with a bar
    positive        how often the nats of what sounds count, against those of silence; only 1 makes nats smaller
    """

    width: int = 256
    layers: int = 2
    dropout: float = 0.2
    bar: int = 0
    anew: bool = False
    positive: float = 1.0

    def __post_init__(self) -> None:
        check_whole("model.width", self.width, _LARGEST)
        check_whole("model.layers", self.layers, _DEEPEST)
        check_whole("model.bar", self.bar, _LONGEST, 0)
        check_share("model.dropout", self.dropout)
        if self.anew and not self.bar:
            raise UsageError("model.anew needs the length of a bar; set model.bar to the steps of one.")
        if not 0 < self.positive <= 1000:
            raise UsageError(f"model.positive is {self.positive}; give a number above 0, at most 1000.")


class Rolls(Family):
    """The network. Its state: h and c; with `bar`, the steps still to be read; with `anew`, the place in the bar."""

    form: Grid

    def __init__(self, form: Grid, shape: Settings) -> None:
        super().__init__()
        self.form = form
        self.shape = shape
        self.measure = "nats" if shape.positive == 1 else "loss"
        cells = form.pitches * form.planes
        self.stack = Stack(cells, shape.width, shape.layers, shape.dropout)
        self.dropout = Dropout(shape.dropout)
        self.sigmoids = nn.Linear(shape.width, cells)
        self._start_awake()

    def _start_awake(self) -> None:
        """Weights of the inputs as if of the few that are on, and beliefs that cells are off.

        Weights as if all inputs were on leave two layers at the share of each pitch for over 300 steps.
        """
        with torch.no_grad():
            reach = _SOUNDING**-0.5
            nn.init.uniform_(next(self.stack.weights()).W_ih, -reach, reach)
            self.sigmoids.bias.fill_(_RARE)

    @staticmethod
    def accepts(form: Form) -> bool:
        return isinstance(form, Grid)

    @classmethod
    def build(cls, form: Form, settings: dict[str, Any]) -> Self:
        assert isinstance(form, Grid)
        return cls(form, read_settings(Settings, settings, "rolls"))

    def settings(self) -> dict[str, Any]:
        return asdict(self.shape)

    def begin(self, rows: int) -> State:
        state: State = self.stack.empty(rows)
        zeros = self.sigmoids.bias.new_zeros
        if self.shape.bar > 1:
            state = (*state, zeros(1, rows, (self.shape.bar - 1) * self.stack.layers.input_size))
        return (*state, zeros(1, rows, 1)) if self.shape.anew else state

    def forward(self, symbols: Tensor, state: State, *, last: bool = False) -> tuple[Bernoulli, State]:
        h, c, *rest = state
        cells_BTN = symbols.flatten(2).to(h.dtype)
        if self.shape.bar > 1:
            cells_BTN, rest[0] = self._late(cells_BTN, rest[0])
        if self.shape.anew:
            hidden_BTH, ends, rest[-1] = self._bar_by_bar(cells_BTN, (h, c), rest[-1])
        else:
            hidden_BTH, ends = self.stack(cells_BTN, (h, c))
        return self._believe(hidden_BTH[:, -1:] if last else hidden_BTH), (*ends, *rest)

    def _late(self, cells_BTN: Tensor, waiting: Tensor) -> tuple[Tensor, Tensor]:
        """What is read instead of each step, and the steps that wait to be read after the last one."""
        rows, steps, cells = cells_BTN.shape
        joined = torch.cat([waiting[0].view(rows, -1, cells), cells_BTN], 1)
        return joined[:, :steps], joined[:, steps:].reshape(waiting.shape)

    def _bar_by_bar(
        self, cells_BTN: Tensor, state: tuple[Tensor, Tensor], places: Tensor
    ) -> tuple[Tensor, tuple[Tensor, Tensor], Tensor]:
        """Outputs of bars that each begin from an empty state, the state after them, and the place that it is at."""
        place, steps = int(places.flatten()[0]), cells_BTN.shape[1]
        assert bool((places == place).all()), "rows stand at different places of their bars"
        done, hidden = 0, []
        while done < steps:
            until = min(steps, done + self.shape.bar - place)
            state = state if place else self.stack.empty(len(cells_BTN))
            outputs, state = self.stack(cells_BTN[:, done:until], state)
            hidden.append(outputs)
            place, done = (place + until - done) % self.shape.bar, until
        return torch.cat(hidden, 1), state, torch.full_like(places, place)

    def _believe(self, hidden_BTH: Tensor) -> Bernoulli:
        logits_BTN = self.sigmoids(self.dropout(hidden_BTH))
        return Bernoulli(logits_BTN.view(*logits_BTN.shape[:2], *self.form.shape))

    def objective(self, prediction: Prediction, target: Tensor) -> Tensor:
        assert isinstance(prediction, Bernoulli)
        return weighted_nats(prediction.logits_BTPK, target, self.shape.positive)
