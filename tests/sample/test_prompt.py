"""Prompts, arranged: any order in, the model's order out, and nothing of the music lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songrnn.errors import UsageError
from songrnn.notation.abc.lexer import lines
from songrnn.sample.prompt import Prompt, arrange, arrange_words

ORDER = ("R", "M", "L", "K")
FULL = {"R": "jig", "M": "6/8", "L": "1/8", "K": "D"}


@settings(deadline=None)
@given(st.permutations(sorted(FULL)))
def test_header_fields_in_any_order_are_fed_in_the_order_of_the_model(names):
    text = "".join(f"{name}:{FULL[name]}\n" for name in names) + "|:abc d2e|"
    assert arrange(text, ORDER) == Prompt("R:jig\nM:6/8\nL:1/8\nK:D\n|:abc d2e|")


@pytest.mark.parametrize(
    ("text", "fed", "said"),
    [
        ("K:G\n", "M:4/4\nL:1/8\nK:G\n", "M: (taken as 4/4), L: (taken as 1/8)"),
        ("M:2/4\nK:G\nab", "M:2/4\nL:1/16\nK:G\nab", "L: (taken as 1/16)"),
        ("R:reel\nM:6/8\nL:1/8\nab", "R:reel\nM:6/8\nL:1/8\nK:C\nab", "K: (taken as C)"),
        ("abc|", "M:4/4\nL:1/8\nK:C\nabc|", "M: (taken as 4/4), L: (taken as 1/8), K: (taken as C)"),
        ("M:\nL:1/8\nK:G\nab", "M:4/4\nL:1/8\nK:G\nab", "M: (taken as 4/4)"),
    ],
)
def test_fields_that_are_missing_before_music_are_filled_in_and_remarked_on_once(text, fed, said):
    assert arrange(text, ORDER) == Prompt(fed, "", (f"The prompt leaves open {said}.",))


@pytest.mark.parametrize("text", ["R:jig\n", "M:6/8\nR:jig", "M:6/8\nL:1/8\n"])
def test_a_header_under_way_is_left_for_the_model_to_finish(text):
    arranged = arrange(text, ORDER)
    assert sorted(arranged.fed.splitlines()) == sorted(text.splitlines())
    assert "K:" not in arranged.fed
    assert arranged.remarks == ()


def test_a_key_typed_first_does_not_end_the_header():
    assert arrange("K:D\nM:6/8\nL:1/8\nabc", ORDER).fed == "M:6/8\nL:1/8\nK:D\nabc"


def test_a_title_is_shown_and_not_fed_and_a_number_is_neither():
    arranged = arrange("X:7\nT:The Lark\nT: 50% Off\n% a note\nC:Trad.\nM:6/8\nL:1/8\nK:D\nabc", ORDER)
    assert arranged == Prompt("M:6/8\nL:1/8\nK:D\nabc", "T:The Lark\nT: 50% Off\n% a note\nC:Trad.\n")
    assert arranged.tune(" def|") == arranged.kept + "M:6/8\nL:1/8\nK:D\nabc def|"


def test_a_field_given_twice_counts_once():
    assert arrange("M:6/8\nM:4/4\nL:1/8\nK:D\n", ORDER) == Prompt("M:6/8\nL:1/8\nK:D\n")


@pytest.mark.parametrize(
    ("typed", "fed"),
    [
        ("R:Jig", "R:jig\n"), ("K:D major", "K:D\n"), ("K: Bmin", "K:Bm\n"), ("K:Ador", "K:Ador\n"),
        ("M: C", "M:4/4\n"), ("M:C|", "M:C|\n"), ("L: 1/16 % short", "L:1/16\n"), ("R:123", ""),
    ],
)  # fmt: skip
def test_a_field_is_spelled_as_the_corpus_spells_it(typed, fed):
    assert fed in arrange(f"{typed}\nM:3/4\nL:1/8\nK:C\n", ORDER).fed
    assert "R:\n" not in arrange(f"{typed}\n", ORDER).fed


@pytest.mark.parametrize("rhythm", ["hornpipe", "Hornpipe", "clog"])
def test_the_cut_time_of_a_hornpipe_is_four_four_wherever_the_rhythm_stands(rhythm):
    for text in (f"R:{rhythm}\nM:C|\n", f"M:C|\nR:{rhythm}\n"):
        assert "M:4/4\n" in arrange(text, ORDER).fed
    assert "M:C|\n" in arrange("R:reel\nM:C|\n", ORDER).fed


@pytest.mark.parametrize("text", ["", " \n\n"])
def test_no_prompt_is_fed_as_it_is(text):
    assert arrange(text, ORDER) == Prompt(text)


@settings(deadline=None)
@given(st.text("XTMLK:Cab|%\n\r 6/8", max_size=40))
def test_a_model_without_an_order_is_fed_verbatim(text):
    assert arrange(text, ()) == Prompt(text)


@pytest.mark.parametrize("body", ["A:|B2|", "d::e", "|:abc", "%c\nab", "abc\nd2e|\nM:3/4\ndef", "~A"])
def test_music_that_looks_like_a_field_stays_music(body):
    music = body.removeprefix("%c\n")
    assert arrange(f"M:4/4\nL:1/8\nK:D\n{body}", ORDER).fed == f"M:4/4\nL:1/8\nK:D\n{music}"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(end):
    arranged = arrange(end.join(["T:x", "", "M:6/8", "L:1/8", "K:D", "abc"]), ORDER)
    assert (arranged.fed, arranged.kept) == ("M:6/8\nL:1/8\nK:D\nabc", "T:x\n")


def test_a_model_that_knows_no_meter_is_given_none():
    assert arrange("K:D\nabc", ("L", "K")).fed == "L:1/8\nK:D\nabc"


@settings(deadline=None)
@given(st.one_of(st.text(max_size=60), st.text("XTRMLK:C|ab%\n\r\t 0168/", max_size=60)), st.permutations(ORDER))
def test_no_prompt_raises_and_its_music_is_fed_whole(text, order):
    arranged = arrange(text, order)
    assert len(arranged.remarks) <= 1
    rows = lines(text)
    music = next((at for at, row in enumerate(rows) if row.startswith(("a", "b", "|")) and row[1:2] != ":"), None)
    if music is not None:
        assert arranged.fed.endswith("".join(rows[music:]).strip())


def test_note_words_stand_on_one_line_as_they_are_spelled_in_corpora():
    assert arrange_words(" G4.Db4:2/8\n\tR ") == Prompt("C#4.G4:1/4 R")
    assert arrange_words("  ") == Prompt("")


@pytest.mark.parametrize("text", ["M:6/8\nK:D\n", "C4:1/4 |", "c4", "C4:1/0", "\x1b]0;evil\x07"])
def test_what_is_no_note_word_is_named_with_what_to_write(text):
    with pytest.raises(UsageError, match=r"is none; write C4:1/4, ") as refused:
        arrange_words(text)
    assert str(refused.value).isprintable()
