"""songrnn reproduce: a page on standard output's last line, progress elsewhere."""

from pathlib import Path


def test_the_path_of_the_page_is_the_result(songrnn, tunebook, tmp_path):
    place = tmp_path / "rolls"
    done = songrnn(
        "reproduce", "rajaraman", tunebook, "--size", "tiny", "--set", "train.epochs=1", "--set", "model.width=8", "-o",
        place,
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert done.stdout.strip() == str(place / "report.html")
    assert "bars:" in done.stderr
    assert Path(done.stdout.strip()).read_text().startswith("<!doctype html>")


def test_an_unknown_study_is_wrong_usage(songrnn, tunebook, tmp_path):
    done = songrnn("reproduce", "zang", tunebook, "-o", tmp_path / "x")
    assert "Did you mean 'zhang'" in str(done.exception)
