"""Study: runs into a page. Their best models write tunes, which are measured beside the corpus, where it is there."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from songrnn.actions.generate import USUAL_TEMPERATURES, Wish, Written, generate_many
from songrnn.actions.pages import write_page
from songrnn.actions.runs import Found, read_runs
from songrnn.actions.writing import Counted
from songrnn.errors import SongrnnError
from songrnn.printable import one_line

if TYPE_CHECKING:
    from songrnn.checkpoint import Trained
    from songrnn.corpus.build import Corpus
    from songrnn.evaluate.diversity import Diversity
    from songrnn.evaluate.study.notes import Distributions
    from songrnn.evaluate.study.runs import Run
    from songrnn.evaluate.study.study import Originality, Output, Sample, Study
    from songrnn.music.piece import Piece
    from songrnn.music.sequence import NoteSequence

SAMPLES, TUNES = 3, 20
_CLOSEST = 3
_PIECES = 500  # of a split whose notes are drawn
_KNOWN = 100  # symbols before one that may be known by heart
_STEPS = 128  # of a piece, where pieces are compared with each other: eight bars


@dataclass(frozen=True, slots=True)
class Order:
    """What the user asked for.

    places    folders of runs, checkpoints or sweeps     samples   tunes that are shown of a model
    wish      how tunes are drawn; its seed is the first one's     tunes     that are measured of a model
    originality   also measure how much of them stands in the training split
    """

    places: tuple[str, ...]
    wish: Wish = field(default_factory=lambda: Wish(rules="off"))
    samples: int = SAMPLES
    tunes: int = TUNES
    originality: bool = True


def study(order: Order) -> "Iterator[Counted | Study]":
    """Read the runs, and have the best models write; yields Counted on the way and the Study at the end.

    What needs a corpus that is not there any more, or a model that cannot be loaded, is left out, and said.

    raises   as songrnn.actions.runs.read_runs does
    """
    from songrnn.evaluate.study.study import Study, to_show

    found, remarks = read_runs(order.places)
    corpora = _Corpora()
    for at, one in enumerate(found):
        found[at] = replace(one, run=_with_windows(one, corpora))
        yield Counted("runs read", at + 1, len(found))
    shown = to_show([one.run for one in found])
    outputs = []
    for one in found:
        if any(one.run is run for run in shown):
            output = yield from _output(one, order, corpora)
            outputs.append(output)
    yield Study(_title([one.run for one in found]), tuple(one.run for one in found), tuple(outputs), tuple(remarks))


def _title(runs: "Sequence[Run]") -> str:
    recipes = dict.fromkeys(str(run.recipe.get("name")) for run in runs)
    corpora = dict.fromkeys(str(run.corpus.get("title") or run.corpus.get("name")) for run in runs)
    return f"{one_line(', '.join(recipes), 120)} on {one_line(', '.join(corpora), 120)}"


class _Corpora:
    """The corpora that runs learned from, each looked up once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Corpus | str] = {}

    def of(self, run: "Run") -> "Corpus | str":
        """The corpus of a run as it was learned from; a sentence that says why if it is not there."""
        from songrnn.actions.material import corpus_for
        from songrnn.recipes.recipe import from_values

        name = str(run.corpus.get("name"))
        how = repr([run.recipe.get(part) for part in ("codec", "prepare", "split")])
        if (name, how) not in self._known:
            try:
                self._known[name, how] = corpus_for(name, from_values(run.recipe))
            except (SongrnnError, OSError) as error:
                self._known[name, how] = f"Its corpus is not there any more: {one_line(str(error), 300)}"
        found = self._known[name, how]
        if isinstance(found, str):
            return found
        now, before = found.record(), run.corpus
        same = all(_print(now, split) == _print(before, split) for split in ("train", "valid"))
        return found if same else f"Its corpus '{one_line(name)}' is not what it learned from any more."


def _print(record: Mapping[str, Any], split: str) -> Any:
    part = record.get(split)
    return part.get("sha256") if isinstance(part, Mapping) else None


