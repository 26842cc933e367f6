import pytest

from songrnn.corpus.kinds import kind_of
from songrnn.errors import CorpusError


def kind(path, content=""):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return kind_of(path)


@pytest.mark.parametrize(
    ("name", "content", "wanted"),
    [
        ("a.txt", "<start>\nX:1\nK:C\nc\n<end>", "book"),
        ("a.txt", "A book of reels.\n\nX:1\nK:C\nc", "book"),
        ("a.txt", "K:D\nabc|", "book"),
        ("a.txt", "M:4/4\nK:Cmaj\nG 2 A B | c 2 d 2 |\n\nM:4/4\nK:Cmaj\nc", "folkrnn"),
        ("a.txt", "<s> M:4/4 K:Cmaj G 2 A B | </s>", "folkrnn"),
        ("a.txt", "M:4/4\nK:C\nG2AB c2d2|e4f4|\n", "book"),
        ("a.txt", "C4:1/4 R:1/8 C4.E4.G4:1/8\nD4:1/4\n", "words"),
        ("a.words", "C4", "words"),
        ("a.json", '{"train": [[[60, 64], []]], "valid": []}', "jsb"),
        ("a.json", '{"id": 1, "output_sequence": [{"notes": []}]}\n{}', "doodle"),
        ("bach-doodle.jsonl-00001-of-00192.gz", b"\x1f\x8b", "doodle"),
        ("bach-doodle.jsonl-00001-of-00192", "", "doodle"),
        ("a.jsonl", "", "doodle"),
        ("1727.csv", "start_time,end_time,instrument,note,start_beat,end_beat,note_value\n", "musicnet-csv"),
        ("musicnet.npz", "", "musicnet-npz"),
        ("a.MIDI", "", "midi"), ("a.xml", "", "musicxml"),
    ],
)  # fmt: skip
def test_a_file_is_known_by_its_ending_or_by_how_it_begins(tmp_path, name, content, wanted):
    assert kind(tmp_path / name, content) == wanted


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", "Once upon a time there was a Fiddler.", "without tunes"),
        ("a.txt", b"X:1\0", "not a text"),
        ("a.txt", "", "without tunes"),
        ("a.json", '{"a": 1}', "no data set"),
        ("a.csv", "composer,title\n", "no data set"),
        ("a.gz", b"", "ends in '.gz'"),
    ],
)
def test_a_file_of_no_kind_is_refused_with_the_reason(tmp_path, name, content, reason):
    with pytest.raises(CorpusError, match=reason):
        kind(tmp_path / name, content)
