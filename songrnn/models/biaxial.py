"""The biaxial family: an LSTM along time for each pitch, then one along pitch for each step, over grids of yes and no.

As reported, each pitch has weights of its own along time, and what a step holds is predicted at once. Here one LSTM may
also serve all pitches, and a step may be written note by note: the LSTM along pitch then hears what was chosen for the
pitch below. The report also gives each of its 128 steps weights of their own along pitch. A network that goes on for as
long as it is asked to cannot have those; here all steps share them.

Nothing is known here of what a pitch or a plane stands for.

Axes: B rows, T steps, P pitches, K planes, I numbers of a cell, H hidden size, N rows of a pass along one axis.
After: Cha 2020, section 2.1; Kotecha and Young 2018; Johnson 2015.
"""

from dataclasses import asdict, dataclass
from typing import Any, Self

import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from songrnn.errors import UsageError
from songrnn.form import Form, Grid
from songrnn.lookup import did_you_mean
from songrnn.models.axes import PitchAxis, SeparateTime, SharedTime
from songrnn.models.dropout import Dropout
from songrnn.models.family import Family, State, check_share, check_whole, read_settings
from songrnn.models.grids import Bernoulli, grid_marks, weighted_nats
from songrnn.models.predictions import Chooser, Prediction
from songrnn.models.surroundings import MEASURE, size, surroundings

_LARGEST = 1024  # width of a layer: there is one for every pitch
_DEEPEST = 8
_HIGHEST = 127
_OBJECTIVES = ("nats", "mse")
_RARE = -3.0  # log-odds that a cell is on before anything is learned: one in twenty, as in music for few voices


@dataclass(frozen=True, slots=True)
class Settings:
    """The shape of a network on both axes.

    time_width, time_layers     along time           pitch_width, pitch_layers   along pitch
    pitch_last     width of the last layer along pitch, 0 for that of the others
    separate       each pitch has weights of its own along time
    conditioned    note by note: a pitch is believed in after what was chosen for the one below it
    beats          the place in a measure of sixteen steps is counted; a sequence begins at the first
    objective      nats, of independent cells; or mse, the squared error of raw outputs, which are no distribution
    positive       how many times the nats of a cell that is on count, beside one that is off
    dropout        share of a layer's outputs silenced in training
    lowest         the number of the lowest pitch           unit    in which pitch numbers are given to the network
    """

    time_width: int = 36
    time_layers: int = 1
    pitch_width: int = 64
    pitch_layers: int = 1
    pitch_last: int = 0
    separate: bool = False
    conditioned: bool = True
    beats: bool = True
    objective: str = "nats"
    positive: float = 1.0
    dropout: float = 0.2
    lowest: int = 24
    unit: float = 128.0  # raw numbers, unit 1 as reported, keep gates shut for longer: learning is slower

    def __post_init__(self) -> None:
        for name, most in (
            ("time_width", _LARGEST), ("pitch_width", _LARGEST), ("time_layers", _DEEPEST), ("pitch_layers", _DEEPEST),
        ):  # fmt: skip
            check_whole(f"model.{name}", getattr(self, name), most)
        check_whole("model.pitch_last", self.pitch_last, _LARGEST, 0)
        check_whole("model.lowest", self.lowest, _HIGHEST, 0)
        check_share("model.dropout", self.dropout)
        if self.objective not in _OBJECTIVES:
            known = did_you_mean(str(self.objective), _OBJECTIVES)
            raise UsageError(f"No objective of a biaxial network is called '{self.objective}'. {known}")
        for name in ("positive", "unit"):
            if not 0 < getattr(self, name) <= 1e6:
                raise UsageError(f"model.{name} is {getattr(self, name)}; give a number above 0, at most a million.")
        if self.objective == "mse" and self.positive != 1:
            raise UsageError(f"model.positive is {self.positive}; it weighs nats, so leave it at 1 with mse.")

    @property
    def pitch_widths(self) -> list[int]:
        """The widths of the layers along pitch, from the bottom."""
        return [self.pitch_width] * (self.pitch_layers - 1) + [self.pitch_last or self.pitch_width]


class Squares(Prediction):
    """Point estimates of a grid, raw numbers of shape (B, T, P, K): above a half is yes. Chance has no say."""

    has_nats = False

    def __init__(self, values_BTPK: Tensor) -> None:
        self.values_BTPK = values_BTPK

    def nats(self, target: Tensor) -> Tensor:  # noqa: ARG002  the contract's
        raise AssertionError("point estimates have no nats")

    def errors(self, target: Tensor) -> Tensor:
        """Squared errors, summed over the cells of a step: (B, T).

        The report's test losses, 1913 to 1958 for 128 steps, can only be sums; a mean over cells is below 1.
        """
        return (self.values_BTPK.float() - target.float()).square().sum((-2, -1))

    def draw(self, policy: Chooser, rng: torch.Generator) -> NDArray[Any]:  # noqa: ARG002  nothing is drawn
        return _above_half(self.values_BTPK[0, -1].float()).to(torch.uint8).cpu().numpy()

    def marks(self, target: Tensor) -> dict[str, Tensor]:
        return grid_marks(_above_half(self.values_BTPK), target)


def _above_half(values: Tensor) -> Tensor:
    return values > 0.5


Belief = Bernoulli | Squares


