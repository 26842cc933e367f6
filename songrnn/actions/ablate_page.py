"""What units are good for as a page: the losses, and the tunes with the change and without, as scores and as sound."""

from typing import TYPE_CHECKING

from songrnn.actions.ablate import Ablation, Pair, Sample, Share
from songrnn.actions.ablated import HEADS, row, shares, star, summary, verdict
from songrnn.printable import one_line
from songrnn.probe.change import described

if TYPE_CHECKING:
    from collections.abc import Iterator

    from songrnn.evaluate.study.page import Block, Page

_METHOD = """
Both networks read the same held-out tunes from their beginnings. What each symbol and each end cost, in nats, is added
up by the class of that symbol and divided by how many there are. The interval is Student's t over tunes; where a few
tunes differ much from the others it is narrower than it should be. The same change is made to units of the same layers
drawn at random instead. "As much" counts the draws that do as much harm to that row; p says how often a draw does as
much to any row, in units of what draws usually do to it, so it holds for all rows together. A row has a star if p is
0.05 or less, 20 tunes or more hold such symbols, and an interval that holds for all rows together lies above 0. What
costs less is never starred. Units that `songrnn neurons` found in the same tunes were chosen for what they say there.
What others hear of a unit, h, is changed at every step: its own layer's gates, the layer above or the softmax. A
changed memory, c, is changed before the unit's output is made of it. Both write with the same seed and rules.
"""


def page(model: str, found: Ablation) -> "Page":
    """The page; `model` is what the model is called."""
    from songrnn.evaluate.study.page import Page, Section, Words

    sections = [Section("What costs more", tuple(_losses(found)))]
    if found.plain and found.changed:
        sections.append(Section("Written from nothing", tuple(_shares(found, found.plain, found.changed))))
    for number, pair in enumerate(found.pairs, start=1):
        title = f"The same beginning and seed {pair.plain.written.seed}"
        sections.append(Section(title, tuple(_pair(pair, number))))
    sections.append(Section("How it was measured", (Words(" ".join(_METHOD.split())),)))
    return Page(f"{one_line(model)}, {described(found.order.changes)}", tuple(sections))


def _losses(found: Ablation) -> "Iterator[Block]":
    from songrnn.evaluate.study.page import Table, Words

    yield Words(f"{summary(found)}.")
    yield from (Words(remark, remark=True) for remark in found.remarks)
    starred = any(one.significant for one in found.losses)
    heads, *rows = (tuple(cell.strip() for cell in cells) for cells in (HEADS, *map(row, found.losses)))
    yield Table(heads, tuple(rows), f"Nats a symbol.{f' {star(found)}.' if starred else ''}")


def _shares(found: Ablation, plain: Share, changed: Share) -> "Iterator[Block]":
    from songrnn.evaluate.study.page import Table, Words

    rows = tuple(
        (name, str(one.tunes), str(one.valid), str(one.in_order))
        for name, one in (("plain", plain), ("changed", changed))
    )
    ordered = "In order: every bar full, every repeat closed, every tie right too."
    yield Table(("model", "tunes", "can be read", "in order"), rows, f"Temperature {found.temperature:g}. {ordered}")
    yield Words(shares(found)[-1])


def _pair(pair: Pair, number: int) -> "Iterator[Block]":
    for name, sample in (("plain", pair.plain), ("changed", pair.changed)):
        yield from _sample(name, sample, number)


def _sample(name: str, sample: Sample, number: int) -> "Iterator[Block]":
    from songrnn.evaluate.study.media import media
    from songrnn.evaluate.study.page import Code, File, Subheading, Words

    tune = sample.written.tune
    yield Subheading(f"{name}: {verdict(sample)}")
    yield Code(tune)
    made = media(tune, sample.written.notation)
    if made.picture:
        yield File(f"score-{number}-{name}.svg", made.picture, f"The first bars, {name}")
    if made.sound:
        yield File(f"sound-{number}-{name}.mp3", made.sound, f"How it sounds, {name}")
    if made.midi:
        yield File(f"tune-{number}-{name}.mid", made.midi, f"MIDI, {name}")
    yield from (Words(remark, remark=True) for remark in made.remarks)
