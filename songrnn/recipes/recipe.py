"""A recipe: everything about a training run but its corpus, as plain values, and how one setting of it is changed."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from songrnn.errors import UsageError
from songrnn.lookup import did_you_mean
from songrnn.printable import one_line
from songrnn.train.settings import TrainSettings

SIZES = ("tiny", "small", "base", "large")


@dataclass(frozen=True, slots=True)
class Recipe:
    """codec and family by name, the family's settings, and those of the run."""

    name: str
    size: str
    codec: str
    family: str
    model: Mapping[str, Any]
    train: TrainSettings = field(default_factory=TrainSettings)

    def values(self) -> dict[str, Any]:
        """The recipe as JSON values, as a checkpoint keeps it."""
        return {**asdict(self), "model": dict(self.model)}


def from_values(values: Mapping[str, Any]) -> Recipe:
    """The recipe that `values` gave; raises UsageError if they are not a recipe's."""
    try:
        return Recipe(**{**values, "model": dict(values["model"]), "train": TrainSettings(**values["train"])})
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError(f"The recipe of the stopped run cannot be read ({error}); train anew.") from error


def change(recipe: Recipe, settings: Iterable[str]) -> Recipe:
    """The recipe with settings of the form `train.rate=1e-3` or `model.width=200` applied; raises UsageError."""
    for setting in settings:
        place, equals, value = setting.partition("=")
        group, _, name = place.partition(".")
        if not equals or group not in ("model", "train"):
            raise UsageError(f"'{one_line(setting)}' is not a setting; write train.rate=1e-3 or model.width=200.")
        recipe = _change_model(recipe, name, value) if group == "model" else _change_train(recipe, name, value)
    return recipe


def _change_model(recipe: Recipe, name: str, value: str) -> Recipe:
    if name not in recipe.model:
        raise UsageError(f"No setting is called 'model.{one_line(name)}'. {did_you_mean(name, recipe.model)}")
    return replace(recipe, model={**recipe.model, name: _like(recipe.model[name], value, f"model.{name}")})


def _change_train(recipe: Recipe, name: str, value: str) -> Recipe:
    known = {entry.name for entry in fields(TrainSettings)}
    if name not in known:
        raise UsageError(f"No setting is called 'train.{one_line(name)}'. {did_you_mean(name, known)}")
    new: dict[str, Any] = {name: _like(getattr(recipe.train, name), value, f"train.{name}")}
    return replace(recipe, train=replace(recipe.train, **new))


def _like(old: object, value: str, place: str) -> object:
    """`value` as the type that the setting has."""
    try:
        if isinstance(old, bool):
            return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}[value.lower()]
        if isinstance(old, int):
            return int(value)
        if isinstance(old, float):
            return float(value)
    except (ValueError, KeyError):
        kind = "true or false" if isinstance(old, bool) else "a number" if isinstance(old, float) else "a whole number"
        raise UsageError(f"{place} is '{one_line(value)}'; give {kind}.") from None
    return value
