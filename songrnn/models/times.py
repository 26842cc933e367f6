"""Densities of times: mixtures of logistics over the logarithm of a time, told apart to 10 ms.

A density in the open sense grows without bound where one exact time repeats, and its nats fall below any number. So
what is believed is the mass of the interval of 10 ms that a time lies in: a true probability, whose nats are never
below 0. The first interval holds 0, as between notes of a chord; the last one holds all that is longer.

After: Salimans and others 2017 (PixelCNN++), section 2.1, there for the brightness of pixels.

Axes: … any, C components of a mixture, K bumps.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from songrnn.models.predictions import Chooser

RESOLUTION = 0.01  # seconds; two onsets nearer than that are heard as one, and players scatter a chord as wide
LAST = 3000  # the number of the last interval, from 29.995 s on: longer than any note that is meant
BUMPS = 24
_SHARPEST, _WIDEST = -7.0, 3.0  # log widths; what is sharper makes gradients leap
_SHARE = 0.1  # of an interval: a component is never narrower, as 99 % of it then lies inside already
_RANGE = math.log1p(LAST)


def interval(times: Tensor, least: int = 0) -> Tensor:
    """The number of the interval that each time lies in, from `least` to LAST."""
    return (times.float() / RESOLUTION).round().clamp(least, LAST)


def bumps(times: Tensor) -> Tensor:
    """Times as overlapping bumps along their logarithm, (…, K): two neighbours share each time, and 0 has its own.

    A linear layer on them is any broken line over the logarithm. After: Gorishniy and others 2022, section 3.2.
    """
    places = torch.log1p(times.float().clamp(0, RESOLUTION * LAST) / RESOLUTION) * ((BUMPS - 1) / _RANGE)
    centres = torch.arange(BUMPS, device=times.device)
    return functional.relu(1 - (places[..., None] - centres).abs())


@dataclass(frozen=True, slots=True)
class Mixture:
    """Mixtures of logistics over log seconds, (…, C) each.

    logits   unnormalised log shares        means   log seconds        scales   logarithms of the widths
    least    the number of the first interval that a time may lie in: 0, or 1 for times that are never 0
    """

    logits: Tensor
    means: Tensor
    scales: Tensor
    least: int = 0

    @classmethod
    def of(cls, numbers: Tensor, least: int = 0) -> "Mixture":
        """A mixture from the outputs of a layer, (…, 3 · C)."""
        logits, means, scales = numbers.float().chunk(3, -1)
        sharpest = (math.log(RESOLUTION * _SHARE) - means.detach()).clamp(_SHARPEST, _WIDEST)
        return cls(logits, means, torch.maximum(scales, sharpest).clamp(max=_WIDEST), least)

    def nats(self, times: Tensor) -> Tensor:
        """The negative log-likelihood of the intervals that times lie in, in the shape of `times`."""
        at = interval(times, self.least)
        above, below = self._place(at + 0.5), self._place(at - 0.5)
        # sigmoid(a) - sigmoid(b) = sigmoid(a) sigmoid(-b) (1 - exp(b - a)), whose logarithm is exact far out, too
        until, since = functional.logsigmoid(above), functional.logsigmoid(-below)
        inside = until + since + torch.log(-torch.expm1(below - above))
        first, last = (at == self.least)[..., None], (at == LAST)[..., None]
        masses = torch.where(first, until, torch.where(last, since, inside))
        return -torch.logsumexp(functional.log_softmax(self.logits, -1) + masses, -1).clamp(max=0)

    def _place(self, edge: Tensor) -> Tensor:
        """Where an edge between intervals lies in each component, in widths from its mean."""
        seconds = RESOLUTION * edge.clamp(min=0.25)  # nothing is below the first interval; that edge is not used
        return (seconds.log()[..., None] - self.means) * torch.exp(-self.scales)

    def draw(self, policy: Chooser, rng: torch.Generator) -> float:
        """Seconds from the mixture of one step, (C,) each: a component is chosen, and noise as wide as the policy's."""
        component = policy.choose(self.logits.cpu(), rng)
        toss = torch.rand((), generator=rng, dtype=torch.float64)
        noise = torch.logit(toss, eps=1e-9) * policy.temperature
        place = self.means[component].item() + math.exp(self.scales[component].item()) * noise.item()
        seconds = math.exp(min(place, math.log(LAST * RESOLUTION)))
        return 0.0 if seconds < RESOLUTION / 2 and not self.least else max(seconds, self.least * RESOLUTION)
