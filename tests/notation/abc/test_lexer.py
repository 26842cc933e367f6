import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songrnn.notation.abc.lexer import lines, tokens

ABC = st.text("ABcdgz2/|:[]()-<>{}~!\"%^_=,'& \\\nXKM", max_size=60)
ENDS = st.text("aB|:\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029", max_size=30)


def lexemes(text):
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
    assert lexemes(text) == expected


def test_a_quotation_or_decoration_that_does_not_end_is_not_one():
    assert "quoted" not in kinds('"Am\nc"')
    assert "decoration" not in kinds("!a|c!")


def test_a_comment_goes_to_the_end_of_its_line_and_no_further():
    assert lexemes("c%de\nf") == [("note", "c"), ("comment", "%de"), ("newline", "\n"), ("note", "f")]
