"""What a search for telling units found, as values: which unit follows which feature, how well, and how surely.

Knows no network and no statistics. One scale for all that is measured, from -1 to 1 with 0 for chance: for a yes/no
feature 2 AUC - 1 (how much oftener the unit is higher where it holds than lower), for a number Spearman's rho.
"""

from dataclasses import dataclass

from songrnn.probe.signals import Unit


@dataclass(frozen=True, slots=True)
class Score:
    """How well one unit follows one feature.

    signal       "h" or "c"
    effect       on the confirming half, signed: a unit below 0 is low where the feature holds or is large
    low, high    95 % interval of the effect, over tunes
    found        the effect on the searching half
    p            of a unit that is no better than the best one of a random network, or than chance
    q            the false-discovery rate at which it is a discovery among all that was asked (Benjamini and Hochberg
                 1995)
    significant  whether it is a discovery at a false-discovery rate of 5 %
    """

    unit: Unit
    signal: str
    effect: float
    low: float
    high: float
    found: float
    p: float
    q: float
    significant: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found for one feature.

    kind       "yes/no" or "number"
    count      places of the confirming half where the question has a sense; pieces   tunes with such a place
    scores     best first, as the searching half ranks them; none where the feature does not vary
    control    the best absolute effect of each random network, on the confirming half
    knowledge  how well a linear probe of all h of each layer, from the bottom, follows it on the confirming half
    knowledge_control   the same of the first random network; none without random networks
    layer      the one, from 1, whose probe does best at tunes that were held back from it in the searching half
    """

    feature: str
    kind: str
    count: int
    pieces: int
    scores: tuple[Score, ...]
    control: tuple[float, ...]
    knowledge: tuple[float, ...]
    knowledge_control: tuple[float, ...] = ()
    layer: int = 1


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found.

    findings   one a feature, in the order of the features
    pieces     how many tunes were searched, how many confirmed what was found
    controls   random networks       units   signals of units that each feature was sought in
    """

    findings: tuple[Finding, ...]
    pieces: tuple[int, int]
    controls: int
    units: int
