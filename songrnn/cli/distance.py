"""A distance as text: two tables, one of agreement and one of what the sets are like."""

from songrnn.evaluate.distance import Distance
from songrnn.printable import printable

_NAME = 20  # characters of a feature's name


def table(distance: Distance) -> str:
    """The tables, with what their columns mean below."""
    return "\n".join([*_sets(distance), "", *_agreement(distance), "", *_character(distance), "", *_LEGEND])


def _sets(distance: Distance) -> list[str]:
    sets = {"corpus": distance.corpus, "output": distance.output, "held-out": distance.held_out}
    return [
        f"{role:10}{one.pieces:7,} {'piece ' if one.pieces == 1 else 'pieces'}   {printable(one.name)}"
        + (f"   ({one.silent:,} more without a note)" if one.silent else "")
        for role, one in sets.items()
    ]


def _agreement(distance: Distance) -> list[str]:
    lines = [
        f"{'':{_NAME}}{'pooled':>9}{'held-out':>10}{'overlap':>10}{'held-out':>10}{'divergence':>12}{'held-out':>10}"
    ]
    for name, one in distance.of_output.items():
        other = distance.of_held_out[name]
        lines.append(
            f"{name:{_NAME}}{_figure(one.pooled, 9)}{_figure(other.pooled, 10)}{_figure(one.overlap, 10)}"
            f"{_figure(other.overlap, 10)}{_figure(one.divergence, 12)}{_figure(other.divergence, 10)}"
        )
    return lines


def _character(distance: Distance) -> list[str]:
    sets = (distance.corpus, distance.output, distance.held_out)
    heads = "".join(f"{head:>10}" for head in ("corpus", "output", "held-out"))
    lines = [f"{'':{_NAME}}{'mean of a piece':>30}{'between two pieces':>32}", f"{'':{_NAME}}{heads}  {heads}"]
    for name in distance.of_output:
        means = "".join(_figure(one.means.get(name), 10) for one in sets)
        lines.append(f"{name:{_NAME}}{means}  {''.join(_figure(one.spreads[name], 10) for one in sets)}")
    return lines


def _figure(value: float | None, width: int) -> str:
    return f"{value:{width}.3f}" if value is not None else f"{'-':>{width}}"


_LEGEND = (
    "pooled       area that the histograms of all notes share, 0 to 1",
    "overlap      area that the distances inside of the corpus and those to the other set share, 0 to 1",
    "divergence   of the same distances, in nats; 0 where they are alike",
    "Held-out pieces are human: their figures are what can be reached.",
)
