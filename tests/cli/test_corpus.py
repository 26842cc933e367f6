"""songrnn corpus: list, stats, check, build."""

import json
from pathlib import Path

import pytest

from songrnn.actions.corpus import Checked
from songrnn.cli import corpus as command
from songrnn.cli import counting
from songrnn.corpus.doctor import Diagnosis, Leak, Shift
from songrnn.corpus.preparation import Preparation
from songrnn.corpus.split import Shares
from songrnn.errors import CorpusError, SongrnnError


def test_the_shipped_corpora_are_listed(songrnn):
    assert "\nfolk  " in songrnn("corpus", "list").stdout
    assert "folk" in [item["name"] for item in json.loads(songrnn("corpus", "list", "--json").stdout)]


def test_the_figures_of_a_corpus_are_a_table_or_json(songrnn, tunebook):
    assert "train      54 pieces" in songrnn("corpus", "stats", tunebook).stdout
    record = json.loads(songrnn("corpus", "stats", tunebook, "--json").stdout)
    assert (record["read"], record["train"]["pieces"]) == (60, 54)


def test_escape_sequences_in_a_tunebook_never_reach_the_terminal(songrnn, tunebook, tmp_path):
    first = tunebook.read_text().split("\n\n")[0]
    (tmp_path / "evil\x1b[31m.abc").write_text(tunebook.read_text() + "\n" + first)
    done = songrnn("corpus", "stats", "evil\x1b[31m.abc")
    assert "dropped 1" in done.stdout
    assert "\x1b" not in done.output


def checked(differences=(), leaks=0, *, recorded=True):
    leak = Leak("valid", 10, leaks, leaks, ("a\x1b is b",) * leaks)
    shift = Shift("valid", "rhythm", 0.5, 0.1, (("jig", 0.0, 1.0),))
    return Checked([*differences], Diagnosis((leak,), (shift,)), recorded)


@pytest.mark.parametrize(
    ("found", "code", "said"),
    [
        (checked(), 0, "folk: as recorded\n"), (checked(["a"]), 1, "folk: 1 difference\n"),
        (checked(["a", "b"]), 1, "folk: 2 differences\n"), (checked(leaks=1), 1, "folk: as recorded\n"),
        (checked(recorded=False), 0, "folk: nothing recorded to compare with\n"),
    ],
)  # fmt: skip
def test_differences_and_leaks_are_listed_and_set_the_exit_code(songrnn, monkeypatch, found, code, said):
    monkeypatch.setattr(command.actions, "check", lambda _: found)
    done = songrnn("corpus", "check", "folk")
    assert (done.exit_code, done.stderr) == (code, said)
    assert done.stdout.splitlines()[: len(found.differences)] == found.differences
    assert "valid, rhythm: differs, distance 0.50 (by chance up to 0.10)\n    jig 0% in train, 100% here" in done.stdout
    assert "\x1b" not in done.stdout
    as_json = songrnn("corpus", "check", "folk", "--json")
    assert as_json.exit_code == code
    assert json.loads(as_json.stdout)["differences"] == found.differences


@pytest.fixture(scope="module")
def music(tmp_path_factory):
    """A folder of five tunes, of which two are nearly the same."""
    folder = tmp_path_factory.mktemp("music")
    for name, tune in {"a": "CDEFGABc", "b": "cBAGFEDC", "c": "CEGcCEGc", "d": "GGGGABcd", "e": "cBAGFEDCC"}.items():
        (folder / f"{name}.abc").write_text(f"M:4/4\nL:1/8\nK:C\n{tune}|{tune}|{tune}|{tune}|\n")
    return folder


def test_a_corpus_is_built_into_a_folder_that_is_named_on_standard_output(songrnn, music):
    done = songrnn("corpus", "build", music, "-o", "built", "--codec", "words", "--workers", 1)
    assert (done.exit_code, done.stdout) == (0, "built\n")
    assert done.stderr == (
        "read 5, dropped 0: 3 train, 1 valid, 1 test\nsongrnn corpus stats built says what was dropped, and why\n"
    )
    assert {path.name for path in Path("built").iterdir()} >= {"corpus.toml", "train.words", "train.symbols", "codec"}
    stats = songrnn("corpus", "stats", "built", "-o", "pictures")
    assert "different symbols" in stats.stdout
    assert stats.stderr.count("written: pictures") == 4
    assert songrnn("corpus", "check", "built").stderr == "built: as recorded\n"
    again = songrnn("corpus", "build", music, "-o", "built", "--json", "--workers", 1)
    record = json.loads(again.stdout)
    assert (record["folder"], record["read"], record["train"]["pieces"]) == ("built", 5, 3)


