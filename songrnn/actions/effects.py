"""Effects in the words of the field: the AUC of what holds or does not, Spearman's rho of what is a number.

Findings have one scale for both, from -1 to 1 with 0 for chance; readers know these two. An AUC is told without the
direction, which a word beside it has: "AUC 0.980 low" is a unit that is lower where the feature holds.
"""

from math import isfinite

from songrnn.probe.findings import Finding, Score

_LEAST = 0.001
YES = "yes/no"  # the kind of a finding whose effects are 2 AUC - 1


def figure(finding: Finding, effect: float) -> str:
    """The effect itself: 0.987 of a feature that holds or does not, else -0.83."""
    return f"{(1 + effect) / 2:.3f}" if finding.kind == YES else f"{effect:.2f}"


def measure(finding: Finding) -> str:
    """What its effects are called."""
    return "AUC" if finding.kind == YES else "rho"


def effect(finding: Finding, score: Score) -> str:
    """AUC 0.987, AUC 0.987 low, or rho -0.83."""
    if finding.kind != YES:
        return f"rho {score.effect:+.2f}"
    return f"AUC {figure(finding, abs(score.effect))}{' low' if score.effect < 0 else ''}"


def interval(finding: Finding, score: Score) -> str:
    """The lower and the upper end, in the direction of the effect; "none" where the tunes are too few for one."""
    if not (isfinite(score.low) and isfinite(score.high)):
        return "none"
    if finding.kind != YES:
        return f"{score.low:+.2f} {score.high:+.2f}"
    ends = (score.low, score.high) if score.effect >= 0 else (-score.high, -score.low)
    return " ".join(figure(finding, end) for end in ends)


def name(score: Score) -> str:
    """A unit and its signal: 2:37 c."""
    return f"{score.unit} {score.signal}"


def small(p: float) -> str:
    """A probability; what lies below a thousandth is drawn out from a few random networks, and told as no more."""
    return f"{p:.3f}" if p >= _LEAST else f"< {_LEAST}"
