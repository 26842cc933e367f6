"""The music, character by character, by the law for readers and by that for writers."""

import pytest

from songrnn.notation.abc.grammar import Level, accepts, after, begin, law, may_end, read, under

HEADER = "M:4/4\nL:1/8\nK:D\n"
ORDER = ("R", "M", "L", "K")


def behind(body, *, header=HEADER, drawing=True, level=Level.BARS, order=ORDER, wanted=0):
    """The place behind a body, None if it is refused."""
    place = read(begin(law(level, (), wanted), header), header)
    return read(under(place, law(level, order if drawing else (), wanted, drawing=drawing)), body)


@pytest.mark.parametrize(
    "body",
    [
        "GABc dedB|GABc d4|]", "|:D|G>A B<c d2 ed|(3GAB c2 ~d2 d:|", "{g}a2 {ag}f2 g4-|g4 [GB]4|]",
        "z2 x2 G/A/B/c/ d2|]", "|:G8|1A8:|2B8|]", "^c'2 _B,,2 =F2 __E2|]", "G4- G2 (3GAB|]", "[g2B2][dG]2 G4|]",
        "G8-|\nG8|]", "(5GABcd (3efg e2 d2|]",
    ],
    ids=repr,
)  # fmt: skip
def test_tunes_of_a_cleaned_corpus_may_be_drawn(body):
    assert may_end(behind(body))


@pytest.mark.parametrize(
    "body",
    [
        '"Am"A4 (AB) .c!trill!d|AB`c2y d4|]', "G2 A> B c2 d2|]", "A B c d\\\ne4|]", "G4 G4|\nw:la la\nG8|]",
        "|G8||\n|:A8::B8:|", "|:G8|[1A8:|[2B8|]", "G8|% a remark\nP:B\nA8|]", "Z|G8|]", "(3G2AB3 c4|]",
    ],
    ids=repr,
)  # fmt: skip
def test_a_reader_takes_more_than_a_writer_may_draw(body):
    assert may_end(behind(body, drawing=False))
    assert behind(body) is None


@pytest.mark.parametrize(
    "body",
    [
        "G9", "GABc dedBA", "|:G7:|", "GA>|", "G>A>", "G2>A|", "(3G2A", "(3GAB>", "(3(", "(9G8", "G4-A", "G4-|A",
        "G4--", "G4-z", "G-~G", "{a}~G", "{a}{b}", "{}", "{a}z", "{a}|", "~z", "~[", "[]", "[GG", "[G|", "[G2B]",
        "^z", "^=", "c,", "C'", "c'''", "G1024", "G/3", "G0", "G/32", ">", "-", "]", "}", "2", "G:|2", "|1", "G8|2",
        "|:G8|]", "|:G8|:", "G8|]A", "\n", "GA\n", "G  ", "{abcdefg}", "G8||:|", "V",
    ],
    ids=repr,
)  # fmt: skip
def test_what_players_or_programs_stumble_over_is_never_drawn(body):
    place = behind(body)
    assert place is None or all(after(place, char) is None for char in "GAz|:])} \n'")


@pytest.mark.parametrize("body", ["G8", "G8|G", "|:G8|", "G8-|", "|:G8|1G8:|2", "(G8|", "G>", "G4", "", "G8|:"])
def test_a_tune_ends_at_a_bar_line_with_nothing_open(body):
    place = behind(body, drawing=False)
    assert place is not None
    assert not may_end(place)


def test_a_roll_or_a_broken_pair_off_the_beat_is_not_drawn_in_a_hornpipe():
    hornpipe = "R:hornpipe\n" + HEADER
    assert behind("~GAB>c", header=hornpipe) is not None
    assert behind("G~", header=hornpipe) is None
    assert behind("GA>", header=hornpipe) is None
    assert behind("GA>") is not None


def test_the_exact_number_of_bars_is_kept():
    assert may_end(behind("G8|A8|", wanted=2))
    assert not may_end(behind("G8|", wanted=2))
    assert behind("G8|A8|B", wanted=2) is None
    assert may_end(behind("G|A8|B7|]", wanted=2))


def test_syntax_counts_no_bars_but_closes_what_is_open():
    assert accepts(HEADER + "GABc|d9|[K:G]d|]", Level.SYNTAX)
    assert not accepts(HEADER + "[GB|d9|]", Level.SYNTAX)
    assert not accepts(HEADER + "|:GABc|d9|]", Level.SYNTAX)
    assert may_end(behind("G9|A|]", level=Level.SYNTAX))


def test_a_bracket_behind_a_bar_line_may_be_a_chord_or_an_ending():
    assert behind("|:G8|[GB]", drawing=False) is not None
    assert behind("|:G8|[1G", drawing=False) is not None