OPTIONS = [
    ("--set", "most=50"), ("--notation", "words"), ("--clean",), ("--grid", "24"), ("--drums",), ("--channel", "1"),
    ("--program", "0"), ("--player", "Flute"), ("--class", "Piano"), ("--most-used", "1"), ("--tracks", "apart"),
    ("--key", "c"), ("--longest-rest", "2"), ("--fewest-notes", "4"), ("--near", "grouped"), ("--valid", "0.2"),
    ("--test", "0.3"), ("--seed", "7"), ("--workers", "2"), ("--codec", "words"), ("--no-ties",), ("--no-durations",),
]  # fmt: skip


def test_every_option_reaches_the_order(songrnn, monkeypatch):
    asked = []

    def build(order):
        asked.append(order)
        raise CorpusError("enough")
        yield

    monkeypatch.setattr(command.building, "build", build)
    songrnn("corpus", "build", "a", "b", "-o", "out", *(word for option in OPTIONS for word in option))
    how = Preparation(
        "words", clean=True, grid=24, drums=True, channels=(1,), programs=(0,), names=("Flute",), classes=("Piano",),
        most_used=1, tracks="apart", key="c", longest_rest=2.0, fewest_notes=4, near="grouped",
        ties=False, durations=False,
    )  # fmt: skip
    shares = Shares(0.2, 0.3, 7)
    assert asked == [command.building.Order(("a", "b"), Path("out"), how, shares, "words", {"most": 50}, 2)]
    given = {option[0] for option in OPTIONS}
    known = [{*parameter.opts, *parameter.secondary_opts} for parameter in command.build.params]
    assert [names for names in known if not names & given] == [{"sources"}, {"-o", "--output"}, {"--json"}]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["none", "-o", "x"], 1, "No file or folder 'none'"), ([], 2, ""), (["a"], 2, ""),
        (["a", "-o", "x", "--codec", "wrods"], 2, "Did you mean 'words'"),
        (["a", "-o", "x", "--channel", "17"], 2, "channel is 17"), (["a", "-o", "x", "--workers", "-1"], 2, ""),
        (["a", "-o", "x", "--grid", "999"], 2, "prepare.grid is 999"), (["a", "-o", "x", "--key", "d"], 2, ""),
        (["a", "-o", "x", "--set", "most"], 2, "write NAME=VALUE"),
        (["a", "-o", "x", "--valid", "1"], 2, "less than 1"),
        (["a", "-o", "x", "--longest-rest", "-1"], 2, "prepare.longest_rest"),
    ],
)  # fmt: skip
def test_mistakes_have_their_exit_codes_and_make_no_folder(songrnn, words, code, said):
    done = songrnn("corpus", "build", *words)
    found = done.exception
    assert (found.exit_code if isinstance(found, SongrnnError) else done.exit_code) == code
    assert said in str(found)
    assert not Path("x").exists()


def test_a_folder_that_holds_something_is_not_built_into(songrnn, tunebook, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.tex").write_text("years of work")
    assert isinstance(songrnn("corpus", "build", tunebook, "-o", "mine").exception, CorpusError)
    assert [path.name for path in Path("mine").iterdir()] == ["thesis.tex"]


def test_files_and_splits_are_told_on_the_way(monkeypatch, capsys):
    monkeypatch.setattr(counting, "_INTERVAL", 0.0)
    with command._progress() as show:
        show(command.building.Read(1200, 3400, 0, "a\x1b.mid"))
        show(command.building.Read(1201, 3401, 7, "b.mid"))
        show(command.building.Encoding("train", 3000))
    assert capsys.readouterr().err.splitlines() == [
        "1,200 files; 3,400 pieces  a\ufffd.mid",
        "1,201 files, 7 of them from before; 3,401 pieces  b.mid",
        "encoding train",
    ]
