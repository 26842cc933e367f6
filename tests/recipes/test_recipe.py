"""Recipes as values: there and back, and one setting changed at a time."""

import json
import math
from itertools import islice

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from songrnn.actions.material import Material, batches
from songrnn.codecs import CODECS
from songrnn.errors import UsageError
from songrnn.form import Fields, Grid, Ids
from songrnn.models import FAMILIES
from songrnn.models.counting import count
from songrnn.music.sequence import QUARTERS, WHOLE, NoteSequence, Part, Span, Speed, bars_until
from songrnn.recipes import RECIPES
from songrnn.recipes.recipe import SIZES, Recipe, change, from_values, setting
from songrnn.train.batches import Choices
from songrnn.train.events import Step
from songrnn.train.loop import Loop
from songrnn.train.settings import TrainSettings

TEXTS = ["K:D\nabc d2e|", "K:G\nGAB c2d|", "K:C\nCDE F2G|"]


def played(first):
    """Eight crotchets up a scale, two bars of them."""
    spans = tuple(Span(at * WHOLE // 4, (at + 1) * WHOLE // 4, first + at) for at in range(8))
    return NoteSequence((Part(spans),), tuple(bars_until(2 * WHOLE)), (Speed(0, QUARTERS),))


PIECES = {
    "abc": TEXTS,
    "words": ["C4:1/4 D4:1/4 R:1/8 E4.G4:1/8", "C4:1/8 E4:1/4", "D4:1/4 R:1/4"],
    "notes": [played(60), played(62), played(67)],
}
FORMS = {
    "characters": Ids(94), "tokens": Ids(137), "subwords": Ids(1000), "words": Ids(501),
    "events": Fields(("pitch", "step", "duration"), (128, 0, 0)), "rolls": Grid(88), "states": Grid(78, 2),
}  # fmt: skip
# Of each recipe at size base, for the form above: what is trained, as torch counts.
PARAMETERS = {
    "char-lstm": 3_476_318, "tune-lstm": 3_476_318, "folk-tokens": 3_503_881, "folk-subwords": 4_057_064,
    "chorale-words": 2_229_237, "szeto-lstm": 209_494, "szeto-rnn": 73_594, "cha-vocabulary": 4_266_677,
    "cha-notestate": 1_324_874, "notestate": 43_746, "zhang-events": 84_354 + 4 * 128, "note-events": 477_512,
    "rajaraman-rolls": 903_256, "note-rolls": 903_256, "radulovic-chords": 5_841_525, "chord-words": 2_229_237,
    "char-rnn": 288_350, "folk-rnn": 5_605_129, "melody-rnn": 392_949,
}  # fmt: skip


def recipe():
    return RECIPES.get("char-lstm")("tiny")


@pytest.mark.parametrize("name", RECIPES.names())
def test_every_recipe_takes_a_step_at_its_smallest(name):
    toy = change(RECIPES.get(name)("tiny"), ("train.rows=2", "train.half=no"))
    kind = CODECS.get(toy.codec)
    pieces = PIECES[kind.notations[0]]
    codec = kind.fit(pieces, **toy.coding)
    assert FAMILIES.get(toy.family).accepts(codec.form)
    network = FAMILIES.get(toy.family).build(codec.form, dict(toy.model))
    before = [parameter.detach().clone() for parameter in network.parameters()]
    read = Choices([codec.encode(piece).symbols for piece in pieces], ends=codec.form.ends)
    given = batches(Material(codec, read, None, 1.0), toy.train)
    told = Loop(network, given, toy.train, lambda _: {"nats": 1.0, "loss": 1.0}).run()
    steps = list(islice((event for event in told if isinstance(event, Step)), 2))
    assert all(math.isfinite(step.loss) for step in steps)
    assert all((old != new).any() for old, new in zip(before, network.parameters(), strict=True))


@pytest.mark.parametrize("name", RECIPES.names())
def test_larger_sizes_have_more_parameters_and_the_usual_one_as_many_as_it_always_had(name):
    counted = {}
    for size in SIZES:
        made = RECIPES.get(name)(size)
        with torch.device("meta"):
            counted[size] = count(FAMILIES.get(made.family).build(FORMS[made.codec], dict(made.model)))
    assert list(counted.values()) == sorted(set(counted.values()))
    assert counted["base"] == PARAMETERS[name]
    assert RECIPES.get(name)() == RECIPES.get(name)("base")


@pytest.mark.parametrize("name", RECIPES.names())
def test_a_mistaken_size_is_answered_with_the_nearest_by_every_recipe(name):
    with pytest.raises(UsageError, match=r"No size is called 'larg'\. Did you mean 'large'"):
        RECIPES.get(name)("larg")


@pytest.mark.parametrize("name", RECIPES.names())
def test_every_setting_of_the_network_is_stated_so_that_it_can_be_changed(name):
    made = RECIPES.get(name)("tiny")
    with torch.device("meta"):
        assert FAMILIES.get(made.family).build(FORMS[made.codec], dict(made.model)).settings() == made.model


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


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ("model.width=7", 7), ("train.rate=0.5", 0.5), ("codec.most=9", 9), ("split.mixed=true", True),
        ("split.valid=0.2", 0.2), ("prepare.key=c", "c"), ("prepare.names=PIANO,MELODY", ["PIANO", "MELODY"]),
        ("prepare.programs=0,3", [0, 3]),
    ],
)  # fmt: skip
def test_what_was_changed_can_be_read_back(given, value):
    name = given.partition("=")[0]
    changed = change(RECIPES.get("radulovic-chords")("tiny"), [given])
    assert setting(changed, name) == value
    assert setting(from_values(json.loads(json.dumps(changed.values()))), name) == value


@pytest.mark.parametrize("given", ["prepare.key=d", "prepare.kee=c", "split.mixed=perhaps", "split.vald=0.1"])
def test_preparations_and_splits_that_make_no_sense_are_refused(given):
    with pytest.raises(UsageError):
        change(recipe(), [given])
