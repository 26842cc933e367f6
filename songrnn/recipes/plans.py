"""How each of the five reports is repeated: what is trained beside what, and how the page about it has tunes drawn.

Plans are values: they train nothing. Where a report failed, the recipe that mends it is trained on the same music.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from songrnn.lookup import Table


@dataclass(frozen=True, slots=True)
class Part:
    """One run of a plan, or with a grid many. Settings are as --set has them, a grid as --grid.

    name     of its folder
    latest   what it is at its end is what the page is about, and not what was best on the validation split
    """

    name: str
    recipe: str
    settings: tuple[str, ...] = ()
    grid: tuple[str, ...] = ()
    seeds: int = 1
    latest: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """The parts of a study. wish: how tunes are drawn for its page, as songrnn.actions.generate.Wish has it."""

    parts: tuple[Part, ...]
    wish: Mapping[str, Any] = field(default_factory=dict)


def szeto() -> Plan:
    """RNN against LSTM, three widths, three dropouts, three seeds, on the corpus's own split and a mixed one."""
    grid = ("model.cell=rnn,lstm", "model.width=150,200,250", "model.dropout=0.1,0.2,0.3", "split.mixed=false,true")
    shares = ("split.valid=0.136", "split.test=0.148")  # as many as the course's own
    return Plan((Part("sweep", "szeto-lstm", (*shares, "train.epochs=6"), grid, 3),))


def cha_vocabulary() -> Plan:
    """With class weights, and without them; the likeliest word each time, after 50 words of the training split."""
    parts = (Part("weighed", "cha-vocabulary"), Part("not-weighed", "cha-vocabulary", ("train.balanced=false",)))
    return Plan(parts, {"rank": 1, "excerpt": 50, "length": 200})


def cha_notestate() -> Plan:
    """As reported, and mended; both write from nothing, where the reported one always writes the same."""
    parts = (Part("reported", "cha-notestate"), Part("mended", "notestate"))
    return Plan(parts, {"temperature": 1.0, "length": 128})


def zhang() -> Plan:
    """Times as points, as reported, and as densities; both write from nothing."""
    parts = (Part("points", "zhang-events"), Part("densities", "note-events"))
    return Plan(parts, {"temperature": 1.0, "length": 200})


def rajaraman() -> Plan:
    """A bar from the bar before it, as reported, and a step from all before it."""
    parts = (Part("bars", "rajaraman-rolls"), Part("steps", "note-rolls"))
    return Plan(parts, {"temperature": 1.0, "excerpt": 16, "length": 128})


def radulovic() -> Plan:
    """As reported; the same network learning by heart in minutes; and one that stops when it has learned.

    500 chords after a passage of the training split, the likeliest each time. By heart: the state goes on from chord to
    chord, every chord of a stretch is learned at once, nothing is silenced, and next to nothing is held out.
    """
    settings = (
        "train.last=false", "train.reading=lanes", "model.reach=0", "model.dropout=0", "train.rows=16",
        "train.schedule=cosine", "train.rate=2e-3", "train.clip=1", "train.epochs=160", "split.valid=0.01",
        "split.test=0.01",
    )  # fmt: skip
    parts = (
        Part("by-heart", "radulovic-chords", settings, latest=True), Part("learned", "chord-words"),
        Part("reported", "radulovic-chords", latest=True),
    )  # fmt: skip
    return Plan(parts, {"rank": 1, "excerpt": 100, "length": 500})


PLANS = Table(
    "study",
    {
        "szeto": "songrnn.recipes.plans:szeto",
        "cha-vocabulary": "songrnn.recipes.plans:cha_vocabulary",
        "cha-notestate": "songrnn.recipes.plans:cha_notestate",
        "zhang": "songrnn.recipes.plans:zhang",
        "rajaraman": "songrnn.recipes.plans:rajaraman",
        "radulovic": "songrnn.recipes.plans:radulovic",
    },
)
