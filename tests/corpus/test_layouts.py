import json
import os
from dataclasses import asdict

import pytest

from songrnn.corpus import layouts
from songrnn.corpus.layouts import Job, Skipped, jobs
from songrnn.errors import CorpusError


def grow(root, *names):
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("X:1\nK:C\nc\n" if name.endswith((".abc", ".txt")) else "-")


def found(root):
    return [(one.name, one.kind if isinstance(one, Job) else "skipped") for one in jobs(root)]


def test_a_tree_is_listed_in_the_order_of_names_and_what_nothing_reads_is_skipped_with_a_reason(tmp_path):
    grow(tmp_path, "b/2.mid", "b/1.MID", "a.abc", "c.mxl", "d.wav", "e")
    assert found(tmp_path) == [
        ("a.abc", "book"), ("b/1.MID", "midi"), ("b/2.mid", "midi"), ("c.mxl", "musicxml"), ("d.wav", "skipped"),
        ("e", "skipped"),
    ]  # fmt: skip
    assert {one.reason for one in jobs(tmp_path) if isinstance(one, Skipped)} == {
        "ends in '.wav', which is no format of music here",
        "has no ending",
    }


def test_hidden_files_licences_and_readmes_are_passed_over_in_silence(tmp_path):
    grow(tmp_path, ".x.abc", ".git/a.abc", "LICENSE", "LICENSE.txt", "README.md", "musicnet_metadata.csv")
    assert found(tmp_path) == []


def test_a_slakh_track_is_one_job_wherever_it_stands(tmp_path):
    grow(tmp_path, *(f"train/Track00001/{name}" for name in ("metadata.yaml", "MIDI/S00.mid", "all_src.mid")))
    grow(tmp_path, "train/Track00001/stems/S00.flac")
    assert found(tmp_path) == [("train/Track00001", "slakh")]
    assert found(tmp_path / "train" / "Track00001") == [("Track00001", "slakh")]


def test_other_versions_of_a_pop909_song_are_not_read(tmp_path):
    grow(tmp_path, "001/001.mid", "001/versions/001-v1.mid", "other/versions/a.mid")
    assert found(tmp_path) == [("001/001.mid", "midi"), ("other/versions/a.mid", "midi")]


def test_the_source_is_a_book_or_the_folder_of_single_pieces(tmp_path):
    grow(tmp_path, "music/reels.abc", "music/song.mid")
    assert [one.source for one in jobs(tmp_path / "music")] == ["reels", "music"]
    assert [one.source for one in jobs(tmp_path / "music" / "song.mid")] == ["song"]


def test_of_a_corpus_that_was_built_the_texts_alone_are_read(tmp_path):
    grow(
        tmp_path, "mine/corpus.toml", "mine/train.abc", "mine/train.symbols", "mine/prepared.jsonl", "mine/codec/a.abc"
    )
    assert found(tmp_path) == [("mine/train.abc", "book")]


def test_links_in_circles_end_and_links_elsewhere_are_followed(tmp_path):
    grow(tmp_path, "tree/a/x.abc", "beside/y.abc")
    (tmp_path / "tree" / "a" / "loop").symlink_to(tmp_path / "tree")
    (tmp_path / "tree" / "link").symlink_to(tmp_path / "beside")
    (tmp_path / "tree" / "nowhere.abc").symlink_to(tmp_path / "tree" / "nowhere.abc")
    assert found(tmp_path / "tree") == [
        ("a/loop", "skipped"), ("a/x.abc", "book"), ("link/y.abc", "book"), ("nowhere.abc", "skipped"),
    ]  # fmt: skip


def test_a_pipe_is_not_opened(tmp_path):
    os.mkfifo(tmp_path / "a.txt")
    assert found(tmp_path) == [("a.txt", "skipped")]


def test_a_folder_that_cannot_be_listed_is_skipped_and_the_others_are_read(tmp_path, monkeypatch):
    grow(tmp_path, "a/x.abc", "b/y.abc")

    def scandir(path, listed=os.scandir):
        if path.name == "a":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(layouts.os, "scandir", scandir)
    assert found(tmp_path) == [("a", "skipped"), ("b/y.abc", "book")]


def test_a_path_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(CorpusError, match="No file or folder"):
        next(jobs(tmp_path / "nothing"))


def test_listing_is_lazy(tmp_path):
    grow(tmp_path, "a/x.abc", "b/y.abc")
    listed = jobs(tmp_path)
    assert next(listed).name == "a/x.abc"
    grow(tmp_path, "b/z.abc")
    assert [one.name for one in listed] == ["b/y.abc", "b/z.abc"]


def test_a_job_travels_as_json(tmp_path):
    grow(tmp_path, "a.abc")
    [job] = jobs(tmp_path)
    assert Job(**json.loads(json.dumps(asdict(job)))) == job


def test_a_stamp_changes_with_the_file_and_with_any_stem_of_a_slakh_track(tmp_path):
    grow(tmp_path, "a.abc", "t/metadata.yaml", "t/MIDI/S00.mid", "t/MIDI/S01.mid")
    book, track = jobs(tmp_path)
    before = book.stamp(), track.stamp()
    assert (book.stamp(), track.stamp()) == before
    (tmp_path / "a.abc").write_text("X:1\nK:C\nd d\n")
    (tmp_path / "t" / "MIDI" / "S01.mid").write_text("--")
    assert book.stamp() != before[0]
    assert track.stamp() != before[1]
    (tmp_path / "a.abc").unlink()
    assert book.stamp() == ""


def test_names_that_would_harm_a_terminal_are_shown_safely(tmp_path):
    grow(tmp_path, "a\x1b[2J.abc")
    assert found(tmp_path) == [("a\ufffd[2J.abc", "book")]
