"""ABC into MIDI by abc2midi, and back by midi2abc, the second opinion: programs of others, on files of strangers.

Knows how to find them, how to keep them in, and what their answers mean; nothing of music. They are child processes
without a shell, an environment, or anything in their folder, with little memory and time, and are given no line that
opens files.
"""

import os
import re
import shutil
import signal
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from songrnn.errors import MusicError, UsageError
from songrnn.notation.abcmidi.cleaning import cleaned
from songrnn.notation.apart import Ended, Limits, run
from songrnn.printable import one_line

_LIMITS = Limits(seconds=5, processor=5, memory=512 << 20, largest=16 << 20)
_MOST_CHARACTERS = 500_000
_LARGEST_MIDI = 4 << 20  # bytes
_ERROR = re.compile(r"Error in line-char (\d+)-(\d+) ?: ?(.*)")
_MOST_SAID = 1 << 16  # bytes of its output that are looked at


def find_abc2midi() -> Path | None:
    """Where abc2midi is: named by SONGRNN_ABC2MIDI, on the PATH, or carried by symusic's wheel; None if nowhere."""
    return _find("abc2midi")


def _find(name: str) -> Path | None:
    named = os.environ.get(_variable(name))
    if named:
        return Path(named)
    found = shutil.which(name)
    if found:
        return Path(found)
    spec = find_spec("symusic")
    folder = Path(spec.origin).parent / "bin" if spec and spec.origin else None
    carried = (folder / name, folder / f"{name}.exe") if folder else ()
    return next((path for path in carried if path.is_file()), None)


def _variable(name: str) -> str:
    return f"SONGRNN_{name.upper()}"


def _program(name: str) -> Path:
    """The program, by its whole path; raises UsageError if it is not here."""
    program = _find(name)
    if program is None or not program.is_file():
        shown = one_line(str(program), 200)
        where = f"'{shown}' from {_variable(name)} is no program" if program else f"{name} is not here"
        raise UsageError(f"{where}; 'pip install symusic' brings one.")
    return program.resolve()


def midi2abc(content: bytes) -> str:
    """The ABC that midi2abc makes of a MIDI file.

    raises   MusicError if the program makes nothing of it, breaks down or takes more than 5 s; UsageError if it is not
             here
    """
    if len(content) > _LARGEST_MIDI:
        raise MusicError(f"The file has {len(content):,} bytes, too many for midi2abc; give it in parts.")
    program = _program("midi2abc")
    with TemporaryDirectory() as folder:
        Path(folder, "tune.mid").write_bytes(content)
        ended = _run(program, Path(folder), "tune.mid", "-o", "tune.abc")
        text = _read(Path(folder, "tune.abc")).decode(errors="replace")
    if ended.code or "K:" not in text:
        raise MusicError("midi2abc makes no tune of the file; is it a MIDI file with notes?")
    return text


def abc2midi(tune: str) -> bytes:
    """The MIDI file that abc2midi makes of a tune.

    tune     one tune; see songrnn.notation.abcmidi.cleaning for what of it is given to the program
    raises   MusicError if the program finds an error, breaks down or takes more than 5 s; UsageError if it is not here
    """
    if len(tune) > _MOST_CHARACTERS:
        raise MusicError(f"The tune has {len(tune):,} characters, too many for abc2midi; write it in parts.")
    program = _program("abc2midi")
    text = cleaned(tune)
    with TemporaryDirectory() as folder:
        Path(folder, "tune.abc").write_bytes(text.encode(errors="replace"))
        ended = _run(program, Path(folder), "tune.abc", "-o", "tune.mid")
        midi = _read(Path(folder, "tune.mid"))
    _judge(ended.code, ended.out[:_MOST_SAID].decode(errors="replace"))
    if not _is_whole(midi):
        raise MusicError("abc2midi wrote no whole MIDI file of the tune; write a shorter one, with at least one note.")
    return midi


def _run(program: Path, folder: Path, *arguments: str) -> Ended:
    """Run a program under limits."""
    name = program.stem
    try:
        ended = run([str(program), *arguments], folder, _LIMITS)
    except OSError as error:
        raise UsageError(f"{name} cannot be started ({error.strerror}); 'pip install symusic' brings one.") from error
    if ended.late:
        raise MusicError(f"{name} gave no answer in {_LIMITS.seconds:g} s; write a shorter tune.")
    return ended


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _judge(ended: int, said: str) -> None:
    """Raise MusicError for the first error that the program tells, or for a way to end that is none."""
    if ended < 0:
        try:
            name = signal.Signals(-ended).name
        except ValueError:
            name = f"signal {-ended}"
        raise MusicError(f"abc2midi broke down on the tune ({name}); write a shorter or plainer one.")
    found = _ERROR.search(said)
    if found:
        line, column, what = found.groups()
        told = one_line(what.strip(), 100)
        raise MusicError(f"abc2midi finds an error in line {line} at character {column}: {told}; mend the tune there.")
    other = next((line for line in said.splitlines() if "Error" in line), "")
    if other or ended:
        told = f" ({one_line(other.strip(), 100)})" if other else ""
        raise MusicError(f"abc2midi cannot convert the tune{told}; mend it, 'songrnn check' may say where.")


def _is_whole(midi: bytes) -> bool:
    """Whether every chunk of a MIDI file is as long as it says: the program cuts large files short."""
    at, chunks = 0, 0
    while at < len(midi) and midi[at : at + 4] in (b"MThd", b"MTrk"):
        at += 8 + int.from_bytes(midi[at + 4 : at + 8], "big")
        chunks += 1
    return midi[:4] == b"MThd" and at == len(midi) and chunks > 1
