import numpy as np

from songrnn.probe.paint.sheet import sheet
from songrnn.probe.signals import Unit


def shown(stacks):
    return [["".join(strip.cells) for strip in stack] for stack in stacks]


def test_every_character_has_the_share_of_its_symbol(unit):
    (stack,) = sheet(unit(["G", "AB", "c"], [0.5, -1.0, 0.0]), "text", across=9)
    assert stack[0].cells == ("G", "A", "B", "c")
    assert stack[0].shares.tolist() == [0.5, -1.0, -1.0, 0.0]


def test_blanks_before_bar_lines_have_no_share(unit):
    text = "GAB|c|\nG|c|\n"
    second = sheet(unit(text, [1.0] * len(text)), "text", across=20)[1][0]
    assert second.cells == tuple("G  |c|⏎")
    assert np.isnan(second.shares).tolist() == [False, True, True, False, False, False, False]


def test_the_space_before_a_word_is_paper_and_a_space_that_is_a_symbol_is_not(unit):
    (stack,) = sheet(unit(["C4", " D4", " ", "E"], [0.5] * 4), "text", across=9)
    assert stack[0].cells == tuple("C4 D4 E")
    assert np.isnan(stack[0].shares).tolist() == [False, False, True, False, False, False, False]


def test_several_units_are_shown_one_after_the_other_under_their_names(view):
    seen = view("ab", units=(Unit(1, 2), Unit(2, 0)))
    stacks = sheet(seen, "text", across=9)
    assert shown(stacks) == [["unit 1:2"], ["ab"], ["unit 2:0"], ["ab"]]
    assert np.isnan(stacks[0][0].shares).all()
    np.testing.assert_allclose(stacks[3][0].shares, seen.trace.layers[1].signals["h"][:, 0])


def test_beliefs_are_the_surprise_and_the_guesses_below_each_symbol(believing):
    ((text, first, second),) = sheet(believing, "beliefs", across=9)
    assert shown([(text, first, second)]) == [["ab", "b∎", "|⏎"]]
    np.testing.assert_allclose(text.shares, [-0.25, 0.0])
    assert (first.shares.tolist(), second.shares.tolist()) == ([0.75, 0.5], [0.25, 0.125])


def test_a_symbol_is_as_wide_as_its_guesses_and_words_have_a_gap(view, believing):
    guesses = tuple((guess, type(guess)("F#4:1/16", 0.5)) for guess, _ in believing.beliefs.guesses)
    assert shown(sheet(view(["C4", " D4"], guesses=guesses), "beliefs", across=40)) == [
        ["C4        D4      ", "b        ∎        ", "F#4:1/16 F#4:1/16 "]
    ]


def test_a_symbol_with_fewer_guesses_has_paper_below_it(view, believing):
    guesses = (believing.beliefs.guesses[0], ())
    ((_, first, second),) = sheet(view("ab", guesses=guesses), "beliefs", across=9)
    assert (first.cells, second.cells) == (("b", " "), ("|", " "))
    assert np.isnan(first.shares[1])


def test_whatever_a_text_holds_is_safe_to_show(unit):
    text = "a\x1b\x07\u202e\t\x0b\u2028e\u0301"
    ((strip,),) = sheet(unit(text, [0.0] * len(text)), "text", across=20)
    assert strip.cells == ("a", "�", "�", "�", " ", "�", "�", "e", "◌\u0301")
