from hypothesis import given
from hypothesis import strategies as st

from songrnn.probe.paint.layout import BLANK, rows


def laid(texts, across=100, widths=None):
    """The rows as text, a blank as a dot."""
    texts = list(texts)
    found = rows(texts, widths or [len(text) for text in texts], across=across)
    return [
        "".join(
            "." if at == BLANK else (texts[at][offset : offset + 1] or "_")
            for at, offset in zip(row.symbols, row.offsets, strict=True)
        )
        for row in found
    ]


def test_bar_lines_stand_in_columns():
    assert laid("GA B2|c4|d2e2|\nGABc|d|e|\nG4|A2|B|\n") == [
        "GA B2|c4|d2e2|\n",
        "GABc.|d.|e...|\n",
        "G4...|A2|B...|\n",
    ]


def test_bar_lines_of_different_lengths_begin_in_one_column():
    assert laid("G4:|A4|]\nG4|A|]\n") == ["G4:|A4|]\n", "G4|.A.|]\n"]


def test_a_pick_up_and_a_lonely_repeat_sign_have_a_column_of_their_own():
    assert laid("d|G4|A4|\nG4|A4|\n|:B4|c4:|\n") == ["d|.G4|A4|.\n", "...G4|A4|.\n", ".|:B4|c4:|\n"]


def test_header_fields_and_comments_are_left_as_they_are_and_lines_between_them_still_align():
    tune = "T:a|b|c\nK:G\nGAB|c|\nV:2\n% G|A|\nG|c|\n"
    assert laid(tune) == ["T:a|b|c\n", "K:G\n", "GAB|c|\n", "V:2\n", "% G|A|\n", "G..|c|\n"]


def test_a_bar_sign_in_quotes_is_no_bar_line():
    assert laid('"a|b"G|c|\nG|c|\n') == ['"a|b"G|c|\n', "G.....|c|\n"]


def test_lines_whose_bars_differ_wildly_are_not_aligned():
    tune = "GABcdefgGABcdefgGABcdefg|c24|\nc24|GABcdefgGABcdefgGABcdefg|\n"
    assert laid(tune) == tune.splitlines(keepends=True)


def test_lines_that_fit_are_not_made_too_long_for_a_row():
    tune = "GABcde|c6|\nG6|cdefga|\n"
    assert laid(tune, across=14) == tune.splitlines(keepends=True)
    assert laid(tune, across=15) == ["GABcde|c6....|\n", "G6....|cdefga|\n"]


def test_a_text_without_bar_lines_stays_as_it_is():
    assert laid(["C4:1/4", " D4:1/4", " R:1/2"]) == ["C4:1/4 D4:1/4 R:1/2"]


def test_a_long_line_goes_on_in_the_next_row_after_a_bar_line_or_a_symbol():
    assert laid("GABc|GABc|GABc|\n", across=12) == ["GABc|GABc|", "GABc|\n"]
    assert laid(["C4:1/4", " D4:1/4", " R:1/2"], across=15) == ["C4:1/4 D4:1/4", " R:1/2"]
    assert laid(["x" * 25], across=10) == ["x" * 10, "x" * 10, "x" * 5]


def test_a_symbol_wider_than_its_text_keeps_its_bar_lines_aligned():
    found = laid(["G2", "|", "A", "|", "\n", "G", "|", "A", "|"], widths=[3, 1, 2, 1, 1, 3, 1, 2, 1])
    assert found == ["G2_|A_|\n", "G__|A_|"]


def test_a_symbol_without_text_has_a_cell_if_it_is_given_one():
    assert laid(["", "G", "", "A"], widths=[1, 1, 1, 1]) == ["_G_A"]
    assert laid(["", "G", "", "A"]) == ["GA"]


@given(st.lists(st.text('GAb|:[]1 \n"{}K%d2', max_size=4), max_size=40), st.integers(4, 30), st.integers(0, 3))
def test_no_character_is_lost_or_moved_before_another_and_no_row_is_too_long(texts, across, more):
    widths = [len(text) + more for text in texts]
    found = rows(texts, widths, across=across)
    assert all(len(row) <= across for row in found)
    kept = [
        (at, offset)
        for row in found
        for at, offset in zip(row.symbols.tolist(), row.offsets.tolist(), strict=True)
        if at != BLANK
    ]
    wanted = [(at, offset) for at, width in enumerate(widths) for offset in range(width)]
    assert kept == (wanted if "".join(texts) else [])
