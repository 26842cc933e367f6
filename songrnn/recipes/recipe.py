"""A recipe: everything about a training run but its corpus, as plain values, and how one setting of it is changed."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from songrnn.corpus.preparation import Preparation
from songrnn.corpus.preparation import from_values as from_prepared
from songrnn.corpus.split import Shares
from songrnn.errors import UsageError
from songrnn.lookup import did_you_mean
from songrnn.printable import one_line
from songrnn.train.settings import TrainSettings

SIZES = ("tiny", "small", "base", "large")
SPLIT = {"valid": Shares().valid, "test": Shares().test, "seed": Shares().seed, "mixed": False}
_WHOLE_LISTS = ("prepare.channels", "prepare.programs")
_GROUPS = ("model", "coding", "prepare", "split")


@dataclass(frozen=True, slots=True)
class Recipe:
    """codec and family by name, the family's settings, those of the run, and those that the codec is fitted with.

    prepare   what is done to the pieces of a corpus that was not built before, as songrnn.corpus.preparation has it
    split     valid, test, seed: of a corpus that does not say itself how it is split; mixed: split it anew anyway
    """

    name: str
    size: str
    codec: str
    family: str
    model: Mapping[str, Any]
    train: TrainSettings = field(default_factory=TrainSettings)
    coding: Mapping[str, Any] = field(default_factory=dict)
    prepare: Mapping[str, Any] = field(default_factory=dict)
    split: Mapping[str, Any] = field(default_factory=lambda: dict(SPLIT))

    def values(self) -> dict[str, Any]:
        """The recipe as JSON values, as a checkpoint keeps it."""
        return {**asdict(self), **{name: dict(getattr(self, name)) for name in _GROUPS}}


def from_values(values: Mapping[str, Any]) -> Recipe:
    """The recipe that `values` gave; raises UsageError if they are not a recipe's."""
    try:
        mappings = {name: dict(values[name]) for name in _GROUPS if name == "model" or name in values}
        mappings["split"] = _as_split(mappings.get("split", {}))
        from_prepared(mappings.get("prepare", {}))
        return Recipe(**{**values, **mappings, "train": TrainSettings(**values["train"])})
    except (KeyError, TypeError, ValueError) as error:
        said = one_line(str(error), 200)
        raise UsageError(f"The recipe that the model was trained by cannot be read ({said}); train it anew.") from error


def _as_split(values: Mapping[str, Any]) -> dict[str, Any]:
    """A split of those values; raises ValueError if they are none."""
    for name, value in values.items():
        if type(value) not in {type(SPLIT.get(name)), int}:
            raise ValueError(f"split.{name} is {value}")
    return {**SPLIT, **values}


def change(recipe: Recipe, settings: Iterable[str]) -> Recipe:
    """The recipe with settings such as `train.rate=1e-3`, `model.width=200` or `codec.size=1000` applied.

    raises   UsageError
    """
    changes = {
        "model": _change_model, "codec": _change_coding, "train": _change_train, "prepare": _change_prepare,
        "split": _change_split,
    }  # fmt: skip
    for setting in settings:
        place, equals, value = setting.partition("=")
        group, _, name = place.partition(".")
        if not equals or group not in changes:
            raise UsageError(f"'{one_line(setting)}' is not a setting; write train.rate=1e-3 or model.width=200.")
        recipe = changes[group](recipe, name, value)
    return recipe


def setting(recipe: Recipe, name: str) -> Any:
    """The value of a setting such as model.width, as `change` names it."""
    group, _, key = name.partition(".")
    if group == "train":
        return getattr(recipe.train, key)
    if group == "prepare":
        return from_prepared(dict(recipe.prepare)).values()[key]
    return {"model": recipe.model, "codec": recipe.coding, "split": recipe.split}[group][key]


def _change_model(recipe: Recipe, name: str, value: str) -> Recipe:
    return replace(recipe, model=_changed(recipe.model, name, value, "model"))


def _change_coding(recipe: Recipe, name: str, value: str) -> Recipe:
    if not recipe.coding:
        raise UsageError(f"The codec '{recipe.codec}' of the recipe '{recipe.name}' has no settings; leave them out.")
    return replace(recipe, coding=_changed(recipe.coding, name, value, "codec"))


def _change_prepare(recipe: Recipe, name: str, value: str) -> Recipe:
    """Whatever a preparation knows; lists are written with commas."""
    known = Preparation().values()
    given = _changed(known, name, value, "prepare")[name]
    return replace(recipe, prepare={**recipe.prepare, name: from_prepared({name: given}).values()[name]})


def _change_split(recipe: Recipe, name: str, value: str) -> Recipe:
    return replace(recipe, split=_changed(recipe.split, name, value, "split"))


def _changed(known: Mapping[str, Any], name: str, value: str, group: str) -> dict[str, Any]:
    if name not in known:
        raise UsageError(f"No setting is called '{group}.{one_line(name)}'. {did_you_mean(name, known)}")
    return {**known, name: _like(known[name], value, f"{group}.{name}")}


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
        if isinstance(old, list):
            parts = [part.strip() for part in value.split(",") if part.strip()]
            return [*map(int, parts)] if place in _WHOLE_LISTS else parts
    except (ValueError, KeyError):
        kind = "true or false" if isinstance(old, bool) else "a number" if isinstance(old, float) else "a whole number"
        raise UsageError(f"{place} is '{one_line(value)}'; give {kind}.") from None
    return value
