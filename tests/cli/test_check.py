"""songrnn check on the command line: places, advice and exit codes."""

import json

import pytest
from click.testing import CliRunner

from songrnn.cli.check import check
from songrnn.errors import MusicError

GOOD = "X:1\nM:4/4\nL:1/4\nK:C\nCDEF|GABc|\n"
BROKEN = "X:1\nM:4/4\nL:1/4\nK:C\nCDEF|GAB\x1b[31mc|\n"


@pytest.fixture
def run(tmp_path):
    def call(text, *options):
        (tmp_path / "a.abc").write_text(text)
        return CliRunner().invoke(check, [str(tmp_path / "a.abc"), *options])

    return call


def test_a_good_tune_prints_nothing_and_ends_well(run):
    ran = run(GOOD)
    assert (ran.exit_code, ran.stdout) == (0, "")
    assert ran.stderr == "1 tune, no errors.\n"


def test_an_error_is_told_at_its_place_with_advice_and_ends_with_exit_code_3(run):
    ran = run(BROKEN)
    assert "a.abc:5:9: error: 'U+001B' means nothing here; take it out" in ran.stdout
    assert isinstance(ran.exception, MusicError)
    assert ran.exception.exit_code == 3
    assert "\x1b" not in ran.output


def test_warnings_are_no_errors_and_can_be_left_out(run):
    overlong = GOOD.replace("GABc", "GABcd")
    assert "warning: the bar lasts 5/4" in run(overlong).stdout
    assert run(overlong).exit_code == 0
    assert run(overlong, "--errors").stdout == ""


def test_json_is_one_object_a_tune(run):
    (line,) = run(BROKEN, "--json").stdout.splitlines()
    record = json.loads(line)
    assert (record["tune"], record["line"], record["valid"]) == (1, 1, False)
    assert record["diagnostics"][0]["column"] == 9
