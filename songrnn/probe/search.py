"""The neuron finder: which unit follows which feature, beside what random networks of the same shape reach.

Knows networks, symbols and features as numbers; what a feature means songrnn.probe.features knows, and what an effect
is songrnn.probe.inference. What it does:

1. The pieces are split into halves. On the searching half every unit's h and c is scored against every feature, and
   the best few units are kept. On the confirming half only these are scored again, with an interval over tunes, so
   that being the best of thousands does not flatter them (Cawley and Talbot 2010 on selection bias).
2. A unit that reads symbols follows them, trained or not: a random network's best unit tells bar lines from notes
   (control tasks, Hewitt and Liang 2019; random networks as control, Zhang and Bowman 2018). So networks with
   random weights are searched on the confirming half too, and the best effect of each is what has to be beaten.
3. p is the larger of two: of being no better than the best unit of one more random network (a prediction interval
   from those that there are, with the unit's own error), and of being chance (tunes are what varies). Both must be
   refuted (intersection-union test, Berger 1982). A unit that changes its sign between the halves has p = 1. The
   controls choose their best on the very tunes they are scored on, and the network does not, so p errs upwards.
4. False discoveries among all features and kept units are held at 5 % (Benjamini and Hochberg 1995).
5. Beside the units, a linear probe of each layer is fitted on the searching half and judged on the confirming half;
   so is one of the first random network.

Axes: N rows of a half, U units and signals, F features, L layers, C random networks.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from songrnn.errors import CorpusError, UsageError
from songrnn.models.family import Family
from songrnn.probe.chance import benjamini_hochberg
from songrnn.probe.findings import Finding, Findings, Score
from songrnn.probe.halves import Features, Half, columns, halves, settled
from songrnn.probe.inference import Measured
from songrnn.probe.knowledge import Lesson, Probe, probe
from songrnn.probe.ranks import Exact, Floats
from songrnn.probe.signals import Trace, Unit

RATE = 0.05  # of false discoveries among those reported
_FEWEST = 4  # pieces: two in each half, so that they can differ
_SUBJECT = 1 << 32  # the number of the network that stands in for a trained one

Tell = Callable[[str, int, int], object]


@dataclass(frozen=True, slots=True)
class _Lead:
    """A unit that did well on the searching half."""

    unit: Unit
    signal: str
    found: float


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
    both = halves(pieces, features, names, seed)
    report = partial(_report, tell, controls + 2)
    report("searching", 0)
    sought = _seek(network, both[0], top)
    report("confirming", 1)
    heard = _confirm(network, both[1], sought)
    drawn = []
    for control in range(controls):
        report("searching a random network", control + 2)
        drawn.append(_control(random_like(network, _drawn(seed, control)), both, probed=control == 0))
    report("done", controls + 2)
    searched = _Searched(both[1], sought, heard, drawn)
    findings = [searched.finding(at, name) for at, name in enumerate(names)]
    return Findings(_judged(findings), (len(both[0].pieces), len(both[1].pieces)), controls, sought.units)


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


@dataclass(frozen=True, slots=True)
class _Sought:
    """What the searching half led to: units of each feature, and a probe of each layer; and how many signals there are.

    probes   None of a layer without outputs
    """

    leads: list[list[_Lead]]
    probes: list[Probe | None]
    units: int

    def layer(self, feature: int) -> int:
        """The layer, from 1, whose probe missed least in the searching half."""
        missed = [one.missed[feature] if one else np.inf for one in self.probes]
        return int(np.argmin(missed)) + 1


@dataclass(frozen=True, slots=True)
class _Heard:
    """How the leads did on the confirming half, and the probes, (F, L)."""

    measured: list[list[Measured]]
    knowledge: Exact


@dataclass(frozen=True, slots=True)
class _Control:
    """What a random network reaches on the confirming half.

    best        (F,) the largest absolute effect of its units
    knowledge   (F, L) of its probes, L 0 if there are none
    """

    best: Floats
    knowledge: Exact


@dataclass(frozen=True, slots=True)
class _Searched:
    """All that is known of all features."""

    half: Half
    sought: _Sought
    heard: _Heard
    drawn: list[_Control]

    def finding(self, at: int, name: str) -> Finding:
        rows = ~np.isnan(self.half.features[at])
        best = [float(one.best[at]) for one in self.drawn]
        pairs = zip(self.sought.leads[at], self.heard.measured[at], strict=True)
        return Finding(
            feature=name,
            kind="yes/no" if self.half.yes_no[at] else "number",
            count=int(rows.sum()),
            pieces=len(np.unique(self.half.tunes[rows])),
            scores=tuple(_score(lead, sure, best) for lead, sure in pairs),
            control=tuple(best),
            knowledge=tuple(self.heard.knowledge[at].tolist()),
            knowledge_control=tuple(self.drawn[0].knowledge[at].tolist()) if self.drawn else (),
            layer=self.sought.layer(at),
        )


def _seek(network: Family, half: Half, top: int) -> _Sought:
    with half.heard(network) as trace:
        there = columns(trace)
        leads = [_leads(found_U, there, top) for found_U in half.effects(trace)]
        return _Sought(leads, _probes(half, trace), len(there))


def _confirm(network: Family, half: Half, sought: _Sought) -> _Heard:
    with half.heard(network) as trace:
        measured = [
            [half.measure(settled(trace.unit(lead.unit, lead.signal)), at) for lead in found]
            for at, found in enumerate(sought.leads)
        ]
        return _Heard(measured, _knowledge(sought.probes, half, trace))


def _control(network: Family, both: tuple[Half, Half], *, probed: bool) -> _Control:
    probes = _taught(network, both[0]) if probed else []
    with both[1].heard(network) as trace:
        best_F: Floats = np.abs(both[1].effects(trace)).max(axis=1)
        return _Control(best_F, _knowledge(probes, both[1], trace))


def _leads(found_U: Floats, columns: Sequence[tuple[Unit, str]], top: int) -> list[_Lead]:
    """The best units, each with its better signal; none that follows nothing."""
    leads: dict[Unit, _Lead] = {}
    for place in np.argsort(-np.abs(found_U), kind="stable"):
        unit, signal = columns[place]
        if len(leads) == top or not found_U[place]:
            break
        leads.setdefault(unit, _Lead(unit, signal, float(found_U[place])))
    return [*leads.values()]


def _taught(network: Family, half: Half) -> list[Probe | None]:
    with half.heard(network) as trace:
        return _probes(half, trace)


def _probes(half: Half, trace: Trace) -> list[Probe | None]:
    """One a layer, of its outputs."""
    outputs = [layer.signals.get("h") for layer in trace.layers]
    return [None if h is None else probe(Lesson(h, half.features, half.tunes)) for h in outputs]


def _knowledge(probes: Sequence[Probe | None], half: Half, trace: Trace) -> Exact:
    """How well the probes follow each feature, (F, L)."""
    out_FL = np.zeros((len(half.features), len(probes)))
    for at, (learned, layer) in enumerate(zip(probes, trace.layers, strict=False)):
        if learned:
            said_FN = learned.say(layer.signals["h"])
            out_FL[:, at] = [half.measure(said_N, feature).effect for feature, said_N in enumerate(said_FN)]
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
    return max(sure.beyond(best) if best else 0.0, sure.chance())


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
