import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.evaluate.study.markdown import markdown
from songrnn.evaluate.study.page import Code, File, Page, Section, Subheading, Table, Words


def text_of(*blocks):
    return markdown(Page("t", (Section("s", blocks),)), "report_files")


def test_files_are_named_beside_the_page():
    text = text_of(File("a.svg", b"", "a roll"), File("a.mp3", b"", "sound"))
    assert "![a roll](<report_files/a.svg>)" in text
    assert "\n[sound](<report_files/a.mp3>)" in text


def test_a_table_has_a_line_for_each_row():
    text = text_of(Table(("a", "b"), (("1", "x|y"),), "what"))
    assert "| a | b |\n| --- | --- |\n| 1 | x\\|y |\n\n*what*" in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [("3.0", "3.0"), ("1. one", "1\\. one"), ("- x", "\\- x"), ("-0.5", "-0.5"), ("a\n===", "a\n\\===")],
)
def test_words_that_would_begin_a_list_or_a_heading_do_not(text, shown):
    assert text_of(Words(text)).endswith(f"\n\n{shown}\n")


def test_headings_words_and_notes_stand_as_they_are():
    text = text_of(Subheading("part"), Words("plain"), Words("gone", remark=True))
    assert text == "# t\n\n- s\n\n## s\n\n### part\n\nplain\n\n**Note:** gone\n"


@given(st.text(st.sampled_from("`ab\n~"), max_size=30))
def test_a_tune_cannot_end_its_own_fence(text):
    fence = re.search(r"^(`{3,})$", text_of(Code(text)), re.MULTILINE)[1]
    assert fence not in text


@given(st.text(st.sampled_from("*_<>[]#|`\\!&ab"), min_size=1, max_size=20))
def test_marks_in_a_text_are_escaped(text):
    shown = text_of(Words(text)).split("## s\n\n")[1].rstrip("\n")
    assert re.sub(r"\\(.)", r"\1", shown) == text
    assert not re.search(r"(?<!\\)[*_<>\[\]#|`!&]", re.sub(r"\\\\", "", shown))