def _with_windows(found: Found, corpora: _Corpora) -> "Run":
    """The run with what is measured only where a published figure of that kind stands beside it."""
    from songrnn.checkpoint import load
    from songrnn.evaluate.bits import windows
    from songrnn.evaluate.published import REPORTS

    run = found.run
    report = REPORTS.get(str(run.recipe.get("name")))
    kinds = {one.ours for one in report.figures} & {"windows", "train_nats"} if report else set()
    corpus = corpora.of(run) if kinds else ""
    if isinstance(corpus, str):
        return run
    try:
        trained = load(found.checkpoint)
    except SongrnnError:
        return run  # the figure is not measured; where the model is to write, it is said why it cannot
    if "windows" in kinds and run.recipe.get("codec") == "characters":
        pieces = [trained.codec.encode(text).symbols for text in corpus.texts("valid")]
        return replace(run, windows=windows(trained.network, pieces))
    return replace(run, by_heart=_by_heart(trained, corpus)) if "train_nats" in kinds else run


def _by_heart(trained: "Trained", corpus: "Corpus") -> float | None:
    """Nats of the training symbols with many before them; None where each window is read anew, which takes hours."""
    import numpy as np

    from songrnn.evaluate.bits import score

    if trained.network.breadth > 1:
        return None
    pieces = [trained.codec.encode(text).symbols for text in corpus.texts("train")]
    known = np.concatenate([row[_KNOWN:] for row in score(trained.network, pieces)])
    return float(known.mean()) if len(known) else None


def _output(found: Found, order: Order, corpora: _Corpora) -> "Generator[Counted, None, Output]":
    """What the best model of a run writes, measured."""
    from songrnn.checkpoint import load
    from songrnn.evaluate.study.study import Output

    run, how = found.run, _how(order, found.run.unit)
    try:
        trained = load(found.checkpoint)
        tunes = yield from _written(run, trained, order)
    except SongrnnError as error:
        return Output(run, how, 0, remarks=(f"Its best model writes nothing here: {error}",))
    heard = _heard(tunes)
    output = Output(run, how, len(tunes), alarms=_alarms(tunes, heard), first=_first(heard))
    samples = []
    for tune in tunes[: order.samples]:
        samples.append(_sample(tune, dict(output.alarms)))
        yield Counted(f"samples drawn and played, {one_line(run.name)}", len(samples), order.samples)
    output = replace(output, samples=tuple(samples))
    corpus = corpora.of(run)
    if isinstance(corpus, str):
        return replace(output, remarks=(f"{corpus} What is measured beside it is left out.",))
    return (yield from _beside_corpus(output, tunes, heard, corpus, order))


def _how(order: Order, unit: str) -> str:
    wish = order.wish
    heat = USUAL_TEMPERATURES[unit] if wish.temperature is None else wish.temperature
    drawn = f"rank {wish.rank}" if wish.rank else f"temperature {heat:g}"
    drawn += "".join(f", {head} {heat:g}" for head, heat in wish.heads.items())
    drawn += f", threshold {wish.threshold:g}" if wish.threshold else ""
    begun = f", each begun with {wish.excerpt} symbols of a training piece" if wish.excerpt else ""
    last = wish.seed + max(order.tunes, order.samples) - 1
    return f"{drawn}, rules {wish.rules}, seeds {wish.seed} to {last}{begun}"


def _written(run: "Run", trained: "Trained", order: Order) -> Generator[Counted, None, list[Written]]:
    """The tunes."""
    tunes: list[Written] = []
    count = max(order.tunes, order.samples)
    for event in generate_many(trained, "", order.wish, count):
        if isinstance(event, Written):
            tunes.append(event)
            yield Counted(f"tunes written, {one_line(run.name)}", len(tunes), count)
    return tunes


def _heard(tunes: Sequence[Written]) -> "list[NoteSequence]":
    from songrnn.actions.distance import heard

    return [sequence for tune in tunes for sequence in heard([tune.tune], tune.notation)]


def _alarms(tunes: Sequence[Written], heard: "Sequence[NoteSequence]") -> tuple[tuple[int, str], ...]:
    from songrnn.evaluate.collapse import collapse

    judged = ((tune.seed, collapse(sequence)) for tune, sequence in zip(tunes, heard, strict=True))
    return tuple((seed, why) for seed, why in judged if why)


def _first(heard: "Sequence[NoteSequence]") -> Any:
    from songrnn.evaluate.study.notes import first
    from songrnn.music.sequence import NoteSequence

    return tuple(first(next((one for one in heard if one.pitched), NoteSequence(()))))


