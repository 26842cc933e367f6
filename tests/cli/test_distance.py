from dataclasses import replace

from songrnn.cli.distance import table
from songrnn.evaluate.distance import Named, measure
from songrnn.evaluate.features import collect
from songrnn.notation.abc.parser import read_tune
from songrnn.notation.sequences import from_score


def named(name, *bodies):
    return Named(name, collect(from_score(read_tune(f"M:4/4\nL:1/8\nK:C\n{body}|").score) for body in bodies))


FOUND = measure(named("ours, train", "CDEF", "GABc"), named("output", "CD", "CC", "z8"), named("ours, test", "EFGA"))


def test_sets_features_and_the_yardstick_stand_in_the_tables():
    lines = table(FOUND).splitlines()
    assert lines[:3] == [
        "corpus          2 pieces   ours, train",
        "output          2 pieces   output   (1 more without a note)",
        "held-out        1 piece    ours, test",
    ]
    # Of the corpus 2/8 are C and 1/8 D, of the output 3/4 and 1/4; the held-out ones are half of those of the corpus.
    assert next(line.split()[2:4] for line in lines if line.startswith("pitch classes")) == ["0.375", "0.500"]
    assert [line.split()[2:] for line in lines if line.startswith("pitch count")][1][:3] == ["4.000", "1.500", "4.000"]


def test_what_no_piece_has_is_a_dash_and_names_are_safe():
    named_badly = replace(FOUND, output=replace(FOUND.output, name="\x1b[2J"))
    text = table(named_badly)
    assert "\x1b" not in text
    single = [line for line in text.splitlines() if line.startswith("pitch range")][1]
    assert single.split()[-1] == "-"
