"""The neuron finder: which unit follows which feature, beside what random networks of the same shape reach.

Knows networks, symbols and features as numbers; what a feature means songrnn.probe.features knows, and what an effect
is songrnn.probe.statistics. What it does:

1. The pieces are split into halves. On the searching half every unit's h and c is scored against every feature, and
   the best few units are kept. On the confirming half only these are scored again, with an interval over tunes, so
   that being the best of thousands does not flatter them (Cawley and Talbot 2010 on selection bias).
2. A unit that reads symbols follows them, trained or not: a random network's best unit tells bar lines from notes
   (control tasks, Hewitt and Liang 2019; random networks as control, Zhang and Bowman 2018). So networks with
   random weights are searched on the confirming half too, and the best effect of each is what has to be beaten.
3. p is the larger of two: of being no better than the best unit of one more random network (a prediction interval
   from those that there are), and of being chance (tunes are what varies). Both must be refuted (intersection-union
   test, Berger 1982). A unit that changes its sign between the halves has p = 1. The controls choose their best on
   the very tunes they are scored on, and the network does not, so p errs upwards.
4. False discoveries among all features and kept units are held at 5 % (Benjamini and Hochberg 1995).

Axes: N rows of a half, U units and signals, F features.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from songrnn.errors import CorpusError, UsageError
from songrnn.models.family import Family
from songrnn.probe.findings import Finding, Findings, Score
from songrnn.probe.knowledge import Lesson, probe
from songrnn.probe.signals import Trace, Unit
from songrnn.probe.statistics import (
    Asked,
    Exact,
    Flags,
    Floats,
    Measured,
    Sorted,
    alike,
    asked,
    benjamini_hochberg,
    beyond_best,
    is_yes_no,
    measure,
)
from songrnn.probe.trace import read_all

SIGNALS = ("h", "c")
_FINEST = 1e-4  # of a signal: smaller differences are those of kernels, and of gates that never quite shut
RATE = 0.05  # of false discoveries among those reported
_FEWEST = 4  # pieces: two in each half, so that they can differ
_SUBJECT = 1 << 32  # the number of the network that stands in for a trained one
_CHUNK = 32  # signals that are sorted at once; more do not stay in the processor's cache

Features = Sequence[Mapping[str, Floats]]
Tell = Callable[[str, int, int], object]


@dataclass(frozen=True, slots=True)
class _Lead:
    """A unit that did well on the searching half."""

    unit: Unit
    signal: str
    found: float


@dataclass(frozen=True, slots=True)
class _Half:
    """Some of the pieces, and what was asked of their rows.

    features   (F, N), nan where the question has no sense
    yes_no     (F,) whether a feature is a yes or a no, in both halves
    tunes      (N,) the piece of each row, from 0
    """

    pieces: tuple[NDArray[Any], ...]
    features: Floats
    yes_no: Flags
    tunes: NDArray[np.int64]

    def read(self, network: Family) -> Trace:
        trace = read_all(network, self.pieces, SIGNALS).trace
        if not all(np.isfinite(values).all() for layer in trace.layers for values in layer.signals.values()):
            raise UsageError("Some units of this model say what is no number: its training broke; give another model.")
        return trace

    def effects(self, trace: Trace) -> Floats:
        """The effect of every feature and unit, (F, U)."""
        groups = alike(self.features)
        questions = [asked(self.features[group], self.yes_no[group]) for group in groups]
        with ThreadPoolExecutor(torch.get_num_threads()) as pool:
            parts = [*pool.map(partial(_effects, questions), _chunks(trace))]
        effects_FU = np.empty((len(self.features), len(_columns(trace))), np.float32)
        effects_FU[np.concatenate(groups)] = np.concatenate(parts, axis=1)
        return effects_FU

    def best(self, network: Family) -> Floats:
        """The largest absolute effect of each feature, (F,)."""
        best_F: Floats = np.abs(self.effects(self.read(network))).max(axis=1)
        return best_F

    def measure(self, signal_N: Floats, feature: int) -> Measured:
        return measure(signal_N, self.features[feature], self.tunes, yes_no=bool(self.yes_no[feature]))


def _say_nothing(_what: str, _done: int, _total: int) -> None:
    pass


def search(  # noqa: PLR0913  what is searched, and three numbers that say how
    network: Family,
    pieces: Sequence[NDArray[Any]],
    features: Features,
    *,
    controls: int = 8,
    top: int = 5,
    seed: int = 1,
    tell: Tell = _say_nothing,
) -> Findings:
    """The units that follow each feature.

    network    one that has signals h or c
    pieces     symbols, (T,) each
    features   of each piece, by name: (T,), 0 and 1 or numbers, nan where the question has no sense; at least one
    controls   networks with random weights, 2 or more; or 0: then a unit has to be better than chance alone
    top        different units to keep a feature, the better signal of each
    seed       of the halves and of the random weights
    tell       what is being done, how many steps are done, and of how many
    raises     CorpusError for too few pieces; UsageError for a single control, and for a network without these signals
               or with broken weights
    """
    if len(pieces) < _FEWEST:
        raise CorpusError(f"{len(pieces)} pieces cannot be searched and confirmed in halves; give {_FEWEST} or more.")
    if controls == 1:
        raise UsageError("One random network does not tell how random networks differ; give 2 or more, or 0.")
    names = list(dict.fromkeys(name for told in features for name in told))
    halves = _halves(pieces, features, names, seed)
    report = partial(_report, tell, controls + 2)
    heard = _hear(network, *halves, top, report)
    best_FC = np.empty((len(names), controls))
    for control in range(controls):
        report("searching a random network", control + 2)
        best_FC[:, control] = halves[1].best(random_like(network, _drawn(seed, control)))
    report("done", controls + 2)
    findings = [heard.finding(at, name, halves[1], best_FC[at]) for at, name in enumerate(names)]
    return Findings(_judged(findings), (len(halves[0].pieces), len(halves[1].pieces)), controls, heard.units)


def alarms(
    network: Family, pieces: Sequence[NDArray[Any]], features: Features, seeds: Sequence[int], controls: int = 8
) -> Iterator[Findings]:
    """What the search says of networks with random weights, of whom nothing should be significant: one for each seed.

    A seed in which anything is significant is a false discovery; of many, no more than 5 % should be.
    """
    for seed in seeds:
        subject = random_like(network, _drawn(seed, _SUBJECT))
        yield search(subject, pieces, features, controls=controls, seed=seed)


def random_like(network: Family, seed: int) -> Family:
    """A network of the same shape with random weights."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        other = type(network).build(network.form, network.settings())
    return other.to(next(network.parameters()).device).eval()


