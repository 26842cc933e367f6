"""The learning rate as a function of the step: warm-up, then constant, half a cosine down, or less every epoch.

After: Loshchilov and Hutter 2017 (cosine); Karpathy 2015, char-rnn (decay).
"""

import math

SHAPES = ("cosine", "constant", "decay")
FLOOR = 0.01  # of the peak, where the cosine ends


def rate_at(step: int, total: int, peak: float, warmup: int, shape: str) -> float:
    """The learning rate of step `step` (from 0) of `total`; rises linearly over the first `warmup` steps.

    Where the shape is decay, the peak is that of the step's epoch: it shrinks by `left_of_peak`.
    """
    if step < warmup:
        return peak * (step + 1) / warmup
    if shape != "cosine" or total <= warmup:
        return peak
    turned = (step - warmup) / max(1, total - warmup)
    return peak * (FLOOR + (1 - FLOOR) * 0.5 * (1 + math.cos(math.pi * min(1.0, turned))))


def left_of_peak(epoch: int, hold: int, shrink: float) -> float:
    """The share of the peak that decay leaves in an epoch, counted from 0: all of it for `hold` epochs."""
    return float(shrink ** max(0, epoch - hold + 1))
