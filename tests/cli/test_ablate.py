"""songrnn ablate: a table and two tunes, JSON, a page, MIDI."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.utils import get_cwidth

from songrnn.actions.ablate import Pair, Sample, Verdict
from songrnn.actions.generate import Written
from songrnn.cli.ablate import pieces, side_by_side
from songrnn.errors import UsageError

QUICK = ("--controls", 2, "--validity", 1, "--split", "train", "--tunes", 6, "--length", 50)


def test_a_table_and_both_tunes_are_shown_in_a_hundred_columns(songrnn, run_folder):
    done = songrnn("ablate", run_folder, "K:D", "--unit", "1:3", "--unit", "1:5", *QUICK)
    assert done.exit_code == 0
    assert "6 of 54 tunes read without 1:3 1:5, beside 2 draws of other units" in " ".join(done.stdout.split())
    rows = [line.split("  ")[0] for line in done.stdout.splitlines()]
    assert {"all", "header", "bar line", "pitch", "end"} <= {*rows}
    assert "plain, seed 1: " in done.stdout
    assert "1 tunes written from nothing at temperature 0.8, changed: " in done.stdout
    assert "so few do not tell the two apart" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 100
    assert "nothing is called significant" in done.stderr


def test_the_figures_and_tunes_come_as_json(songrnn, run_folder):
    done = songrnn("ablate", run_folder, "--unit", "1:3", "--clamp", "0.5", "--json", "--samples", 2, *QUICK)
    record = json.loads(done.stdout)
    assert record["version"] == 1
    assert record["changes"] == [{"unit": "1:3", "signal": "h", "scale": None, "clamp": 0.5}]
    assert [sample["plain"]["seed"] for sample in record["samples"]] == [1, 2]
    assert (len(record["controls"]), record["read"], record["validity"]["plain"]["tunes"]) == (2, 6, 1)
    assert record["temperature"] == 0.8
    row = record["losses"][0]
    assert row["difference"] == pytest.approx(row["changed"] - row["plain"])
    assert row["reached"] == sum(other >= row["difference"] for other in row["controls"])


def test_too_few_tunes_are_no_numbers_and_null_in_json(songrnn, run_folder):
    done = songrnn("ablate", run_folder, "--unit", "1:3", "--json", *QUICK, "--tunes", 2, "--controls", 0)
    assert [json.loads(done.stdout)["losses"][0][key] for key in ("low", "high", "p")] == [None] * 3


def test_units_scaled_by_one_change_nothing(songrnn, run_folder):
    units = [part for index in range(32) for part in ("--unit", f"1:{index}")]
    record = json.loads(songrnn("ablate", run_folder, *units, "--scale", 1, "--json", *QUICK).stdout)
    assert {row["difference"] for row in record["losses"]} == {0.0}
    assert record["samples"][0]["plain"] == record["samples"][0]["changed"]


def test_a_page_and_midi_are_written(songrnn, run_folder, elsewhere):
    done = songrnn("ablate", run_folder, "--unit", "1:3", "-o", "page.html", "--midi", "it", *QUICK, "--length", 200)
    assert done.exit_code == 0
    assert done.stdout == "page.html\n"
    assert "without 1:3" in (elsewhere / "page.html").read_text()
    assert all((elsewhere / f"it-{name}.mid").read_bytes().startswith(b"MThd") for name in ("plain", "changed"))


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ((), "No unit is given; give one or more as --unit"),
        (("--unit", "1"), "'1' is not a unit"),
        (("--unit", "3:1"), "no layer 3"),
        (("--unit", "1:32"), "no unit 32"),
        (("--unit", "1:3", "--clamp", "2"), "cannot be 2"),
        (("--unit", "1:3", "--clamp", "1", "--scale", "2"), "not both"),
        (("--unit", "1:3", "--json", "-o", "page.html"), "not both"),
        (("--unit", "1:3", "-o", "page.pdf"), "no name for a page"),
        (("--unit", "1:3", "-o", "nowhere/page.html"), "cannot be written"),
        (("--unit", "1:3", "--midi", "nowhere/it"), "cannot be written"),
        (("--unit", "1:3", "--midi", "it", "--samples", "0"), "there are none"),
        (("--unit", "1:3", "-T", "-1"), "temperature is -1"),
    ],
)
def test_mistakes_are_one_sentence(songrnn, run_folder, given, why):
    mistake = songrnn("ablate", run_folder, *given).exception
    assert isinstance(mistake, UsageError)
    assert why in str(mistake)


def pair(plain, changed):
    return Pair(*(Sample(Written(tune, finished=True, seed=1), Verdict(0, 1)) for tune in (plain, changed)))


def test_tunes_stand_side_by_side_and_long_lines_go_on_below():
    lines = side_by_side(pair("K:D\n" + "A" * 50 + "\n", "K:G\nB\nc\n"), 80)
    assert lines[0] == f"{'plain, seed 1: 0 errors, 1 warning':41}changed, seed 1: 0 errors, 1 warning"
    assert lines[1:] == [f"{'K:D':41}K:G", f"{'A' * 39}  B", f"{'A' * 11:41}c"]


@given(st.text("A |你\u0301", max_size=60), st.integers(2, 30))
def test_every_character_of_a_long_line_is_kept_and_no_piece_is_too_wide(line, width):
    found = [*pieces(line, width)]
    assert "".join(found) == line
    assert all(get_cwidth(piece) <= width for piece in found)
    assert len(found) <= 1 + get_cwidth(line) // (width - 1)


def test_columns_stand_straight_beside_wide_letters():
    assert side_by_side(pair("T:你好\n", "K:G\n"), 80)[1] == "T:你好" + " " * 35 + "K:G"


def test_where_there_is_no_room_they_stand_below_one_another():
    lines = side_by_side(pair("A\x1b[31m" + "A" * 40, "B"), 50)
    assert lines[0].startswith("plain")
    assert lines[lines.index("") + 1].startswith("changed")
    assert all(len(line) <= 50 and line.isprintable() for line in lines)
