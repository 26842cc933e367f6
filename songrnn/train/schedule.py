"""The learning rate as a function of the step: warm-up, then constant or half a cosine down.

After: Loshchilov and Hutter 2017 (cosine).
"""

import math

SHAPES = ("cosine", "constant")
FLOOR = 0.01  # of the peak, where the cosine ends


def rate_at(step: int, total: int, peak: float, warmup: int, shape: str) -> float:
    """The learning rate of step `step` (from 0) of `total`; rises linearly over the first `warmup` steps."""
    if step < warmup:
        return peak * (step + 1) / warmup
    if shape == "constant" or total <= warmup:
        return peak
    turned = (step - warmup) / max(1, total - warmup)
    return peak * (FLOOR + (1 - FLOOR) * 0.5 * (1 + math.cos(math.pi * min(1.0, turned))))