def _sample(tune: Written, alarms: Mapping[int, str]) -> "Sample":
    from songrnn.evaluate.study.media import media
    from songrnn.evaluate.study.study import Sample

    return Sample(
        tune.seed, tune.tune, tune.finished, alarms.get(tune.seed, ""), media(tune.tune, tune.notation)
    )  # fmt: skip


def _beside_corpus(
    output: "Output", tunes: Sequence[Written], heard: "Sequence[NoteSequence]", corpus: "Corpus", order: Order
) -> "Generator[Counted, None, Output]":
    """The output with what is measured beside its corpus."""
    from songrnn.actions.distance import distance

    remarks: list[str] = []
    whose = one_line(output.run.name)
    yield Counted(f"notes counted, {whose}", 0, 0)
    in_corpus, written = _distributions(output.run, corpus, heard, order.wish.seed)
    output = replace(output, corpus=in_corpus, written=written)
    yield Counted(f"distance measured, {whose}", 0, 0)
    try:
        output = replace(output, distance=distance(corpus, heard, split=_held_out(corpus), seed=order.wish.seed))
    except SongrnnError as error:
        remarks.append(f"There is no distance: {error}")
    output = replace(output, diversity=(_diversity(heard), _diversity(_some_held_out(corpus, len(heard)))))
    if order.originality and tunes:
        try:
            found = yield from _originality(output.run, tunes, corpus)
            output = replace(output, originality=found)
        except SongrnnError as error:
            remarks.append(f"There is no originality: {error}")
        if order.wish.excerpt:
            remarks.append("What each tune was begun with stands in the training split, and counts as copied.")
    return replace(output, remarks=tuple(remarks))


def _some_held_out(corpus: "Corpus", count: int) -> "list[NoteSequence]":
    from songrnn.corpus.facts import heard_or_silent

    pieces = corpus.splits[_held_out(corpus)]
    return [heard_or_silent(pieces[at], corpus.notation) for at in range(min(count, len(pieces)))]


def _diversity(heard: "Sequence[NoteSequence]") -> "Diversity":
    """Of the first bars of pieces; one without a note is as long, and silent."""
    import numpy as np

    from songrnn.codecs.states import States
    from songrnn.evaluate.diversity import Diversity

    states = States.fit([])
    silence = np.zeros((_STEPS, *states.form.shape), np.uint8)
    return Diversity.of([states.encode(piece).symbols[:_STEPS] if piece.pitched else silence for piece in heard])


def _held_out(corpus: "Corpus") -> str:
    return "test" if corpus.splits["test"] else "valid"


def _distributions(
    run: "Run", corpus: "Corpus", heard: "Sequence[NoteSequence]", seed: int
) -> "tuple[Distributions, Distributions]":
    """Of the training split and of tunes; in seconds as they are played only where the codec has seconds."""
    import numpy as np

    from songrnn.corpus.facts import heard_or_silent
    from songrnn.evaluate.study.notes import distributions

    pieces = corpus.splits["train"]
    places = np.random.default_rng(seed % 2**63).permutation(len(pieces))[:_PIECES]
    sequences = (heard_or_silent(pieces[place], corpus.notation) for place in sorted(places.tolist()))
    if run.recipe.get("codec") == "events":
        return distributions(sequences), distributions(heard)
    even, written = ((replace(one, speeds=()) for one in some) for some in (sequences, heard))
    return distributions(even), distributions(written)


def _originality(run: "Run", tunes: Sequence[Written], corpus: "Corpus") -> "Generator[Counted, None, Originality]":
    from songrnn.actions.originality import Originality as Measured
    from songrnn.actions.originality import measure
    from songrnn.evaluate.study.study import Originality

    found = None
    for event in measure(_pieces(tunes), tunes[0].notation, corpus, _held_out(corpus)):
        if isinstance(event, Measured):
            found = event
        else:
            yield replace(event, what=f"{event.what}, {one_line(run.name)}")
    assert found is not None
    closest = tuple((found.names[at], found.pieces[at]) for at in found.comparison.closest[:_CLOSEST])
    return Originality(found.held_out, found.training, found.comparison, closest)


def _pieces(tunes: Sequence[Written]) -> "list[Piece]":
    from songrnn.music.piece import Piece

    return [Piece(tune.tune, f"seed {tune.seed}") for tune in tunes]


def write(made: "Study", path: Path) -> Path:
    """Write the page of a study and return the path; raises what songrnn.actions.pages.write_page does."""
    from songrnn.evaluate.study.sections import page

    return write_page(page(made), path)
