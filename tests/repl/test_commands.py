"""The chat's slash commands."""

from pathlib import Path

import pytest

from songrnn.errors import CheckpointError, CorpusError, SongrnnError, UsageError
from songrnn.probe.change import Change
from songrnn.probe.signals import Unit
from songrnn.repl.chat import Chat
from songrnn.repl.commands import COMMANDS, Painted, Quit, parse, run, shown


def lines(chat, entry):
    return list(run(chat, *parse(entry)))


@pytest.mark.parametrize(
    ("entry", "parsed"),
    [
        ("/help", ("help", "")), (" /seed  5 ", ("seed", "5")), ("/save a b.abc", ("save", "a b.abc")), ("/", ("", "")),
        ("/seed\t5", ("seed", "5")), ("K:D", None), ("", None), ("ABc/2", None),
    ],
)  # fmt: skip
def test_an_entry_is_a_command_if_it_begins_with_a_slash(entry, parsed):
    assert parse(entry) == parsed


@pytest.mark.parametrize(
    ("mistaken", "near"),
    [
        ("temperture", "/temperature"), ("temp", "/temperature"), ("Temperature", "/temperature"), ("topk", "/top-k"),
        ("heatmpa", "/heatmap"), ("quite", "/quit"), ("gen", "/generate"), ("evalute", "/evaluate"),
        ("moddel", "/model"),
    ],
)  # fmt: skip
def test_an_unknown_command_is_answered_with_the_nearest_name(chat, mistaken, near):
    with pytest.raises(UsageError, match=f"'/{mistaken}'. Did you mean '{near}'?"):
        run(chat, mistaken, "")


@pytest.mark.parametrize("mistaken", ["", "zzzz", "\x1b[31m"])
def test_a_command_that_is_near_to_none_is_answered_with_where_to_look(chat, mistaken):
    with pytest.raises(UsageError, match="/help lists") as refused:
        run(chat, mistaken, "")
    assert "\x1b" not in str(refused.value)


@pytest.mark.parametrize(
    ("entry", "said", "value"),
    [
        ("/temperature 0.5", "temperature: 0.5", 0.5), ("/top-k 7", "top-k: 7", 7),
        ("/top-p 0.25", "top-p: 0.25", 0.25),
        ("/seed -3", "seed: -3", -3), ("/length 9", "length: 9", 9), ("/rules syntax", "rules: syntax", "syntax"),
    ],
)  # fmt: skip
def test_a_setting_is_changed_and_shown(chat, entry, said, value):
    assert lines(chat, entry) == [said]
    assert lines(chat, entry.split()[0]) == [said]
    assert value in [getattr(chat.wish, name) for name in chat.wish.__slots__]


@pytest.mark.parametrize(
    "entry",
    [
        "/temperature hot", "/temperature nan", "/temperature -1", "/temperature 101", "/top-k -1", "/top-k 1.5",
        "/top-p 0", "/top-p 2", "/top-p nan", "/seed x", "/length 0", "/length 9999999", "/length " + "9" * 5000,
    ],
    ids=lambda entry: entry[:20],
)  # fmt: skip
def test_a_value_that_makes_no_sense_is_refused_and_changes_nothing(chat, entry):
    before = chat.wish
    with pytest.raises(UsageError, match="give a"):
        lines(chat, entry)
    assert chat.wish == before


@pytest.mark.parametrize("entry", ["/rules on", "/rules BARS", "/rules \x1b[31m"])
def test_rules_that_are_none_are_refused_with_those_that_are(chat, entry):
    with pytest.raises(UsageError, match=r"(Known: bars, off, syntax|Did you mean 'bars'\?)") as refused:
        lines(chat, entry)
    assert str(refused.value).isprintable()
    assert chat.wish.rules == "bars"


def test_a_model_is_changed_only_to_one_that_loads(chat, run_folder):
    assert lines(chat, f"/model {run_folder}")[0].startswith("model: ")
    with pytest.raises(CheckpointError):
        lines(chat, "/model nonsense")
    assert chat.model == str(run_folder)


