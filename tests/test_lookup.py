import subprocess
import sys

import pytest

from songrnn.errors import UsageError
from songrnn.lookup import Table, did_you_mean

TABLE = Table("colour", {"red": "fractions:Fraction", "blue": "songrnn.lookup:Table"})


def test_a_name_leads_to_its_thing():
    assert TABLE.get("blue") is Table


def test_names_keep_their_order_and_are_contained():
    assert TABLE.names() == ["red", "blue"]
    assert "red" in TABLE
    assert "green" not in TABLE
    assert 3 not in TABLE


def test_an_unknown_name_is_an_error_with_the_nearest_one():
    with pytest.raises(UsageError, match=r"^No colour is called 'bleu'\. Did you mean 'blue'\?$"):
        TABLE.get("bleu")


@pytest.mark.parametrize(
    ("name", "known", "sentence"),
    [
        ("RED", ["red"], "Did you mean 'red'?"),
        ("xyz", ["red", "blue"], "Known: blue, red."),
        ("xyz", [], "None is known."),
    ],
)
def test_a_mistaken_name_is_answered_with_what_is_known(name, known, sentence):
    assert did_you_mean(name, known) == sentence


def test_things_are_imported_only_when_asked_for():
    script = (
        "import sys; from songrnn.lookup import Table; t = Table('x', {'a': 'colorsys:rgb_to_hsv'});"
        "assert 'colorsys' not in sys.modules; t.get('a'); assert 'colorsys' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
