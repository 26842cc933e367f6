import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songrnn.notation.abc.lexer import columns, dense, is_field, kind, lexemes, lines, tokens

ABC = st.text("ABcdgz2/|:[]()-<>{}~!\"%^_=,'& \\\nXKM", max_size=60)
ENDS = st.text("aB|:\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029", max_size=30)


def pairs(text):
    return [(token.kind, token.text) for token in tokens(text)]


def kinds(text):
    return [token.kind for token in tokens(text)]


@settings(deadline=None)
@given(st.one_of(ABC, ENDS, st.text(max_size=60)))
def test_the_lexemes_joined_are_the_text(text):
    assert "".join(token.text for token in tokens(text)) == text
    assert "".join(lines(text)) == text


@settings(deadline=None)
@given(st.one_of(ABC, ENDS))
def test_every_lexeme_stands_where_it_says(text):
    rows = lines(text)
    for token in tokens(text):
        assert rows[token.line - 1][token.column - 1 :].startswith(token.text)


def test_lines_end_at_line_feeds_and_carriage_returns_only():
    assert lines("a\nb\r\nc\rd\x85e\u2028f\x0cg") == ["a\n", "b\r\n", "c\r", "d\x85e\u2028f\x0cg"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("c", "note"), ("^^C,,", "note"), ("__b''", "note"), ("=f", "note"), ("z", "rest"), ("Z", "rest"),
        ("3/2", "length"), ("//", "length"), ("/4", "length"), ("12", "length"),
        ("|", "bar"), ("||", "bar"), ("|]", "bar"), ("[|", "bar"), ("|:", "bar"), (":|", "bar"), ("::", "bar"),
        (":|:", "bar"), (":||:", "bar"), ("::|", "bar"), ("[:c", "chord"),
        ("(3", "tuplet"), ("(3:2:4", "tuplet"), ("(3::", "tuplet"), ("(", "slur"), (")", "slur"),
        ("-", "tie"), (">>", "broken"), ("<", "broken"), ("{/", "grace"), ("}", "grace"), ("[", "chord"),
        ("~", "decoration"), ("!trill!", "decoration"), ("+trill+", "decoration"), (".", "decoration"),
        ('"Am"', "quoted"), ("[K:D]", "inline"), ("%foo", "comment"), ("%%foo", "directive"), ("&", "overlay"),
        ("\\", "continuation"), (" \t", "space"), ("y", "spacer"), ("*", "other"), ('"', "other"), ("é", "other"),
        ("K:D", "field"), ("w:la la", "field"), ("+:la", "field"),
    ],
)  # fmt: skip
def test_a_lexeme_has_its_kind(text, kind):
    first = next(tokens(text))
    assert first.kind == kind
    if kind != "chord":
        assert first.text == text


@pytest.mark.parametrize("bar", ["d:|", "z:|", "B::"])
def test_a_line_of_one_note_and_a_repeat_sign_is_no_field(bar):
    assert kinds(f"K:C\n{bar}")[2:] == ["rest" if bar[0] == "z" else "note", "bar"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (":|2c", [("bar", ":|"), ("ending_number", "2"), ("note", "c")]),
        ("|1,3 c", [("bar", "|"), ("ending_number", "1,3"), ("space", " "), ("note", "c")]),
        ("[2-4c", [("ending", "["), ("ending_number", "2-4"), ("note", "c")]),
        (":|[2c", [("bar", ":|"), ("ending", "["), ("ending_number", "2"), ("note", "c")]),
    ],
)
def test_numbers_after_bar_lines_are_endings(text, expected):
    assert pairs(text) == expected


def test_a_quotation_or_decoration_that_does_not_end_is_not_one():
    assert "quoted" not in kinds('"Am\nc"')
    assert "decoration" not in kinds("!a|c!")


def test_a_comment_goes_to_the_end_of_its_line_and_no_further():
    assert pairs("c%de\nf") == [("note", "c"), ("comment", "%de"), ("newline", "\n"), ("note", "f")]


ROWS = st.one_of(ABC, st.text(max_size=60)).map(lambda text: text.replace("\n", " ").replace("\r", " "))


@settings(deadline=None)
@given(ROWS)
def test_whole_lexemes_joined_are_the_line(row):
    assert "".join(lexemes(row)) == row
    assert all(kind(text) for text in lexemes(row))


@settings(deadline=None)
@given(ROWS)
def test_dense_lexemes_stand_in_their_columns_with_spaces_between_them(row):
    texts, starts = dense(row), columns(row)
    before = 0
    for text, column in zip(texts, starts, strict=True):
        assert row[column - 1 :].startswith(text)
        assert row[before : column - 1].strip(" \t") == ""
        before = column - 1 + len(text)
    assert before == len(row)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("c'3/2", "note"), ("^^C,,", "note"), ("=f//", "note"), ("^/c2", "note"), ("_3/2B", "note"), ("z4", "rest"),
        ("Z12", "rest"), ("x/", "rest"), ("[CE]3/2", "chord"), ("[^C-E!x!]", "chord"), ("[]", "chord"),
        ("{/gab2}", "grace"), ("{}", "grace"), ("|", "bar"), (":|2", "bar"), ("|1,3-4", "bar"), ("::", "bar"),
        ("[|", "bar"), (":||:", "bar"), ("[2", "ending"), ("[1,3", "ending"), ("(3:2:4", "tuplet"), ("(", "slur"),
        ("[V:1]", "inline"), ("[K:D minor]", "inline"), ('"^hi"', "quoted"), ("!f!", "decoration"), ("~", "decoration"),
        ("+trill+", "decoration"), ("y3", "spacer"), ("`", "spacer"), ("&", "overlay"), ("% c", "comment"),
        ("\\", "continuation"), (">>", "broken"), ("-", "tie"), (" \t", "space"), ("[", "other"), ("{", "other"),
        ("*", "other"), ('"', "other"), ("\0", "other"), ("3", "other"), ("٣", "other"),
    ],
)  # fmt: skip
def test_a_whole_lexeme_has_its_kind(text, what):
    assert lexemes(text) == [text]
    assert kind(text) == what


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("A2 |1 B", ["A2", "|1", "B"]),
        ("  [CE]2 - c ", ["[CE]2", "-", "c", " "]),
        ("(3 AB[c", ["(3", "A", "B", "[", "c"]),
        ("A/4/4", ["A/4", "/", "4"]),
        ("!a|c!", ["!", "a", "|", "c", "!"]),
    ],
)
def test_dense_lexemes_leave_the_spaces_before_them_out(row, expected):
    assert dense(row) == expected


@pytest.mark.parametrize(
    ("row", "answer"), [("K:D", True), ("+:la", True), ("w:a", True), ("A:|", False), ("z::", False), (" K:D", False)]
)
def test_fields_are_told_from_music(row, answer):
    assert is_field(row) is answer
