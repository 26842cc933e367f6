"""How originality is shown."""

import json

import click
import pytest
from click.testing import CliRunner

from songrnn.actions.originality import Originality
from songrnn.cli.originality import guard_option, lines, originality_options, values
from songrnn.evaluate.comparison import compare
from songrnn.evaluate.novelty import Index
from songrnn.music.sequence import WHOLE, NoteSequence, Part, Span


def sequence(pitches, name="", length=WHOLE // 8):
    spans = tuple(Span(at * length, (at + 1) * length, pitch) for at, pitch in enumerate(pitches))
    return NoteSequence((Part(spans),), name=name)


TUNE = [60, 64, 62, 65, 67, 71, 69, 72, 74, 60, 67, 62, 61, 66, 60, 73, 70, 64, 61, 60, 62, 64, 65, 67]


@pytest.fixture(scope="module")
def found():
    index = Index.build([sequence(TUNE, "a\x1b[31m book, tune 7")])
    written = [sequence([pitch + 3 for pitch in TUNE], length=WHOLE // 4), sequence([20, 90] * 10)]
    human = [sequence([*TUNE[:6], *[30, 80] * 9])]
    pieces = tuple(map(index.novelty, written))
    return Originality(
        "reels", 1, "test", compare(pieces, [*map(index.novelty, human)]), pieces, ("seed 1", "seed 2")
    )  # fmt: skip


def test_the_report_says_figures_of_both_sides_and_how_many_are_copies(found):
    text = "\n".join(lines(found))
    assert "the 1 training pieces of reels" in text
    assert "written (2)" in text
    assert "test (1)" in text
    assert "copies, as they are: 0 of 2 written, 0 of 1 test: a run of more than 6 notes" in text
    assert "copies, in any key: 1 of 2 written, 0 of 1 test: a run of more than 6 notes" in text


def test_the_closest_piece_is_shown_with_what_it_copies(found):
    *_, here, there = lines(found)
    assert here == "seed 1: 24 of its 24 notes, bars 1 to 6, 3 semitones higher, notes 2 times as long"
    assert there == "    stand in a\ufffd[31m book, tune 7, bars 1 to 3"


def test_rows_stand_under_their_heads(found):
    _, head, under, *rows = lines(found)
    side = head.index("test")
    assert head.index("written") == 30
    assert all(len(row) <= len(under) for row in rows[:7])
    assert rows[0][30:38].strip() == "22"
    assert rows[0][side : side + 8].strip() == "24"
    assert [row[38:].split()[-1] for row in rows[5:7]] == ["0", "0"]


def test_all_of_it_is_json(found):
    told = json.loads(json.dumps(values(found)))
    assert told["copies"] == {"longest_verbatim": 0, "longest_invariant": 1}
    assert told["pieces"][0]["longest_invariant"] == 24
    assert told["pieces"][0]["invariant"]["name"] == "a\x1b[31m book, tune 7"
    assert told["pieces"][1]["invariant"] is None


def test_the_options_have_their_values():
    @click.command()
    @originality_options
    @guard_option
    def command(originality, tunes, most_copied):
        click.echo(f"{originality} {tunes} {most_copied}")

    def said(*arguments):
        return CliRunner().invoke(command, arguments).output

    assert said() == "False 100 None\n"
    assert said("--originality", "--tunes", "5", "--most-copied", "12") == "True 5 12\n"
    assert "Invalid value" in said("--tunes", "0")
    assert "Invalid value" in said("--most-copied", "0")
