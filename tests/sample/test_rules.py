"""Rules over a codec's symbols: what may be drawn, and a stream that never breaks the law."""

from itertools import islice

import numpy as np
import pytest
import torch

from songrnn.codecs import CODECS
from songrnn.codecs.characters import Characters
from songrnn.form import Ids
from songrnn.models.recurrent import Recurrent
from songrnn.notation.abc import grammar
from songrnn.notation.abc.check import check_tune
from songrnn.notation.abc.grammar import Level
from songrnn.sample.policy import Policy
from songrnn.sample.rules import Ruled, Rules, begin
from songrnn.sample.stream import generator

PROMPT = "M:4/4\nL:1/8\nK:D\n"


@pytest.fixture(scope="module")
def codec():
    return Characters.fit(["ABc"])


@pytest.fixture(scope="module")
def network(codec):
    """A network that knows nothing at all."""
    torch.manual_seed(1)
    return Recurrent.build(codec.form, {"layers": 1, "width": 8, "embedding": 4}).eval()


def written(codec, network, seed, prompt=PROMPT, length=700):
    ruled = Ruled(network, Rules(codec), begin(prompt, Level.BARS).place)
    symbols = ruled.stream(codec.encode(prompt).symbols, Policy(1.0), generator(seed), length)
    return prompt + codec.decode(np.array([*islice(symbols, length)], np.int64)).value, ruled


@pytest.mark.parametrize("seed", range(1))
def test_a_model_that_knows_nothing_writes_lawful_tunes(codec, network, seed):
    tune, ruled = written(codec, network, seed)
    assert ruled.lawful
    assert grammar.accepts(tune)
    assert [one for one in check_tune(tune) if one.severity != "remark"] == []


def test_the_same_seed_writes_the_same_tune(codec, network):
    assert written(codec, network, 0)[0] == written(codec, network, 0)[0]


def test_what_is_forbidden_is_what_the_grammar_does_not_allow(codec):
    place = begin(PROMPT + "ABcd efga|ABcd efga", Level.BARS).place
    forbidden = Rules(codec).forbidden(place)
    allowed = {codec.decode(np.array([at])).value for at in range(1, codec.form.size) if not forbidden[at]}
    assert "|" in allowed
    assert "b" not in allowed
    assert bool(forbidden[Ids.END])


def test_a_prompt_that_breaks_the_rules_is_told_and_gets_weaker_ones():
    beginning = begin(PROMPT + "ABcd efgab|", Level.BARS)
    assert beginning.place is not None
    assert "breaks the rules 'bars'" in beginning.remarks[0]
    assert begin(PROMPT + "A@", Level.BARS).place is None


def test_a_good_prompt_leaves_no_remark():
    assert begin(PROMPT, Level.BARS).remarks == ()


@pytest.mark.parametrize("name", ["tokens", "subwords"])
def test_symbols_of_several_characters_make_lawful_tunes_too(name):
    texts = [PROMPT + "|:ABcd efga|d2f2 a2f2:|\n|:gfed cBAG|(3ABc ^d2 e4:|"] * 4
    codec = CODECS.get(name).fit(texts)
    torch.manual_seed(2)
    network = Recurrent.build(codec.form, {"layers": 1, "width": 8, "embedding": 4}).eval()
    tune, ruled = written(codec, network, 3)
    assert max(len(codec.decode(np.array([symbol])).value) for symbol in range(codec.form.size)) > 1
    assert ruled.lawful
    assert grammar.accepts(tune)
    assert [one for one in check_tune(tune) if one.severity != "remark"] == []
