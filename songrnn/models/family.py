"""The contract of a model family: symbols and a state in, a prediction and a state out.

A state is a tuple of tensors of shape (layers, rows, width): rows can be picked, dropped and kept for later.
Stepping through a sequence one symbol at a time equals one pass over it.
"""

from abc import ABC, abstractmethod
from typing import Any, Self

from torch import Tensor, nn

from songrnn.form import Form
from songrnn.models.predictions import Prediction

State = tuple[Tensor, ...]


class Family(nn.Module, ABC):
    """A kind of network."""

    @staticmethod
    @abstractmethod
    def accepts(form: Form) -> bool:
        """Whether this family can learn sequences of that form."""

    @classmethod
    @abstractmethod
    def build(cls, form: Form, settings: dict[str, Any]) -> Self:
        """A network for that form, randomly initialised; raises UsageError for settings that make no sense."""

    @abstractmethod
    def settings(self) -> dict[str, Any]:
        """What `build` was given, as JSON values."""

    @abstractmethod
    def begin(self, rows: int) -> State:
        """The state before the first symbol of `rows` sequences."""

    @abstractmethod
    def forward(self, symbols_BT: Tensor, state: State) -> tuple[Prediction, State]:
        """Beliefs after each symbol, and the state after the last one."""
