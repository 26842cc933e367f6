"""What symbols weigh in training, so that rare ones are learned beside frequent ones.

A weight is inversely proportional to how often its symbol occurs, and the mean weight of all that occurs is 1.
After: Cha 2020, section 3.2.1; King and Zeng 2001 for the scale.
"""

import numpy as np
from numpy.typing import NDArray

from songrnn.train.batches import Pieces


def balanced(pieces: Pieces, size: int) -> NDArray[np.float32]:
    """The weight of each symbol, float32 of shape (size,); 0 for those that never occur."""
    rng = np.random.default_rng(0)
    counts = np.zeros(size, np.int64)
    for at in range(len(pieces.lengths)):
        counts += np.bincount(pieces.pick(at, rng), minlength=size)
    occurring = int((counts > 0).sum())
    mean = counts.sum() / max(1, occurring)
    weights: NDArray[np.float32] = np.divide(mean, counts, out=np.zeros(size), where=counts > 0).astype(np.float32)
    return weights
