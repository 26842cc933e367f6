import zlib
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from songrnn.errors import MusicError, UsageError
from songrnn.notation.musicxml import tree
from songrnn.notation.musicxml.tree import parse, read_tree

SCORE = b"<score-partwise><part id='P1'/></score-partwise>"
INDEX = b"<container><rootfiles><rootfile full-path='%s'/></rootfiles></container>"


def archive(path, **files):
    with ZipFile(path, "w", ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name.replace("__", "/").replace("_", "."), content)
    return path


def test_plain_and_packed_files_are_told_apart_by_what_is_in_them(tmp_path):
    plain = tmp_path / "tune.mxl"
    plain.write_bytes(SCORE)
    packed = archive(tmp_path / "tune.xml", tune_xml=SCORE)
    assert read_tree(plain).tag == read_tree(packed).tag == "score-partwise"


def test_the_index_of_an_archive_says_which_file_is_the_score(tmp_path):
    path = archive(tmp_path / "a.mxl", a_xml=b"<other/>", b_xml=SCORE, **{"META-INF__container_xml": INDEX % b"b.xml"})
    assert read_tree(path).tag == "score-partwise"


@pytest.mark.parametrize("index", [b"<container><rootfiles>", b"", INDEX % b"gone.xml", INDEX % b"../../etc/passwd"])
def test_without_a_readable_index_the_first_xml_file_is_the_score(tmp_path, index):
    path = archive(tmp_path / "a.mxl", **{"META-INF__container_xml": index, "a_xml": SCORE})
    assert read_tree(path).tag == "score-partwise"


def test_an_archive_without_a_score_is_refused(tmp_path):
    with pytest.raises(MusicError, match=r"'a\.mxl' is an archive without a score"):
        read_tree(archive(tmp_path / "a.mxl", readme_txt=b"nothing"))


def test_a_damaged_archive_is_refused(tmp_path):
    path = archive(tmp_path / "a.mxl", a_xml=SCORE * 50)
    content = bytearray(path.read_bytes())
    for damaged in (content[: len(content) // 2], content[:40] + b"\xff" * 20 + content[60:], b"PK"):
        path.write_bytes(damaged)
        with pytest.raises(MusicError, match="damaged or locked archive"):
            read_tree(path)


def test_an_archive_unpacks_no_more_than_is_allowed(tmp_path, monkeypatch):
    monkeypatch.setattr(tree, "_MOST_BYTES", 1 << 20)
    path = archive(tmp_path / "bomb.mxl", a_xml=b"<a>" + b" " * (1 << 22) + b"</a>")
    assert path.stat().st_size < 10_000
    with pytest.raises(MusicError, match=r"'bomb\.mxl' holds more than 1 MB; give it in parts\."):
        read_tree(path)


def test_a_large_archive_is_not_looked_into(tmp_path, monkeypatch):
    monkeypatch.setattr(tree, "_MOST_PACKED", 100)
    path = archive(tmp_path / "a.mxl", a_xml=SCORE)
    with pytest.raises(MusicError, match=r"'a\.mxl' is an archive of more than 0 MB; unpack it first\."):
        read_tree(path)


DECLARED = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))
LAUGHS = f"<!DOCTYPE a [<!ENTITY l0 'ha'>{DECLARED}]><a>&l9;</a>"


@pytest.mark.parametrize(
    "text",
    [
        LAUGHS,
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY % x SYSTEM 'http://localhost/x.dtd'> %x;]><a/>",
    ],
)
def test_entities_are_refused_before_they_are_expanded(text):
    with pytest.raises(MusicError, match=r"'a\.xml' declares XML entities"):
        parse(text.encode(), "a.xml")


def test_the_document_type_that_all_scores_have_is_read_and_fetches_nothing():
    head = (
        '<?xml version="1.0"?><!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 3.1 Partwise//EN" '
        '"http://localhost:9/partwise.dtd">'
    )
    assert parse(head.encode() + SCORE, "a.xml").tag == "score-partwise"


def test_too_deep_and_too_many_elements_are_refused(monkeypatch):
    with pytest.raises(MusicError, match="too many elements, or too deep ones"):
        parse(b"<a>" * 200 + b"</a>" * 200, "a.xml")
    monkeypatch.setattr(tree, "_MOST_ELEMENTS", 10)
    with pytest.raises(MusicError, match="too many elements"):
        parse(b"<a>" + b"<b/>" * 20 + b"</a>", "a.xml")


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"<a>", b"<a></b>", b"\x00\x01", zlib.compress(SCORE), b"<?xml version='1.0' encoding='x'?><a/>"],
)
def test_what_is_no_xml_is_refused_in_one_sentence(content):
    with pytest.raises(MusicError, match="not well-formed XML") as caught:
        parse(content, "a.xml")
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_is_a_mistake_of_use(tmp_path):
    with pytest.raises(UsageError, match=r"'none\.xml' cannot be read"):
        read_tree(tmp_path / "none.xml")
    with pytest.raises(UsageError, match="cannot be read"):
        read_tree(tmp_path)


def test_sixteen_bit_text_is_read(tmp_path):
    path = tmp_path / "a.xml"
    path.write_bytes("<?xml version='1.0' encoding='UTF-16'?><a>é</a>".encode("utf-16"))
    assert read_tree(path).text == "é"
