"""What of a tune abc2midi is given: its music, and nothing that could make it open or write other files.

Knows the lines of ABC and which directives are harmless; nothing of processes. Lines keep their numbers, so that the
program's errors are found in the tune.
"""

import re

# Directives that take numbers, names of the program's own, or patterns of letters; no file names.
_HARMLESS = frozenset({
    "program", "channel", "transpose", "rtranspose", "c", "grace", "gracedivider", "trim", "ratio", "chordattack",
    "gchord", "gchordon", "gchordoff", "chordprog", "bassprog", "chordvol", "bassvol", "drum", "drumon", "drumoff",
    "drone", "droneon", "droneoff", "beat", "beatmod", "beatstring", "beataccents", "nobeataccents", "nobarlines",
    "barlines", "fermatafixed", "fermataproportional", "control", "vol", "volinc",
})  # fmt: skip
_DIRECTIVE = re.compile(r"%%MIDI[ \t]+([a-z]+)((?:[ \t]+[A-Za-z0-9,+=-]{1,40}(?:/[0-9]{1,4})?){0,20})[ \t]*")
_FIELD = re.compile(r"\s*([A-Za-z+])\s*:")
_INLINE = re.compile(r"\[\s*([A-Za-z])\s*:[^\]]*(?:\]|$)")
# Instructions, macros, remarks, and lines that go on from one that may be gone.
_REFUSED = frozenset("Imr+")
_LINE = re.compile(r"\r\n?|\n|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_NOTHING = "%"


def cleaned(tune: str) -> str:
    """A tune as abc2midi may see it.

    tune      one tune; what stands before its X: is left out, and an X:1 is put there if there is none
    returns   the same lines, each ended by LF; comments, empty lines, and what is not known to be harmless become "%"
    """
    lines = _LINE.split(tune.rstrip())
    begins = [at for at, line in enumerate(lines) if line.lstrip().startswith("X:")]
    found = [_line(line) for line in lines]
    if not begins:
        found[0] = "X:1" if found[0] == _NOTHING else f"X:1\n{found[0]}"
    for at in begins[:1]:
        found[:at] = [_NOTHING] * at
        found[at] = "X:1"
    return "\n".join(found) + "\n"


def _line(line: str) -> str:
    """One line: a harmless directive, a field or music; "%" for anything else."""
    line = _CONTROLS.sub(" ", line).strip()
    if line.startswith("%"):
        found = _DIRECTIVE.fullmatch(line)
        return line if found and found[1] in _HARMLESS else _NOTHING
    line = line.split("%", maxsplit=1)[0].rstrip(" \t\\")
    field = _FIELD.match(line)
    if field and field[1] in _REFUSED | {"X"}:
        return _NOTHING
    if not field:
        line = _INLINE.sub(_kept, line)
    return line.rstrip(" \t\\") or _NOTHING


def _kept(inline: re.Match[str]) -> str:
    return "" if inline[1] in _REFUSED | {"X"} else inline[0]