def _drawn(seed: int, number: int) -> int:
    """A seed of random weights, so that those of neighbouring seeds have nothing in common."""
    return int(np.random.default_rng([seed, number]).integers(2**63))


def _report(tell: Tell, total: int, what: str, done: int) -> None:
    tell(what, done, total)


def _halves(pieces: Sequence[NDArray[Any]], features: Features, names: Sequence[str], seed: int) -> tuple[_Half, _Half]:
    """The half to search, and the half to confirm what was found."""
    order = np.random.default_rng(seed).permutation(len(pieces))
    table = [_table(len(pieces[at]), features[at], names) for at in order]
    yes_no_F = np.array([is_yes_no(feature_N) for feature_N in np.concatenate(table, axis=1)])
    halves = [
        _Half(
            tuple(pieces[at] for at in order[part]),
            np.concatenate(table[part], axis=1),
            yes_no_F,
            np.repeat(np.arange(len(order[part])), [len(pieces[at]) for at in order[part]]),
        )
        for part in (slice(len(order) // 2), slice(len(order) // 2, None))
    ]
    return halves[0], halves[1]


def _table(length: int, told: Mapping[str, Floats], names: Sequence[str]) -> Floats:
    """The features of one piece, (F, T)."""
    blank = np.full(length, np.nan, np.float32)
    return np.array([told.get(name, blank) for name in names], np.float32).reshape(len(names), length)


def _columns(trace: Trace) -> list[tuple[Unit, str]]:
    """The units and their signals, in the order of `_chunks`."""
    return [
        (Unit(layer, index), signal)
        for layer, heard in enumerate(trace.layers, start=1)
        for signal, values in heard.signals.items()
        for index in range(values.shape[1])
    ]


def _chunks(trace: Trace) -> Iterator[Floats]:
    """The signals, some at a time, (U, N)."""
    for layer in trace.layers:
        for values_NU in layer.signals.values():
            for begin in range(0, values_NU.shape[1], _CHUNK):
                yield _settled(np.ascontiguousarray(values_NU[:, begin : begin + _CHUNK].T))


def _settled(signals: Floats) -> Floats:
    """Signals without the differences that ranks would see and nothing else does."""
    settled: Floats = np.rint(signals / _FINEST)
    return settled


def _effects(questions: Sequence[Asked], signals_UN: Floats) -> Floats:
    """The effects of all features and some signals, one question's features after the other's."""
    ordered = Sorted(signals_UN)
    return np.concatenate([question.effects(ordered) for question in questions])


@dataclass(frozen=True, slots=True)
class _Heard:
    """What the searching half led to, and how it did on the confirming half; and how many signals there are."""

    leads: list[list[_Lead]]
    measured: list[list[Measured]]
    knowledge: Exact
    units: int

    def finding(self, at: int, name: str, half: _Half, best_C: Exact) -> Finding:
        rows = ~np.isnan(half.features[at])
        scores = [
            _score(lead, sure, best_C.tolist()) for lead, sure in zip(self.leads[at], self.measured[at], strict=True)
        ]
        return Finding(
            feature=name,
            kind="yes/no" if half.yes_no[at] else "number",
            count=int(rows.sum()),
            pieces=len(np.unique(half.tunes[rows])),
            scores=tuple(scores),
            control=tuple(best_C.tolist()),
            knowledge=tuple(self.knowledge[at].tolist()),
        )


def _hear(
    network: Family, searching: _Half, confirming: _Half, top: int, report: Callable[[str, int], object]
) -> _Heard:
    report("searching", 0)
    heard = searching.read(network)
    columns = _columns(heard)
    leads = [_leads(found_U, columns, top) for found_U in searching.effects(heard)]
    report("confirming", 1)
    sure = confirming.read(network)
    measured = [
        [confirming.measure(_settled(sure.unit(lead.unit, lead.signal)), at) for lead in found]
        for at, found in enumerate(leads)
    ]
    return _Heard(leads, measured, _knowledge(searching, heard, confirming, sure), len(columns))


def _leads(found_U: Floats, columns: Sequence[tuple[Unit, str]], top: int) -> list[_Lead]:
    """The best units, each with its better signal; none that follows nothing."""
    leads: dict[Unit, _Lead] = {}
    for place in np.argsort(-np.abs(found_U), kind="stable"):
        unit, signal = columns[place]
        if len(leads) == top or not found_U[place]:
            break
        leads.setdefault(unit, _Lead(unit, signal, float(found_U[place])))
    return [*leads.values()]


def _knowledge(searching: _Half, heard: Trace, confirming: _Half, sure: Trace) -> Exact:
    """How well a probe of each layer's h follows each feature, (F, L)."""
    out_FL = np.zeros((len(searching.features), len(heard.layers)))
    for at, (lesson, exam) in enumerate(zip(heard.layers, sure.layers, strict=True)):
        if "h" in lesson.signals:
            given = Lesson(lesson.signals["h"], searching.features, searching.tunes)
            said_FN = probe(given, exam.signals["h"]).astype(np.float32)
            out_FL[:, at] = [confirming.measure(said_N, feature).effect for feature, said_N in enumerate(said_FN)]
    return out_FL


def _score(lead: _Lead, sure: Measured, best: list[float]) -> Score:
    """Not yet judged: among all scores it will be."""
    low, high = sure.interval()
    return Score(
        lead.unit, lead.signal, sure.effect, low, high, lead.found, p=_p(lead, sure, best), q=1.0, significant=False
    )


def _p(lead: _Lead, sure: Measured, best: list[float]) -> float:
    if lead.found * sure.effect <= 0:
        return 1.0
    beyond = beyond_best(sure.effect, best) if best else 0.0
    return max(beyond, sure.chance())


def _judged(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings with q, and with what is significant."""
    rates = iter(benjamini_hochberg([score.p for finding in findings for score in finding.scores]))
    return tuple(
        replace(
            finding,
            scores=tuple(replace(score, q=(q := next(rates)), significant=q < RATE) for score in finding.scores),
        )
        for finding in findings
    )