@pytest.mark.parametrize("entry", ["/midi", "/save", "/heatmap 1:0"])
def test_without_a_tune_there_is_nothing_to_keep_or_look_into(chat, entry):
    with pytest.raises(UsageError, match="no tune yet"):
        lines(chat, entry)
    assert not list(Path().iterdir())


def test_tunes_are_added_to_one_tunebook_and_none_twice(tune):
    assert lines(tune, "/save") == ["saved as tune 1 of tunes.abc"]
    assert lines(tune, "/save") == ["tunes.abc holds this tune already"]
    tune.tune = "K:G\nGAB\n"
    assert lines(tune, "/save") == ["saved as tune 2 of tunes.abc"]
    assert Path("tunes.abc").read_text() == "X:1\nK:D\n|:ABc def|\n\nX:2\nK:G\nGAB\n\n"


@pytest.mark.parametrize("book", [b"X:7\nT:\xe9\nK:D\nA", b"X:7\nK:D\nA\n", b"X:7\nK:D\nA\n\n"])
def test_a_tunebook_keeps_every_byte_and_goes_on_counting(tune, book):
    Path("my book.abc").write_bytes(book)
    assert lines(tune, "/save 'my book.abc'") == ["saved as tune 8 of my book.abc"]
    assert Path("my book.abc").read_bytes() == book.rstrip(b"\n") + b"\n\nX:8\nK:D\n|:ABc def|\n\n"


def test_what_is_no_tunebook_is_not_added_to(tune):
    Path("bin.abc").write_bytes(b"\0\1")
    with pytest.raises(CorpusError):
        lines(tune, "/save bin.abc")
    assert Path("bin.abc").read_bytes() == b"\0\1"


@pytest.mark.parametrize(
    "entry", ["/save /proc/x.abc", "/save missing/x.abc", "/save x.jpg", "/save 'x.abc", "/midi x.jpg", "/midi 'x",
              "/midi missing/x.mid", "/heatmap x", "/heatmap 9:9", "/heatmap all 1:0", "/heatmap 1:0 x.jpg",
              "/heatmap 1:0 missing/x.png"]
)  # fmt: skip
def test_a_place_or_a_unit_that_is_not_there_is_refused_and_leaves_nothing(tune, entry):
    with pytest.raises((SongrnnError, OSError)):
        lines(tune, entry)
    assert not list(Path().iterdir())


def test_midi_files_get_names_that_are_free(tune):
    Path("tune-1.mid").write_bytes(b"mine")
    assert lines(tune, "/midi")[-1] == "written: tune-2.mid"
    assert Path("tune-1.mid").read_bytes() == b"mine"
    assert Path("tune-2.mid").read_bytes().startswith(b"MThd")


def test_a_tilde_that_names_nobody_is_a_name_like_others(tune):
    Path("~nobody-of-that-name").mkdir()
    assert lines(tune, "/save ~nobody-of-that-name/x.abc") == ["saved as tune 1 of ~nobody-of-that-name/x.abc"]


def test_a_heatmap_is_painted_as_text_or_into_a_picture(tune):
    (painted,) = lines(tune, "/heatmap 1:3")
    assert isinstance(painted, Painted)
    assert "\nK:D⏎\n" in painted
    assert lines(tune, "/heatmap 1:3 'my unit.png'") == ["written: my unit.png"]
    assert Path("my unit.png").read_bytes().startswith(b"\x89PNG")


def test_a_heatmap_alone_shows_the_unit_that_varies_most_and_says_how_to_choose(tune):
    painted, *hint = lines(tune, "/heatmap")
    assert isinstance(painted, Painted)
    assert hint[0].startswith("unit 1:")
    assert "/heatmap LAYER:INDEX, FEATURE, all" in " ".join(hint)


@pytest.mark.parametrize("words", ["all", "all gates", "beliefs", "matrix"])
def test_other_kinds_of_heatmaps_need_no_hint(tune, words):
    (painted,) = lines(tune, f"/heatmap {words}")
    assert isinstance(painted, Painted)


def test_a_heatmap_of_a_changed_model_is_of_the_changed_model_and_says_so(tune):
    lines(tune, "/heatmap 1:4 plain.csv")
    lines(tune, "/ablate 1:3 c")
    remark, _ = lines(tune, "/heatmap 1:4 changed.csv")
    assert remark == "Shown is the changed model (without 1:3 c)."
    assert Path("plain.csv").read_text() != Path("changed.csv").read_text()
    lines(tune, "/ablate 1:5")
    assert "where h is changed, what the unit says itself" in lines(tune, "/heatmap 1:4 both.csv")[0]


