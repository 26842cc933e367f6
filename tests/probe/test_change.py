"""Changes as they are named."""

import pytest

from songrnn.probe.change import Change, described
from songrnn.probe.signals import Unit


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (Change(Unit(2, 37)), "2:37"), (Change(Unit(2, 37), clamp=0.9), "2:37 at 0.9"),
        (Change(Unit(2, 37), scale=-2), "2:37 × -2"), (Change(Unit(2, 37), "c"), "2:37 c"),
        (Change(Unit(2, 37), clamp=0.0), "2:37 at 0"), (Change(Unit(2, 37), "c", clamp=3), "2:37 c at 3"),
    ],
)  # fmt: skip
def test_a_change_is_named_by_its_unit_and_what_becomes_of_it(change, named):
    assert str(change) == named


def test_several_changes_make_one_phrase_with_the_silenced_units_first():
    changes = [Change(Unit(2, 40), clamp=0.9), Change(Unit(2, 37)), Change(Unit(3, 1)), Change(Unit(1, 1), scale=2)]
    assert described(changes) == "without 2:37 3:1, 2:40 at 0.9, 1:1 × 2"
    assert described(changes[:1]) == "2:40 at 0.9"
    assert described([]) == ""
