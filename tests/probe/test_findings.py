import dataclasses

import pytest

from songrnn.probe.findings import Finding, Findings, Score
from songrnn.probe.signals import Unit

SCORE = Score(Unit(2, 37), "h", 0.9, 0.8, 0.95, 0.91, p=0.001, q=0.01, significant=True)


def test_findings_are_values_that_compare_and_cannot_change():
    finding = Finding("header", "yes/no", 100, 10, (SCORE,), (0.5, 0.6), (0.97,))
    assert Findings((finding,), (10, 10), 2, 24) == Findings((dataclasses.replace(finding),), (10, 10), 2, 24)
    with pytest.raises(dataclasses.FrozenInstanceError):
        finding.count = 3
