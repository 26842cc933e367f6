import pytest

from songrnn.corpus import reading
from songrnn.corpus.layouts import Job, jobs
from songrnn.corpus.reading import READERS, Manner, Raw, Refused, attempt, read, split_of
from songrnn.errors import MusicError

ENDINGS = {
    "book": "a.abc", "folkrnn": "a.txt", "words": "a.words", "midi": "a.mid", "musicxml": "a.mxl",
    "musicnet-csv": "a.csv", "musicnet-npz": "a.npz", "doodle": "a.jsonl", "jsb": "a.json", "slakh": "a",
}  # fmt: skip


@pytest.mark.parametrize("kind", READERS.names())
@pytest.mark.parametrize("content", [b"", b"\0\xff\xfe{", b"[" * 100_000, b"PK\3\4", b"\x93NUMPY\1\0", b"MThd"])
def test_no_reader_raises_for_rubbish_and_each_refuses_it_with_a_reason(tmp_path, kind, content):
    (tmp_path / ENDINGS[kind]).write_bytes(content)
    job = Job(str(tmp_path / ENDINGS[kind]), kind, ENDINGS[kind], "s")
    found = list(read(job, Manner()))
    assert found
    assert all(one.reason for one in found if isinstance(one, Refused))
    assert kind in {"book", "folkrnn", "words"} or all(isinstance(one, Refused) for one in found)


@pytest.mark.parametrize("kind", READERS.names())
def test_a_file_that_is_gone_is_refused(tmp_path, kind):
    [refused] = read(Job(str(tmp_path / "gone"), kind, "gone", "s"), Manner())
    assert refused.reason.startswith("cannot be read (No such file or directory)")


def test_reasons_do_not_name_the_file_so_that_equal_ones_are_equal(tmp_path):
    for name in ("a.mid", "b.mid"):
        (tmp_path / name).write_bytes(b"")
    reasons = {one.reason for job in jobs(tmp_path) for one in read(job, Manner())}
    assert reasons == {"is empty; give a file of notes as sequencers save them"}


def test_what_cannot_be_made_is_refused_under_its_own_name():
    def make():
        raise MusicError("'a, line 3' has no notes.")

    assert attempt("a, line 3", make) == Refused("a, line 3", "has no notes")


def test_a_job_of_nothing_but_broken_pieces_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "_MOST_REFUSED", 3)
    (tmp_path / "a.jsonl").write_text("{}\n" * 100)
    [job] = jobs(tmp_path)
    found = list(read(job, Manner()))
    assert len(found) == 5
    assert "the rest of it is left out" in found[-1].reason


@pytest.mark.parametrize(
    ("name", "split"),
    [
        ("train/a.abc", "train"), ("val.txt", "valid"), ("x/Validation/y/a.mid", "valid"),
        ("test/train/a.mid", "train"),
        ("test_labels/1759.csv", "test"), ("test.jsonl.gz", "test"), ("tests/a.abc", ""), ("training.mid/a", ""),
    ],
)  # fmt: skip
def test_the_name_of_a_file_or_a_folder_tells_the_split(name, split):
    assert split_of(name) == split


def test_the_split_of_a_name_is_given_to_its_pieces(tmp_path):
    (tmp_path / "val.abc").write_text("X:1\nK:C\nc\n")
    [job] = jobs(tmp_path)
    assert list(read(job, Manner())) == [Raw("X:1\nK:C\nc", "abc", "val.abc, tune 1", tmp_path.name, "valid")]