def test_a_heatmap_of_a_changed_model_that_cannot_be_read_is_of_the_model_itself_and_says_so(tune):
    lines(tune, "/heatmap 1:4 plain.csv")
    tune.change(Change(Unit(1, 3), "c", scale=0.5))
    remark, _ = lines(tune, "/heatmap 1:4 same.csv")
    assert "as it is without what /ablate and /clamp changed" in remark
    assert Path("plain.csv").read_text() == Path("same.csv").read_text()


def test_a_page_has_everything_in_it(tune):
    assert lines(tune, "/heatmap everything.html") == ["written: everything.html"]
    assert Path("everything.html").read_text().lower().startswith("<!doctype html>")


def test_help_names_every_command_in_lines_that_fit_a_terminal(chat):
    told = lines(chat, "/help")
    assert all(any(command.usage in line for line in told) for command in COMMANDS.values())
    others = " ".join(told).partition("As in a shell")[2]
    assert "/generate" in others
    assert "/heatmap" not in others
    assert max(map(len, told)) < 80


def test_quit_leaves():
    with pytest.raises(Quit):
        lines(Chat(), "/quit")


def test_a_command_of_the_program_runs_with_what_the_chat_has_loaded(chat, run_folder, capsys):
    assert lines(chat, f"/generate -m '{run_folder}' --seed 1 --length 5") == []
    assert capsys.readouterr().out.startswith("X:1\n")


def test_output_is_made_safe_unless_it_is_painted_by_us():
    assert shown("\x1b[31m") == "\ufffd[31m"
    assert shown(Painted("\x1b[31m")) == "\x1b[31m"


def test_note_words_are_saved_a_line_each_and_none_twice(wordy):
    wordy.tune, wordy.notation = "C4:1/4 E4:1/4", "words"
    assert lines(wordy, "/save") == ["saved in tunes.words"]
    assert lines(wordy, "/save") == ["tunes.words holds this tune already"]
    wordy.tune = "G4:1/4"
    lines(wordy, "/save")
    assert Path("tunes.words").read_text() == "C4:1/4 E4:1/4\nG4:1/4\n"
    assert lines(wordy, "/save book.abc") == ["saved as tune 1 of book.abc"]
    assert lines(wordy, "/midi") == ["written: tune-1.mid"]
    assert "X:1\n" in Path("book.abc").read_text()


def test_a_file_of_words_keeps_what_it_holds(wordy):
    Path("my.words").write_text("D4:1/4")
    wordy.tune, wordy.notation = "G4:1/4", "words"
    lines(wordy, "/save my.words")
    assert Path("my.words").read_text() == "D4:1/4\nG4:1/4\n"


def test_a_tune_in_abc_is_saved_as_note_words_if_it_has_notes(tune):
    assert lines(tune, "/save x.words") == ["saved in x.words"]
    assert Path("x.words").read_text().startswith("A4:1/8 B4:1/8 C#5:1/8")
    tune.tune = "K:D\nz4|"
    with pytest.raises(UsageError, match="no notes"):
        lines(tune, "/save x.words")


def test_a_heatmap_of_note_words_is_painted(wordy):
    wordy.tune, wordy.notation = "C4:1/4 E4:1/4", "words"
    assert "\nC4:1/4 E4:1/4" in lines(wordy, "/heatmap 2:1")[0]


@pytest.mark.parametrize(
    ("rest", "run_with"),
    [("", "'a b' "), ("--tunes 20", "'a b' --tunes 20"), ("folk --top 1", "folk --top 1")],
)
def test_neurons_are_those_of_the_chats_model_unless_another_is_named(chat, monkeypatch, rest, run_with):
    ran = []
    monkeypatch.setattr("songrnn.repl.program.run", lambda *given: ran.append(given[1:]))
    chat.model = "a b"
    assert lines(chat, f"/neurons {rest}") == []
    assert ran == [("neurons", run_with)]
