"""The events family: layers of LSTM over (pitch, step, duration), and a head for each of them.

The report gives the two times as points, learned by squared error: its draws fall between what is likely, and its loss
is no likelihood. That is `times="points"`. By default times have a density, and each head knows what was drawn before
it at the same step: pitch, then step, then duration. The pitch 0 closes a piece; its step has no times.

After: Zhang 2023, with the objective of the TensorFlow tutorial "Generate music with an RNN" that it follows.

Axes: B rows, T steps, F numbers of a step, H hidden size, C components, V pitches, W width of a head.
"""

from dataclasses import asdict, dataclass
from typing import Any, Self

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from songrnn.errors import UsageError
from songrnn.form import Fields, Form
from songrnn.lookup import did_you_mean
from songrnn.models.dropout import Dropout
from songrnn.models.family import Family, State, check_share, check_whole, read_settings
from songrnn.models.predictions import Categorical, Chooser, Prediction
from songrnn.models.reach import nothing_yet, windows
from songrnn.models.stack import Stack
from songrnn.models.times import BUMPS, Mixture, bumps

_LARGEST = 8192  # width of a layer: a wider one is a slip of the pen or a forged file
_DEEPEST = 16
_FARTHEST = 10_000  # steps
_MOST_COMPONENTS = 256
_PRESSURE = 10.0  # of the tutorial, against times below 0
_TIMES = ("density", "points")


@dataclass(frozen=True, slots=True)
class Settings:
    """The shape of an events network, and what it makes smaller.

    width, layers   of the LSTM                       dropout   share of outputs silenced in training, also at the heads
    reach           beliefs rest on so many of the last notes, read from an empty state; 0: on all, the state carries on
    times           density, or points as in the report
    components      of the density                    head      width of the layer before each density
    embedding       size of a pitch's vector, with times also along their logarithm; 0: the bare numbers, as reported
    pitch_weight    of the pitch's cross-entropy where times are points; each squared error counts once
    """

    width: int = 256
    layers: int = 1
    dropout: float = 0.2
    reach: int = 0
    times: str = "density"
    components: int = 12
    head: int = 64
    embedding: int = 64
    pitch_weight: float = 0.05

    def __post_init__(self) -> None:
        for name, most in (("width", _LARGEST), ("layers", _DEEPEST), ("components", _MOST_COMPONENTS)):
            check_whole(f"model.{name}", getattr(self, name), most)
        check_whole("model.head", self.head, _LARGEST)
        check_whole("model.embedding", self.embedding, _LARGEST, 0)
        check_whole("model.reach", self.reach, _FARTHEST, 0)
        check_share("model.dropout", self.dropout)
        if self.times not in _TIMES:
            raise UsageError(f"model.times cannot be '{self.times}'. {did_you_mean(str(self.times), _TIMES)}")
        if not 0 < self.pitch_weight <= 1000:
            raise UsageError(f"model.pitch_weight is {self.pitch_weight}; give a number above 0, at most 1000.")


class Densities(Prediction):
    """A pitch of V, and a density for each time that follows it, from outputs of the LSTM."""

    def __init__(self, network: "Events", hidden_BTH: Tensor) -> None:
        self._network = network
        self._hidden_BTH = hidden_BTH.float()  # the heads are asked outside of a pass in lower precision
        self.pitch = Categorical(network.pitch(hidden_BTH))

    def nats(self, target: Tensor) -> Tensor:
        return torch.stack([*self.marks(target).values()]).sum(0)

    def marks(self, target: Tensor) -> dict[str, Tensor]:
        """The nats of each number; of times where there are any, 0 in the step that closes a piece."""
        first, *names = self._network.form.names
        pitch = target[..., 0].long()
        nats = {f"{first}_nats": self.pitch.nats(pitch)}
        for at, name in enumerate(names):
            mixture = self._network.times[at](self._hidden_BTH, pitch, target[..., 1 : 1 + at])
            nats[f"{name}_nats"] = mixture.nats(target[..., 1 + at]).masked_fill(pitch == 0, 0.0)
        return nats

    def draw(self, policy: Chooser, rng: torch.Generator) -> NDArray[Any]:
        first, *names = self._network.form.names
        hidden_H = self._hidden_BTH[0, -1]
        pitch = self.pitch.draw(policy.at(first), rng)
        drawn: list[float] = []
        for at, name in enumerate(names if pitch else ()):
            known = torch.tensor(pitch, device=hidden_H.device), hidden_H.new_tensor(drawn)
            drawn.append(self._network.times[at](hidden_H, *known).draw(policy.at(name), rng))
        return np.array([pitch, *(drawn or [0.0] * len(names))], np.float32)


class Points(Prediction):
    """A pitch of V, and one value for each time, (B, T, F - 1): no distribution."""

    has_nats = False

    def __init__(self, names: tuple[str, ...], logits_BTV: Tensor, times: Tensor) -> None:
        self.names = names
        self.pitch = Categorical(logits_BTV)
        self.times = times.float()

    def nats(self, target: Tensor) -> Tensor:  # noqa: ARG002  the contract's
        raise AssertionError("points have no likelihood; ask for their marks")

    def marks(self, target: Tensor) -> dict[str, Tensor]:
        """The nats of the pitch and the squared error of each time, 0 in the step that closes a piece."""
        pitch = target[..., 0].long()
        squared = (self.times - target[..., 1:]).square() * (pitch > 0)[..., None]
        names = (f"{name}_squared" for name in self.names[1:])
        return {f"{self.names[0]}_nats": self.pitch.nats(pitch), **dict(zip(names, squared.unbind(-1), strict=True))}

    def loss(self, target: Tensor, pitch_weight: float) -> Tensor:
        """The report's loss of each note: weighted nats of the pitch, squared errors, and pressure to be positive."""
        pitch, *squared = self.marks(target).values()
        pressure = _PRESSURE * functional.relu(-self.times).sum(-1) * (target[..., 0] > 0)
        return pitch_weight * pitch + torch.stack(squared).sum(0) + pressure

    def draw(self, policy: Chooser, rng: torch.Generator) -> NDArray[Any]:
        pitch = self.pitch.draw(policy.at(self.names[0]), rng)
        times = self.times[0, -1].clamp(min=0) * bool(pitch)
        return np.array([pitch, *times.tolist()], np.float32)


