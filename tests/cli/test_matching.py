"""What matches a passage, as lines and as values."""

import json

import pytest

from songrnn.actions.matching import Matching, Spot
from songrnn.cli.matching import lines, record
from songrnn.probe.match import Match, Pattern, Place
from songrnn.probe.signals import Unit


def found(units=12, spots=1, tunes=100):
    matches = tuple(Match(Unit(2, at), -1, -0.5, at / 1000) for at in range(units))
    pattern = Pattern(matches, 3)
    together = Pattern(matches[:5], 3)
    places = tuple(Spot(f"tune {at}\x1b", Place(at, 7, 10, 4), "ab\n", "c\x1bd", "ef") for at in range(spots))
    return Matching(range(3, 6), "A\nB", pattern, together, (), places, "folk", tunes)


def test_units_and_places_are_told_best_first_and_the_rest_is_counted():
    first, head, *rest = lines(found(spots=11))
    assert first.startswith("12 units are on in 'A\\nB' (3:6) and off right around it (signal h, 0.3 or more from 0)")
    assert head.split() == ["unit", "mean", "there", "on", "elsewhere", "in", "the", "tune"]
    assert rest[1].split() == ["2:1", "-0.50", "0.1%"]
    assert rest[10] == "and 2 more units; --json has all"
    assert "places of like length where more than half of the first 5 units are on" in rest
    assert "in this tune: none" in rest
    assert "in 100 other tunes of folk: 11" in rest
    assert rest[-1] == "and 1 more places; --json has all"
    assert rest[-2].split()[:6] == ["tune", "9\ufffd", "7:10", "4", "of", "5"]
    assert "ab\\n «c\ufffdd» ef" in rest[-2]


def test_one_unit_is_one_and_without_other_tunes_none_are_told_of():
    told = list(lines(found(units=1, spots=0, tunes=0)))
    assert told[0].startswith("1 unit is on")
    assert "places of like length where that unit is on" in told
    assert not any("other tunes" in line for line in told)


@pytest.mark.parametrize("units", [1, 12])
def test_lines_fit_a_terminal(units):
    assert max(map(len, lines(found(units)))) <= 100


def test_all_of_it_is_there_as_json():
    told = json.loads(json.dumps(record(found())))
    assert (told["version"], told["passage"], told["text"], told["signal"]) == (1, [3, 6], "A\nB", "h")
    assert len(told["units"]) == 12
    assert told["units"][3] == {"unit": "2:3", "mean": -0.5, "elsewhere": 0.003}
    assert told["together"] == [f"2:{at}" for at in range(5)]
    assert told["elsewhere"] == [
        {
            "tune": "tune 0\x1b", "start": 7, "end": 10, "units": 4, "before": "ab\n", "text": "c\x1bd", "after": "ef"
        }
    ]  # fmt: skip
