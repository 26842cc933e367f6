"""The history file: appended to, cut back, and read after a crash."""

from songrnn.train.history import History, from_lines, to_lines


def test_rows_are_on_disk_as_soon_as_they_are_appended(tmp_path):
    history = History(tmp_path / "h.jsonl")
    history.append({"step": 1, "nats": 0.5})
    history.append({"step": 2, "nats": 0.25})
    assert from_lines((tmp_path / "h.jsonl").read_text()) == history.rows == [
        {"step": 1, "nats": 0.5}, {"step": 2, "nats": 0.25},
    ]  # fmt: skip


def test_rows_given_at_the_start_replace_what_a_killed_run_wrote_after_its_checkpoint(tmp_path):
    path = tmp_path / "h.jsonl"
    path.write_text(to_lines([{"step": 1}, {"step": 2}]))
    History(path, [{"step": 1}])
    assert from_lines(path.read_text()) == [{"step": 1}]


def test_a_torn_last_line_is_left_out():
    assert from_lines('{"step": 1}\n{"st') == [{"step": 1}]