class TimeHead(nn.Module):
    """The density of a time from what the LSTM heard, the pitch, and the times before it at the same step."""

    def __init__(self, shape: Settings, size: int, before: int, *, least: int) -> None:
        super().__init__()
        self.least = least
        self.hidden = nn.Linear(shape.width, shape.head)
        self.pitch = nn.Embedding(size, shape.head)
        self.before = nn.ModuleList(nn.Linear(BUMPS, shape.head, bias=False) for _ in range(before))
        self.mixture = nn.Linear(shape.head, 3 * shape.components)
        with torch.no_grad():  # components begin side by side over 10 ms … 10 s
            self.mixture.bias[shape.components : 2 * shape.components] = torch.linspace(-4.6, 2.3, shape.components)

    def forward(self, hidden: Tensor, pitch: Tensor, before: Tensor) -> Mixture:
        """A mixture for each step of `hidden` (…, H), `pitch` (…) and the times `before` (…, their number)."""
        sums = self.hidden(hidden) + self.pitch(pitch)
        for layer, times in zip(self.before, before.unbind(-1), strict=True):
            sums = sums + layer(bumps(times))
        return Mixture.of(self.mixture(torch.tanh(sums)), self.least)


class Events(Family):
    """The network."""

    form: Fields

    def __init__(self, form: Fields, shape: Settings) -> None:
        super().__init__()
        self.form = form
        self.shape = shape
        self.measure = "loss" if shape.times == "points" else "nats"
        self.breadth = max(1, shape.reach)
        times = len(form.names) - 1
        self.embedding = nn.Embedding(form.sizes[0], shape.embedding) if shape.embedding else None
        inputs = shape.embedding + times * (1 + BUMPS) if shape.embedding else len(form.names)
        self.stack = Stack(inputs, shape.width, shape.layers, shape.dropout)
        self.dropout = Dropout(shape.dropout)
        self.pitch = nn.Linear(shape.width, form.sizes[0])
        self.times = nn.ModuleList(self._head(at, name) for at, name in enumerate(form.names[1:]))

    def _head(self, at: int, name: str) -> nn.Module:
        if self.shape.times == "points":
            return nn.Linear(self.shape.width, 1)
        return TimeHead(self.shape, self.form.sizes[0], at, least=int(name == "duration"))

    @staticmethod
    def accepts(form: Form) -> bool:
        return isinstance(form, Fields) and len(form.sizes) > 1 and form.sizes[0] > 0 and not any(form.sizes[1:])

    @classmethod
    def build(cls, form: Form, settings: dict[str, Any]) -> Self:
        assert isinstance(form, Fields)
        return cls(form, read_settings(Settings, settings, "events"))

    def settings(self) -> dict[str, Any]:
        return asdict(self.shape)

    def begin(self, rows: int) -> State:
        if self.shape.reach:
            return (nothing_yet(self.form, rows, self.shape.reach, self.pitch.weight),)
        return self.stack.empty(rows)

    def forward(self, symbols: Tensor, state: State, *, last: bool = False) -> tuple[Densities | Points, State]:
        if self.shape.reach:
            return self._look_back(symbols, state[0], last=last)
        h, c = state
        hidden_BTH, after = self.stack(self._heard(symbols), (h, c))
        return self._believe(hidden_BTH[:, -1:] if last else hidden_BTH), after

    def _heard(self, symbols: Tensor) -> Tensor:
        """Notes as what the LSTM reads."""
        symbols = symbols.float()
        if self.embedding is None:
            return symbols
        pitch, times = self.dropout(self.embedding(symbols[..., 0].long())), symbols[..., 1:]
        return torch.cat([pitch, times, bumps(times).flatten(-2)], -1)

    def _look_back(self, symbols: Tensor, carried: Tensor, *, last: bool) -> tuple[Densities | Points, State]:
        """Beliefs of windows, each from an empty state."""
        seen_NRF, kept = windows(symbols, carried, self.shape.reach, last=last)
        hidden_NRH: Tensor = self.stack(self._heard(seen_NRF), self.stack.empty(len(seen_NRF)))[0]
        hidden_BTH = hidden_NRH[:, -1].view(len(symbols), -1, self.shape.width)
        return self._believe(hidden_BTH), (kept,)

    def _believe(self, hidden_BTH: Tensor) -> Densities | Points:
        heard = self.dropout(hidden_BTH)
        if self.shape.times == "density":
            return Densities(self, heard)
        times = torch.cat([head(heard) for head in self.times], -1)
        return Points(self.form.names, self.pitch(heard), times)

    def objective(self, prediction: Prediction, target: Tensor) -> Tensor:
        if isinstance(prediction, Points):
            return prediction.loss(target, self.shape.pitch_weight)
        return prediction.nats(target)
