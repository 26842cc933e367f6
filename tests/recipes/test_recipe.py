"""Recipes as values: there and back, and one setting changed at a time."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songrnn.codecs import CODECS
from songrnn.errors import UsageError
from songrnn.models import FAMILIES
from songrnn.recipes import RECIPES
from songrnn.recipes.recipe import SIZES, Recipe, change, from_values
from songrnn.train.batches import Lanes
from songrnn.train.events import Step
from songrnn.train.loop import Loop
from songrnn.train.settings import TrainSettings

TOY = ("model.width=8", "model.embedding=4", "train.rows=2", "train.steps=4", "train.half=no")
TEXTS = ["K:D\nabc d2e|", "K:G\nGAB c2d|", "K:C\nCDE F2G|"]


def recipe():
    return RECIPES.get("char-lstm")("tiny")


@pytest.mark.parametrize("name", RECIPES.names())
@pytest.mark.parametrize("size", SIZES)
def test_every_recipe_builds_at_every_size_and_takes_a_step(name, size):
    toy = change(RECIPES.get(name)(size), TOY)
    codec = CODECS.get(toy.codec).fit(TEXTS)
    family = FAMILIES.get(toy.family)
    assert family.accepts(codec.form)
    network = family.build(codec.form, dict(toy.model))
    before = [parameter.detach().clone() for parameter in network.parameters()]
    pieces = [codec.encode(text).symbols for text in TEXTS]
    lanes = Lanes(pieces, toy.train.rows, toy.train.steps, toy.train.seed)
    step = next(Loop(network, lanes, toy.train, lambda _: {"nats": 1.0}).run())
    assert isinstance(step, Step)
    assert all((old != new).any() for old, new in zip(before, network.parameters(), strict=True))


@pytest.mark.parametrize("name", RECIPES.names())
@pytest.mark.parametrize("size", SIZES)
def test_every_recipe_knows_its_name_and_size_and_survives_json(name, size):
    made = RECIPES.get(name)(size)
    assert (made.name, made.size) == (name, size)
    assert from_values(json.loads(json.dumps(made.values()))) == made


def test_a_changed_recipe_survives_json_too():
    changed = change(recipe(), ("train.rate=1e-3", "model.tied=true", "train.keys=yes"))
    assert from_values(json.loads(json.dumps(changed.values()))) == changed


def test_a_recipe_from_before_a_setting_was_there_has_its_default():
    values = recipe().values()
    del values["train"]["keys"]
    assert from_values(values).train.keys is False


def test_a_recipe_from_before_codecs_had_settings_has_none():
    values = recipe().values()
    del values["coding"]
    assert from_values(values) == recipe()


@pytest.mark.parametrize(
    "values",
    [
        {}, {"train": {}}, {**recipe().values(), "train": None}, {**recipe().values(), "train": {"rat": 1}},
        {**recipe().values(), "train": {"rate": "fast"}}, {**recipe().values(), "train": {"rows": 0}},
        {**recipe().values(), "model": 3}, {**recipe().values(), "model": "lstm"},
        {**recipe().values(), "coding": 3},
        {**recipe().values(), "more": 1}, {k: v for k, v in recipe().values().items() if k != "codec"},
    ],
)  # fmt: skip
def test_values_that_are_no_recipe_are_refused(values):
    with pytest.raises(UsageError):
        from_values(values)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("model.width=200", 200), ("model.dropout=0.5", 0.5), ("model.dropout=0", 0.0), ("model.cell=gru", "gru"),
        ("model.tied=true", True), ("model.tied=NO", False), ("model.layers= 3 ", 3),
        ("train.rate=1e-3", 1e-3), ("train.clip=0", 0.0), ("train.rows=7", 7), ("train.optimiser=adam", "adam"),
        ("train.half=0", False), ("train.keys=Yes", True), ("train.seed=9", 9), ("train.decay=.5", 0.5),
    ],
)  # fmt: skip
def test_a_setting_is_read_as_the_type_it_has_and_nothing_else_changes(setting, value):
    group, name = setting.split("=")[0].split(".")
    before, after = recipe().values(), change(recipe(), [setting]).values()
    assert after[group][name] == value
    assert type(after[group][name]) is type(value) is type(before[group][name])
    after[group][name] = before[group][name]
    assert after == before


def test_settings_apply_in_order_and_leave_the_recipe_they_came_from_alone():
    first = recipe()
    last = change(first, ("model.width=5", "train.rate=0.1", "model.width=6"))
    assert (last.model["width"], last.train.rate) == (6, 0.1)
    assert first == recipe()


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("train.half=maybe", "train.half is 'maybe'; give true or false"),
        ("model.width=2.5", "model.width is '2.5'; give a whole number"),
        ("model.width=", "give a whole number"), ("train.rate=fast", "train.rate is 'fast'; give a number"),
        ("train.rate=nan", "train.rate is nan"), ("train.rate=inf", "train.rate is inf"), ("train.rate=0", "above 0"),
        ("train.epochs=0", "train.epochs is 0"), ("train.optimiser=adma", "Did you mean 'adam"),
        ("train.schedule=cosin", "Did you mean 'cosine'"), ("train.clip=-1", "train.clip is -1"),
        ("train.rat=1", "'train.rat'. Did you mean 'rate'"), ("model.widht=1", "'model.widht'. Did you mean 'width'"),
        ("width=1", "not a setting"), ("train.rate", "not a setting"), ("=", "not a setting"), ("", "not a setting"),
        ("codec.size=9", "The codec 'characters' of the recipe 'char-lstm' has no settings"),
        ("data.x=1", "not a setting"),
        ("train.=1", "No setting is called 'train.'"),
        ("model.width=" + "9" * 5000, "give a whole number"), ("train.\x1b[2J=1", "No setting"),
    ],
)  # fmt: skip
def test_a_mistaken_setting_is_refused_with_what_to_write(setting, said):
    with pytest.raises(UsageError) as caught:
        change(recipe(), [setting])
    assert said in str(caught.value)
    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value)) < 300


SETTINGS = st.builds(
    "{}.{}={}".format,
    st.sampled_from(["model", "train", "codec"]),
    st.sampled_from(["width", "tied", "rate", "rows", "cell", "seed", "half"]),
    st.text("0123456789.-+einfaty", max_size=9),
)


@settings(deadline=None)
@given(st.one_of(st.text(max_size=20), SETTINGS))
def test_any_setting_gives_a_recipe_of_the_same_types_or_a_sentence(setting):
    try:
        changed = change(recipe(), [setting])
    except UsageError:
        return
    for group in ("model", "train"):
        assert [*map(type, changed.values()[group].values())] == [*map(type, recipe().values()[group].values())]


def test_the_values_of_a_recipe_are_copies():
    made = Recipe("x", "tiny", "characters", "recurrent", {"width": 1}, TrainSettings())
    made.values()["model"]["width"] = 2
    assert made.model == {"width": 1}
