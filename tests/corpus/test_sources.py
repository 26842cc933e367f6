import pytest

from songrnn.corpus import sources
from songrnn.corpus.sources import package_folder, read_path, read_text
from songrnn.errors import CorpusError


def found(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_path(path)


def texts(path, content):
    return [piece.text for piece in found(path, content).pieces]


def test_a_tunebook_is_cut_at_its_numbers(tmp_path):
    book = "%abc-2.1\nfree words\n\nX:1\nK:D\nabc|\n\nX:2\nK:G\ndef|\n"
    assert texts(tmp_path / "a.abc", book) == ["X:1\nK:D\nabc|", "X:2\nK:G\ndef|"]


def test_a_tune_ends_at_the_first_empty_line_after_its_key(tmp_path):
    assert texts(tmp_path / "a.abc", "X:1\n\nT:x\nK:D\nabc|\n \t\nA word on it: see X:2.\n") == [
        "X:1\n\nT:x\nK:D\nabc|"
    ]


def test_blocks_between_start_and_end_are_pieces(tmp_path):
    content = "<start>\nX:1\nK:D\nabc\n\ndef\n<end>\n<start>\nX:2\nK:G\nggg"
    assert texts(tmp_path / "a.txt", content) == ["X:1\nK:D\nabc\n\ndef", "X:2\nK:G\nggg"]


def test_a_text_without_any_marks_is_one_piece(tmp_path):
    assert texts(tmp_path / "a.txt", "\nK:D\nabc\n\n") == ["K:D\nabc"]
    assert texts(tmp_path / "b.txt", " \n") == []


def test_an_empty_block_is_refused_with_a_reason_and_its_name(tmp_path):
    both = found(tmp_path / "a.txt", "<start>\nabc\n<end>\n<start>\n")
    assert [piece.name for piece in both.pieces] == ["a.txt, tune 1"]
    assert both.refused == {"holds no text": ["a.txt, tune 2"]}


def test_a_folder_gives_its_abc_and_text_files_in_order_of_their_names(tmp_path):
    (tmp_path / "sub").mkdir()
    for name in ("b.abc", "a.TXT", "sub/c.abc", "d.mid", "e"):
        (tmp_path / name).write_text(f"X:1\nT:{name}\nK:C\nc")
    pieces = read_path(tmp_path).pieces
    assert [piece.name for piece in pieces] == ["a.TXT, tune 1", "b.abc, tune 1", "sub/c.abc, tune 1"]
    assert {piece.source for piece in pieces} == {tmp_path.name}


def test_a_file_of_a_folder_that_is_not_text_is_refused_and_the_others_are_read(tmp_path):
    (tmp_path / "a.abc").write_bytes(b"MThd\0\0\0\6")
    (tmp_path / "b.abc").write_text("X:1\nK:C\nc")
    both = read_path(tmp_path)
    assert len(both.pieces) == 1
    assert list(both.refused.values()) == [["a.abc"]]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"\xef\xbb\xbfX:1", "X:1"), ("Sláinte".encode(), "Sláinte"), ("Sláinte".encode("latin-1"), "Sláinte"),
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
    ],
)  # fmt: skip
def test_text_of_any_old_encoding_is_read_with_plain_line_ends(tmp_path, raw, text):
    (tmp_path / "a.abc").write_bytes(raw)
    assert read_text(tmp_path / "a.abc") == text


def test_what_is_no_text_is_an_error_that_names_the_file(tmp_path):
    (tmp_path / "a.abc").write_bytes(b"a\0b")
    with pytest.raises(CorpusError, match=r"'a\.abc' is not a text file"):
        read_text(tmp_path / "a.abc")


def test_an_enormous_file_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "_MOST_BYTES", 3)
    (tmp_path / "a.abc").write_text("abcd")
    with pytest.raises(CorpusError, match=r"'a\.abc' is larger"):
        read_text(tmp_path / "a.abc")


def test_a_path_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(CorpusError, match="No file or folder"):
        read_path(tmp_path / "nothing")


def test_the_folder_of_a_package_is_found_and_a_missing_package_named():
    assert (package_folder("songrnn") / "corpus" / "sources.py").is_file()
    with pytest.raises(CorpusError, match="'no_such_package'"):
        package_folder("no_such_package")


def test_a_tune_of_a_tunebook_without_a_key_is_refused_and_course_text_without_one_is_kept(tmp_path):
    book = tmp_path / "book.abc"
    book.write_text("X:1\nT:only words\n\nX:2\nK:D\nabc\n")
    found = read_path(book)
    assert [piece.text for piece in found.pieces] == ["X:2\nK:D\nabc"]
    assert found.refused == {"has no K: line, so no music": ["book.abc, tune 1"]}
    course = tmp_path / "course.txt"
    course.write_text("<start>\nX:1\nno music\n<end>\n<start>\nX:2\nK:D\nabc\n<end>\n")
    assert [piece.text for piece in read_path(course).pieces] == ["X:1\nno music", "X:2\nK:D\nabc"]
