import pytest

from songrnn.errors import CheckpointError, UsageError


def test_the_path_of_the_page_is_the_result(songrnn, run_folder, tmp_path):
    path = tmp_path / "report.html"
    result = songrnn("study", run_folder, "-o", path, "--samples", 0, "--tunes", 2, "--length", 60, "--no-originality")
    assert result.exit_code == 0, result.exception
    assert result.stdout == f"{path}\n"
    text = path.read_text()
    assert "2 tunes: temperature 0.8, rules off, seeds 1 to 2" in text
    assert "Originality" not in text


def test_a_place_that_cannot_be_written_is_refused_before_any_work(songrnn, tmp_path):
    result = songrnn("study", tmp_path / "no run", "-o", tmp_path / "none" / "report.html")
    assert isinstance(result.exception, UsageError)
    assert "cannot be written" in str(result.exception)


def test_another_ending_is_refused_before_any_work(songrnn, tmp_path):
    result = songrnn("study", tmp_path / "no run", "-o", tmp_path / "report.pdf")
    assert isinstance(result.exception, UsageError)


def test_a_folder_that_is_no_run_is_refused(songrnn, tmp_path):
    result = songrnn("study", tmp_path, "-o", tmp_path / "report.html")
    assert isinstance(result.exception, CheckpointError)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("wrong", [("--temperature", "-1"), ("--rank", "-2"), ("--head-temperature", "x")])
def test_a_wish_that_makes_no_sense_is_refused(songrnn, run_folder, tmp_path, wrong):
    result = songrnn("study", run_folder, "-o", tmp_path / "r.html", *wrong)
    assert isinstance(result.exception, UsageError)
