"""The law: one object for the same wishes, and a grid that every legal duration falls on."""

from songrnn.notation.abc.grammar.law import GRID, Level, law


def test_the_same_wishes_are_the_same_object():
    assert law(Level.BARS, ("M",), 8, drawing=True) is law(Level.BARS, ("M",), 8, drawing=True)
    assert law(Level.BARS) is not law(Level.SYNTAX)


def test_only_a_writer_of_cleaned_tunes_is_plain():
    assert law(Level.BARS, ("M", "K"), drawing=True).plain
    assert not law(Level.BARS, ("M", "K")).plain
    assert not law(Level.BARS, drawing=True).plain


def test_the_grid_divides_notes_tuplets_and_dots():
    assert all(GRID % (2**halvings * tuplet) == 0 for halvings in range(8) for tuplet in range(2, 10))