class Notewise(Prediction):
    """Beliefs about a step pitch by pitch, from the lowest: each rests on what is chosen, or came, below it.

    times_BTPH   what the layers along time say
    kind         what is believed of the cells, once those below are known
    """

    def __init__(self, times_BTPH: Tensor, axis: PitchAxis, kind: type[Belief]) -> None:
        self.has_nats = kind.has_nats
        self._times_BTPH = times_BTPH
        self._axis = axis
        self._kind = kind
        self._known: tuple[Tensor, Belief] | None = None

    def given(self, target: Tensor) -> Belief:
        """Beliefs in each cell, all of what came below it given: one pass."""
        if self._known is None or self._known[0] is not target:
            with torch.autocast(self._times_BTPH.device.type, self._half, enabled=self._is_half):
                self._known = (target, self._kind(self._axis(self._times_BTPH, target)))
        return self._known[1]

    @property
    def _is_half(self) -> bool:
        """Whether the pass along time was one of half precision; the one along pitch follows it."""
        return self._times_BTPH.dtype != torch.float32

    @property
    def _half(self) -> torch.dtype:
        return self._times_BTPH.dtype if self._is_half else torch.bfloat16

    def nats(self, target: Tensor) -> Tensor:
        return self.given(target).nats(target)

    def marks(self, target: Tensor) -> dict[str, Tensor]:
        return self.given(target).marks(target)

    def draw(self, policy: Chooser, rng: torch.Generator) -> NDArray[Any]:
        def choose(numbers_K: Tensor) -> Tensor:
            return policy.toss(numbers_K, rng) if self.has_nats else _above_half(numbers_K)

        chosen_PK = self._axis.climb(self._times_BTPH[0, -1].float().cpu(), choose)
        return chosen_PK.to(torch.uint8).numpy()


class Biaxial(Family):
    """The network. `time` has one layer's weights for each layer along time, `pitch` all layers along pitch."""

    form: Grid

    def __init__(self, form: Grid, shape: Settings) -> None:
        super().__init__()
        self.form = form
        self.shape = shape
        self.breadth = form.pitches
        if shape.objective != "nats" or shape.positive != 1:
            self.measure = "loss"  # of this network, whatever others of the family make smaller
        sizes = [size(form.planes)] + [shape.time_width] * (shape.time_layers - 1)
        kind = SeparateTime if shape.separate else SharedTime
        self.time = nn.ModuleList(kind(form.pitches, below, shape.time_width) for below in sizes)
        self.dropout = Dropout(shape.dropout)
        heard = form.planes if shape.conditioned else 0
        self.pitch = PitchAxis(shape.time_width, heard, shape.pitch_widths, form.planes, self.dropout)
        if shape.objective == "nats":
            nn.init.constant_(self.pitch.readout.bias, _RARE)

    @staticmethod
    def accepts(form: Form) -> bool:
        return isinstance(form, Grid)

    @classmethod
    def build(cls, form: Form, settings: dict[str, Any]) -> Self:
        assert isinstance(form, Grid)
        return cls(form, read_settings(Settings, settings, "biaxial"))

    def settings(self) -> dict[str, Any]:
        return asdict(self.shape)

    def begin(self, rows: int) -> State:
        """Hidden and cell states of each pitch, (time_layers, B, P · H); with beats, the place of what came last."""
        width = self.form.pitches * self.shape.time_width
        zeros = self._like.new_zeros(self.shape.time_layers, rows, width)
        before = self._like.new_full((1, rows, 1), MEASURE - 1)
        return (zeros, zeros, before) if self.shape.beats else (zeros, zeros)

    @property
    def _like(self) -> Tensor:
        return self.pitch.readout.weight

    def forward(self, symbols: Tensor, state: State, *, last: bool = False) -> tuple[Prediction, State]:
        places_BT, counted = self._count(symbols.shape[1], state)
        below = surroundings(symbols, places_BT, lowest=self.shape.lowest, unit=self.shape.unit)
        hidden, cell = [], []
        for layer, axis in enumerate(self.time):
            below, h, c = axis(self.dropout(below) if layer else below, state[0][layer], state[1][layer])
            hidden.append(h)
            cell.append(c)
        after = (torch.stack(hidden), torch.stack(cell), *counted)
        return self._believe(self.dropout(below[:, -1:] if last else below)), after

    def _count(self, steps: int, state: State) -> tuple[Tensor | None, State]:
        """The places in the measure of the symbols that came, and that of the last one as a state."""
        if not self.shape.beats:
            return None, ()
        before = state[2][0]
        places_BT = (before + torch.arange(steps, device=before.device)) % MEASURE
        return places_BT, (((before + steps) % MEASURE)[None],)

    def _believe(self, times_BTPH: Tensor) -> Prediction:
        kind: type[Belief] = Bernoulli if self.shape.objective == "nats" else Squares
        if self.shape.conditioned:
            return Notewise(times_BTPH, self.pitch, kind)
        return kind(self.pitch(times_BTPH))

    def objective(self, prediction: Prediction, target: Tensor) -> Tensor:
        """Nats, those of cells that are on weighed by `positive`; or squared errors; both summed over a step."""
        belief = prediction.given(target) if isinstance(prediction, Notewise) else prediction
        if isinstance(belief, Squares):
            return belief.errors(target)
        assert isinstance(belief, Bernoulli)
        return weighted_nats(belief.logits_BTPK, target, self.shape.positive)
