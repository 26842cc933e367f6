from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from songrnn.corpus import ranges as module
from songrnn.corpus.ranges import Range, ranges


def cuts(path, kind, content):
    path.write_bytes(content)
    return list(ranges(path, kind))


def test_a_small_file_is_one_range_to_its_end(tmp_path):
    assert cuts(tmp_path / "a.jsonl", "doodle", b"{}\n{}\n") == [Range(0, 0, 1)]


def test_what_is_no_text_or_is_packed_is_not_cut(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_SIZE", 4)
    assert cuts(tmp_path / "a.mid", "midi", b"a\nb\nc\nd\n") == [Range()]
    assert cuts(tmp_path / "a.jsonl.gz", "doodle", b"a\nb\nc\nd\n") == [Range()]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lines=st.lists(st.binary(max_size=40).map(lambda b: b.replace(b"\n", b"")), max_size=40), block=st.integers(1, 60)
)
def test_ranges_of_lines_follow_each_other_and_each_begins_with_the_line_it_names(tmp_path, monkeypatch, lines, block):
    monkeypatch.setattr(module, "_SIZE", 25)
    monkeypatch.setattr(module, "_BLOCK", block)
    content = b"".join(line + b"\n" for line in lines)
    found = cuts(tmp_path / "a", "words", content)
    assert found[0].begin == 0
    assert [one.begin for one in found[1:]] == [one.end for one in found[:-1]]
    assert found[-1].end == (len(content) if len(found) > 1 else 0)
    for one in found:
        assert content[: one.begin].count(b"\n") == one.first - 1
        assert one.begin == 0 or content[one.begin - 1 : one.begin] == b"\n"
    assert all(one.end - one.begin >= 25 for one in found[:-1])
    assert all(one.end - one.begin <= 25 + 41 for one in found[1:])


def test_tunes_are_never_cut_in_two_and_are_counted(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_SIZE", 60)
    tunes = [f"X:{number}\nK:C\n{'abc|' * number}\n\n".encode() for number in range(1, 20)]
    content = b"%abc\n" + b"".join(tunes)
    for one in cuts(tmp_path / "a.abc", "book", content)[1:]:
        assert content[one.begin :].startswith(tunes[one.first - 1])


def test_course_text_is_cut_between_its_blocks(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_SIZE", 30)
    content = b"".join(b"<start>\nX:%d\nK:C\nabc\n<end>\n" % number for number in range(1, 9))
    found = cuts(tmp_path / "a.txt", "book", content)
    assert len(found) > 2
    assert all(content[one.begin :].startswith(b"<start>\nX:%d\n" % one.first) for one in found)
