import gzip

import pytest

from songrnn.corpus.collections import files
from songrnn.corpus.collections.files import content_of, lines
from songrnn.corpus.layouts import Job
from songrnn.errors import CorpusError


def job(path, content, begin=0, end=0, first=1):
    path.write_bytes(content)
    return Job(str(path), "doodle", path.name, "s", begin, end, first)


def test_the_bytes_of_a_range_are_read_and_no_more(tmp_path):
    assert content_of(job(tmp_path / "a", b"0123456789", 2, 5), 100) == b"234"
    assert content_of(job(tmp_path / "a", b"0123456789"), 10) == b"0123456789"
    with pytest.raises(CorpusError, match="is larger than"):
        content_of(job(tmp_path / "a", b"0123456789"), 9)


def test_lines_are_numbered_and_empty_ones_are_passed_over(tmp_path):
    assert list(lines(job(tmp_path / "a", b"a\n\n  b \r\nc"))) == [(1, b"a", ""), (3, b"b", ""), (4, b"c", "")]


def test_the_lines_of_a_range_are_numbered_from_its_first(tmp_path):
    assert list(lines(job(tmp_path / "a", b"a\nb\nc\nd\n", 2, 6, 2))) == [(2, b"b", ""), (3, b"c", "")]


def test_packed_lines_are_read_as_a_stream(tmp_path):
    assert list(lines(job(tmp_path / "a.GZ", gzip.compress(b"a\nb\n")))) == [(1, b"a", ""), (2, b"b", "")]


def test_a_line_too_long_is_passed_over_and_the_next_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LONGEST_LINE", 5)
    found = list(lines(job(tmp_path / "a", b"123456\n12345\n1234567890\nb\n")))
    assert [(line.number, line.content) for line in found] == [(1, b""), (2, b""), (3, b""), (4, b"b")]
    assert found[0].fault.startswith("is longer than")


def test_a_line_without_end_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LONGEST_LINE", 5)
    monkeypatch.setattr(files, "_MOST_PASSED", 20)
    monkeypatch.setattr(files, "_BLOCK", 8)
    with pytest.raises(CorpusError, match="the rest is left out"):
        list(lines(job(tmp_path / "a", b"1" * 100 + b"\nb\n")))


def test_what_unpacks_to_too_much_is_left_out_from_there(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "_MOST_UNPACKED", 5)
    found = list(lines(job(tmp_path / "a.gz", gzip.compress(b"abc\ndef\nghi\n"))))
    assert [line.content for line in found] == [b"abc", b"def", b""]
    assert "the rest is left out" in found[-1].fault


def test_a_file_of_empty_lines_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "_MOST_BLANK", 3)
    with pytest.raises(CorpusError, match="empty lines"):
        list(lines(job(tmp_path / "a", b"\n" * 10)))
