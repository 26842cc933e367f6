from songrnn.corpus.collections.books import joined
from songrnn.corpus.layouts import Job, jobs
from songrnn.corpus.reading import Manner, Refused, read


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
    found = pieces(tmp_path / "a.txt", "M:4/4\nK:Cmaj\n|: G 2 (3 A B c | d' /2 :|\n\nM:6/8\nK:Ddor\nA B c [1 d |\n")
    assert [one.content for one in found] == ["M:4/4\nK:Cmaj\n|:G2(3ABc|d'/2:|", "M:6/8\nK:Ddor\nABc[1d|"]
    assert [one.name for one in found] == ["a.txt, tune 1", "a.txt, tune 2"]


def test_tokens_of_one_line_a_tune_become_abc(tmp_path):
    found = pieces(tmp_path / "a.txt", "<s> M:4/4 K:Cmaj G 2 | </s>\n<s> M:3/4 G | </s>\n")
    assert found[0].content == "M:4/4\nK:Cmaj\nG2|"
    assert found[1] == Refused("a.txt, tune 2", "has no K: line, so no music")


def test_fields_inside_of_a_tune_stay_where_they_are():
    assert joined("M:4/4 K:C a b [K:D] c |") == "M:4/4\nK:C\nab[K:D]c|"
