"""songrnn generate: tunes on standard output and nothing else, or into files, whatever happens on the way."""

import json
import re
from pathlib import Path

import pytest

from songrnn.actions.generate import Arranged, Written
from songrnn.cli import generate as command
from songrnn.errors import CheckpointError, UsageError
from songrnn.notation.words import read_words


def numbers(book):
    return re.findall(r"(?m)^X:(\d+)$", book)


def test_tunes_come_as_a_numbered_tunebook_and_the_same_seed_gives_the_same(songrnn, run_folder):
    done = songrnn("generate", "-m", run_folder, "-n", 3, "--seed", 5, "--length", 40)
    assert done.exit_code == 0
    assert numbers(done.stdout) == ["1", "2", "3"]
    assert songrnn("generate", "-m", run_folder, "-n", 3, "--seed", 5, "--length", 40).stdout == done.stdout
    assert songrnn("generate", "-m", run_folder, "-n", 3, "--seed", 6, "--length", 40).stdout != done.stdout


def test_a_seed_that_was_drawn_is_told_and_gives_the_same_again(songrnn, run_folder):
    first = songrnn("generate", "-m", run_folder, "--length", 30)
    seed = re.search(r"--seed (\d+)", first.stderr)[1]
    assert songrnn("generate", "-m", run_folder, "--length", 30, "--seed", seed).stdout == first.stdout


def test_remarks_go_to_standard_error(songrnn, run_folder):
    done = songrnn("generate", "T:é", "-m", run_folder, "--length", 3, "--seed", 1)
    assert "never saw" in done.stderr
    assert "reached its greatest length" in done.stderr
    assert done.stdout.startswith("X:1\nT:e")


def test_the_header_and_the_number_of_bars_are_options(songrnn, run_folder):
    done = songrnn(
        "generate", "-m", run_folder, "--seed", 1, "--key", "G", "--meter", "2/4", "--unit", "1/8", "--bars", 2
    )
    assert done.exit_code == 0
    assert "M:2/4\nL:1/8\nK:G\n" in done.stdout


def test_rules_can_be_left_out(songrnn, run_folder):
    free = songrnn("generate", "-m", run_folder, "--seed", 1, "-T", 20, "--length", 80, "--rules", "off").stdout
    assert free != songrnn("generate", "-m", run_folder, "--seed", 1, "-T", 20, "--length", 80).stdout


def test_json_lines_hold_a_tune_each(songrnn, run_folder):
    done = songrnn("generate", "-m", run_folder, "-n", 2, "--seed", 7, "--length", 10, "--jsonl")
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [record["seed"] for record in records] == [7, 8]
    assert all(record["abc"].startswith(f"X:{record['number']}\n") for record in records)


def test_a_prompt_may_come_from_standard_input(songrnn, run_folder):
    done = songrnn("generate", "-", "-m", run_folder, "--seed", 1, "--length", 5, given="T:Mine\n")
    assert done.stdout.startswith("X:1\nT:Mine\n")


def test_a_tunebook_is_written_and_standard_output_stays_empty(songrnn, run_folder):
    done = songrnn("generate", "-m", run_folder, "-n", 3, "--seed", 1, "--length", 30, "-o", "three.abc")
    assert (done.exit_code, done.stdout) == (0, "")
    assert numbers(Path("three.abc").read_text()) == ["1", "2", "3"]


@pytest.mark.parametrize("place", ["missing/tunes.abc", "/proc/tunes.abc"])
def test_a_place_that_cannot_be_written_is_refused_before_any_work(songrnn, place):
    done = songrnn("generate", "-m", "no such model", "-o", place)
    assert isinstance(done.exception, UsageError)
    assert "cannot be written" in str(done.exception)


def test_json_lines_and_a_file_exclude_each_other(songrnn):
    done = songrnn("generate", "--jsonl", "-o", "tunes.abc")
    assert isinstance(done.exception, UsageError)


def test_a_failure_before_the_first_tune_leaves_no_file(songrnn):
    done = songrnn("generate", "-m", "no such model", "-o", "tunes.abc")
    assert isinstance(done.exception, CheckpointError)
    assert done.stderr == ""
    assert not Path("tunes.abc").exists()


def test_tunes_that_were_finished_are_kept_when_the_user_interrupts(songrnn, run_folder, monkeypatch):
    def interrupted(*_):
        yield Arranged("", "K:D\n", ())
        yield Written("K:D\nABc", finished=True, seed=1)
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "generate_many", interrupted)
    done = songrnn("generate", "-m", run_folder, "-n", 9, "-o", "tunes.abc")
    assert done.exit_code != 0
    assert "1 of 9 tunes are written" in done.stderr
    assert Path("tunes.abc").read_text() == "X:1\nK:D\nABc\n\n"


def test_a_model_of_note_words_writes_a_line_a_tune(songrnn, words_folder):
    done = songrnn("generate", "C4:1/4 E4:1/4", "-m", words_folder, "-n", 3, "--seed", 1, "--length", 9)
    lines = done.stdout.splitlines()
    assert len(lines) == 3
    assert all(line.startswith("C4:1/4 E4:1/4") and read_words(line).remarks == () for line in lines)


def test_note_words_are_a_field_of_json_lines_and_a_file(songrnn, words_folder):
    asked = ("generate", "C4:1/4", "-m", words_folder, "-n", 2, "--seed", 1, "--length", 9)
    records = [json.loads(line) for line in songrnn(*asked, "--jsonl").stdout.splitlines()]
    songrnn(*asked, "-o", "two.words")
    assert Path("two.words").read_text().splitlines() == [record["words"] for record in records]
    songrnn(*asked, "-o", "two.mid")
    assert Path("two-2.mid").read_bytes().startswith(b"MThd")
    songrnn(*asked, "-o", "two.abc")
    assert numbers(Path("two.abc").read_text()) == ["1", "2"]
