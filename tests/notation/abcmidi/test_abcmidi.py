import re
import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from songrnn.errors import MusicError, UsageError
from songrnn.notation import abcmidi
from songrnn.notation.abcmidi import abc2midi, find_abc2midi, midi2abc

pytest.importorskip("symusic")
TUNE = "X:1\nT:Tune\nM:4/4\nL:1/8\nK:C\n|:CDEF GABc:|\n"
WRITES = "Path('tune.mid').write_bytes(b'MThd' + bytes([0, 0, 0, 6, 0, 1, 0, 1, 1, 224]) + b'MTrk' + bytes(4))"


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Puts a program of ours in the place of abc2midi."""

    def put(code):
        path = tmp_path / "abc2midi"
        path.write_text(
            f"#!/usr/bin/env -S {sys.executable} -I -S\nfrom pathlib import Path\nimport os, time\n{code}\n"
        )
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("SONGRNN_ABC2MIDI", str(path))

    return put


@pytest.fixture(autouse=True)
def unnamed(monkeypatch):
    monkeypatch.delenv("SONGRNN_ABC2MIDI", raising=False)


def test_a_tune_becomes_a_midi_file():
    assert abc2midi(TUNE)[:4] == b"MThd"
    assert len(abc2midi(TUNE.replace("|:", "").replace(":|", "|"))) < len(abc2midi(TUNE))


def test_the_program_is_named_or_on_the_path_or_carried(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_abc2midi().parent.name == "bin"
    on_path = tmp_path / "abc2midi"
    on_path.write_text("")
    on_path.chmod(0o755)
    assert find_abc2midi() == on_path
    monkeypatch.setenv("SONGRNN_ABC2MIDI", "/named")
    assert find_abc2midi() == Path("/named")


def test_a_program_that_is_not_there_is_told(monkeypatch):
    monkeypatch.setenv("SONGRNN_ABC2MIDI", "/nowhere/abc2midi")
    with pytest.raises(UsageError, match=r"'/nowhere/abc2midi' from SONGRNN_ABC2MIDI is no program; 'pip install sym"):
        abc2midi(TUNE)
    monkeypatch.setattr(abcmidi, "_find", lambda _: None)
    with pytest.raises(UsageError, match=r"abc2midi is not here; 'pip install symusic' brings one\."):
        abc2midi(TUNE)


def test_an_error_of_the_program_is_told_in_one_sentence():
    told = r"^abc2midi finds an error in line 7 at character \d+: .+; mend the tune there\.$"
    with pytest.raises(MusicError, match=told):
        abc2midi(TUNE + "C4-|\n")


@pytest.mark.parametrize(
    "line",
    [
        "%%abc-include {}", " %%abc-include {}", "I:abc-include {}", "[I:abc-include {}]", "C %%abc-include {}",
        "C\\\n%%abc-include {}", "C\r%%abc-include {}", "C\f%%abc-include {}", "%%MIDI ptstress {}",
        "C\0\r%%abc-include {}",
    ],
)  # fmt: skip
def test_no_file_that_a_tune_names_is_read(tmp_path, line):
    named = tmp_path / "n.abc"
    named.write_text("C8|" * 200 + "\n")
    plain = abc2midi(TUNE + "C8|\n")
    for place in (str(named), "tune.abc"):
        assert len(abc2midi(TUNE + line.format(place) + "\nC8|\n")) < len(plain) + 200


def test_the_program_sees_no_environment_and_an_empty_folder(program, monkeypatch):
    monkeypatch.setenv("SECRET", "x")
    program(f"assert sorted(os.listdir()) == ['tune.abc'] and 'SECRET' not in os.environ\n{WRITES}")
    assert abc2midi(TUNE)[:4] == b"MThd"


def test_a_program_that_breaks_down_is_told(program):
    program("os.kill(os.getpid(), 8)")
    with pytest.raises(MusicError, match=r"abc2midi broke down on the tune \(SIGFPE\)"):
        abc2midi(TUNE)


def test_a_program_that_never_ends_is_ended(program, monkeypatch):
    monkeypatch.setattr(abcmidi, "_LIMITS", replace(abcmidi._LIMITS, seconds=0.5))
    program("time.sleep(60)")
    with pytest.raises(MusicError, match=r"abc2midi gave no answer in 0\.5 s"):
        abc2midi(TUNE)


def test_a_program_that_ends_with_a_code_is_told(program):
    program("print('Error: \\x1b[31m too long'); raise SystemExit(1)")
    with pytest.raises(MusicError, match=r"abc2midi cannot convert the tune \(Error: \ufffd\[31m too long\)"):
        abc2midi(TUNE)


@pytest.mark.parametrize("midi", ["b''", "b'MThd'", "b'MThd' + bytes(4) + b'MTrk' + bytes([0, 0, 9, 9]) + b'short'"])
def test_a_file_that_is_cut_short_is_refused(program, midi):
    program(f"Path('tune.mid').write_bytes({midi})")
    with pytest.raises(MusicError, match="no whole MIDI file"):
        abc2midi(TUNE)


def test_a_program_that_says_too_much_is_stopped(program):
    program("while True: print('x' * 1000)")
    with pytest.raises(MusicError):
        abc2midi(TUNE)


@pytest.mark.parametrize(
    "tune",
    [
        "X:1\nM:4/4\nL:1/8\nK:C\n" + "CDEF GABc|\n" * 2000, "X:1\nK:C ^1/4H\nCDEF|\n", "X:1\nK:C\n" + "[" * 5000 + "\n",
        "X:1\nK:C\n" + "A" * 100_000, "X:1\nK:C\nA99999999999/0|\n", "X:1\nM:0/0\nK:C\nA|\n", "X:1\nL:1/0\nK:C\nA|\n",
        "X:1\nQ:0\nK:C\nA|\n", "X:1\nK:C\n" + "(9" * 900 + "A|\n", "X:1\nK:C\n" + "{" * 900 + "A|\n",
        'X:1\nK:C\n"' + "G7" * 900 + '"A|\n', "X:1\nT:" + "x" * 9000 + "\nK:C\nA|\n", "", "\0\n\0", "X:1\n",
    ],
)  # fmt: skip
def test_a_hostile_tune_gives_a_file_or_one_sentence(tune):
    try:
        told = abc2midi(tune)[:4].decode() + "."
    except MusicError as error:
        told = str(error)
    assert re.fullmatch(r"MThd\.|[^\n]+\.", told)


def test_a_tune_of_megabytes_is_refused():
    with pytest.raises(MusicError, match="600,000 characters, too many for abc2midi"):
        abc2midi("A" * 600_000)


def test_midi_becomes_a_tune_by_the_second_opinion():
    tune = midi2abc(abc2midi(TUNE.replace("|:", "").replace(":|", "|")))
    assert "M: 4/4" in tune
    assert "CD EF GA Bc|" in tune


@pytest.mark.parametrize("content", [b"", b"MThd", b"\0" * 5000])
def test_what_midi2abc_makes_nothing_of_is_refused(content):
    with pytest.raises(MusicError, match="midi2abc"):
        midi2abc(content)


def test_a_file_too_large_for_midi2abc_is_not_given_to_it():
    with pytest.raises(MusicError, match="too many for midi2abc"):
        midi2abc(bytes((4 << 20) + 1))
