from fractions import Fraction

from songrnn.corpus.layouts import Job, jobs
from songrnn.corpus.reading import Manner, Refused, read
from songrnn.notation import folkrnn
from songrnn.notation.abc.parser import read_tune


def pieces(path, content):
    path.write_text(content)
    return [one for job in jobs(path) for one in read(job, Manner())]


def test_tunes_of_a_book_keep_their_numbers_and_one_without_a_key_is_refused(tmp_path):
    first, second = pieces(tmp_path / "a.abc", "X:1\nT:only words\n\nX:2\nK:D\nabc\n")
    assert first == Refused("a.abc, tune 1", "has no K: line, so no music")
    assert (second.content, second.notation, second.name) == ("X:2\nK:D\nabc", "abc", "a.abc, tune 2")


def test_a_range_of_a_book_counts_from_where_it_begins(tmp_path):
    content = "X:1\nK:C\nc\n\nX:2\nK:D\nd\n"
    (tmp_path / "a.abc").write_text(content)
    job = Job(str(tmp_path / "a.abc"), "book", "a.abc", "a", content.index("X:2"), len(content), 2)
    assert [(one.name, one.content) for one in read(job, Manner())] == [("a.abc, tune 2", "X:2\nK:D\nd")]


def test_tokens_of_three_lines_a_tune_become_abc(tmp_path):
    found = pieces(tmp_path / "a.txt", "M:4/4\nK:Cmaj\n|: G 2 (3 A B c | d' /2 :|\n\nM:6/8\nK:Ddor\nA B c |1 d |\n")
    assert [one.content for one in found] == [
        "M:4/4\nL:1/8\nK:Cmaj\n|:G2(3ABc|d'/2:|", "M:6/8\nL:1/8\nK:Ddor\nABc|1d|",
    ]  # fmt: skip
    assert [one.name for one in found] == ["a.txt, tune 1", "a.txt, tune 2"]


def test_tokens_of_one_line_a_tune_become_abc(tmp_path):
    found = pieces(tmp_path / "a.txt", "<s> M:4/4 K:Cmaj G 2 | </s>\n<s> M:3/4 G | </s>\n")
    assert found[0].content == "M:4/4\nL:1/8\nK:Cmaj\nG2|"
    assert found[1] == Refused("a.txt, tune 2", "has no K: line, so no music")


def test_the_unit_of_tokens_is_an_eighth_in_short_meters_too(tmp_path):
    (found,) = pieces(tmp_path / "a.tokens", "M:2/4\nK:Gmaj\n|: G 2 B 2 | d 2 B 2 :|\n")
    assert [bar.length for bar in read_tune(found.content).score.voices[0].bars] == [Fraction(1, 2)] * 2


def test_tokens_are_read_from_a_corpus_as_convert_reads_them(tmp_path):
    text = "M:2/4\nK:Gmaj\n|: G 2 B 2 | d 2 B 2 :| |1 G 4 |\n\nM:4/4\nK:Ador\nA 2 B c d 2 e f | g 8 |\n"
    assert [one.content for one in pieces(tmp_path / "a.tokens", text)] == folkrnn.read_book(text)


def test_a_frame_on_a_line_of_its_own_is_no_tune(tmp_path):
    (found,) = pieces(tmp_path / "a.tokens", "<s>\nM:4/4\nK:Cmaj\nG 2 A B |\n</s>\n")
    assert found.content == "M:4/4\nL:1/8\nK:Cmaj\nG2AB|"
