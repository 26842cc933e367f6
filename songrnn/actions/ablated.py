"""What was measured of an ablation, in the words and figures that the terminal and the page share."""

from math import isnan

from songrnn.actions.ablate import Ablation, Sample, Share
from songrnn.printable import one_line
from songrnn.probe.change import described
from songrnn.probe.losses import LEVEL, Loss
from songrnn.probe.shares import fisher

_ROUNDING = 1e-9
HEADS = ("class", "symbols", "plain", "changed", "more  ", "95 %", "others: mean", "most", "as much", "p")


def summary(found: Ablation) -> str:
    """What was read and changed, in a sentence."""
    order, changed = found.order, described(found.order.changes)
    changed = changed if changed.startswith("without") else f"with {changed}"
    some = f"{found.read} of {found.there}" if found.read < found.there else f"{found.read}"
    beside = f", beside {len(found.controls)} draws of other units" if found.controls else ""
    return f"{one_line(found.corpus, 200)}, {order.split}: {some} tunes read {changed}{beside}; nats a symbol"


def row(one: Loss) -> tuple[str, ...]:
    """A class of symbols, a cell for each of HEADS; those of other units are empty if there were none."""
    interval = "too few tunes" if isnan(one.low) else f"{one.low:+.3f} … {one.high:+.3f}"
    more = f"{one.difference:+.3f} {'*' if one.significant else ' '}"
    beside = ("",) * 4
    if one.controls:
        mean = sum(one.controls) / len(one.controls)
        beside = (f"{mean:+.3f}", f"{max(one.controls):+.3f}", str(one.reached), f"{one.p:.3f}")
    return (one.name, f"{one.count:,}", f"{one.plain:.3f}", f"{one.changed:.3f}", more, interval, *beside)


def star(found: Ablation) -> str:
    """What a star says of a row, and what not."""
    count = len(found.controls)
    most = int(LEVEL * (count + 1) + _ROUNDING) - 1
    reached = f"at most {most}" if most else "none"
    return (
        f"* more than chance over tunes, and of {count} draws of other units {reached} does as much to any row: more "
        "harm than most units do, though others may do it too"
    )


def shares(found: Ablation) -> list[str]:
    """How many tunes written from nothing are valid, with the change and without; none if none were written."""
    plain, changed = found.plain, found.changed
    if plain is None or changed is None:
        return []
    told = [
        f"{one.tunes} tunes written from nothing at temperature {found.temperature:g}, {name}: {one.valid} can be "
        f"read, {one.in_order} are in order"
        for name, one in (("plain", plain), ("changed", changed))
    ]
    return [*told, f"By Fisher's exact test: {_compared(plain, changed)}."]


def _compared(plain: Share, changed: Share) -> str:
    pairs = {"can be read": (plain.valid, changed.valid), "are in order": (plain.in_order, changed.in_order)}
    chances = {what: fisher(one, plain.tunes, other, changed.tunes) for what, (one, other) in pairs.items()}
    if all(chance > LEVEL for chance in chances.values()):
        return "so few do not tell the two apart"
    return ", ".join(f"those that {what} p {'< 0.001' if p < 0.001 else f'{p:.3f}'}" for what, p in chances.items())


def verdict(sample: Sample) -> str:
    """What is to be said of a tune, in a few words."""
    ends = "" if sample.written.finished else ", not ended"
    if not sample.written.tune.strip():
        return "empty"
    if sample.verdict is None:
        return f"{len(sample.written.tune.split())} words{ends}"
    errors, warnings = sample.verdict.errors, sample.verdict.warnings
    if not errors and not warnings:
        return f"in order{ends}"
    return f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}{ends}"
