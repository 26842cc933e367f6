"""An ABC tune into another key, by its letters: every note moves the same number of steps on the staff.

Works on text, so that layout, rhythm and spelling stay. Notes without a sign need none after the move; signs are
written anew so that each note keeps its distance from its key signature, and chord symbols move with them. Knows tunes
with one key throughout.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from songrnn.music.figures import read_figure
from songrnn.music.pitch import Key
from songrnn.notation.abc.header import read_header, read_key, split_header
from songrnn.notation.abc.lexer import Token, lines, tokens

_LETTERS = "CDEFGAB"
_SIGNS = {"^^": 2, "^": 1, "=": 0, "_": -1, "__": -2}
_WRITTEN = {alteration: sign for sign, alteration in _SIGNS.items()}
_STEPS = len(_LETTERS)
_KEY_CHANGE = re.compile(r"\[?K:")
_TONIC = re.compile(r"(?:\A|(?<=[\r\n]))(K:[ \t]*)[A-G][#b]?")


@dataclass(frozen=True, slots=True)
class Tune:
    """A tune ready to be moved: the lines of its header, its key, and the lexemes of its body."""

    header: str
    key: Key
    body: tuple[Token, ...]


def prepare(text: str) -> Tune | None:
    """The tune in a text; None if it states no key, one with signs of its own, or more than one."""
    header_text, _ = split_header(text)
    key = read_key(read_header(header_text).get("K"))
    if key is None or not key.tonic or key.explicit:
        return None
    header_lines = len(lines(header_text))
    body = tuple(token for token in tokens(text) if token.line > header_lines)
    changes = any(token.kind in ("field", "inline") and _KEY_CHANGE.match(token.text) for token in body)
    return None if changes else Tune(header_text, key, body)


def transpose(tune: Tune, tonic: str) -> str | None:
    """The tune on another tonic of the same mode, moved the shorter way; None if a sign needs three flats or sharps.

    tonic    "D", "F#", "Bb"
    """
    target = Key(tonic, tune.key.mode)
    steps = (_LETTERS.index(tonic[0]) - _LETTERS.index(tune.key.tonic[0])) % _STEPS
    if steps > _STEPS // 2:
        steps -= _STEPS
    body = []
    for token in tune.body:
        move = _MOVES.get(token.kind)
        moved = move(token.text, steps, tune.key, target) if move else token.text
        if moved is None:
            return None
        body.append(moved)
    return _rekeyed(tune, tonic) + "".join(body)


def _rekeyed(tune: Tune, tonic: str) -> str:
    return _TONIC.sub(rf"\g<1>{tonic}", tune.header, count=1)


def _note(text: str, steps: int, source: Key, target: Key) -> str | None:
    name = text.lstrip("^_=")
    sign = text[: len(text) - len(name)]
    letter = name[0].upper()
    octave = name[0].islower() + name.count("'") - name.count(",")
    turns, place = divmod(_LETTERS.index(letter) + steps, _STEPS)
    moved = _LETTERS[place]
    written = ""
    if sign:
        alteration = _SIGNS[sign] - source.alteration(letter) + target.alteration(moved)
        if alteration not in _WRITTEN:
            return None
        written = _WRITTEN[alteration]
    return written + _spelled(moved, octave + turns)


def _spelled(letter: str, octave: int) -> str:
    if octave >= 1:
        return letter.lower() + "'" * (octave - 1)
    return letter + "," * -octave


def _chord(text: str, steps: int, source: Key, target: Key) -> str | None:
    """A chord symbol in its quotation marks; other words stay as they are."""
    figure = read_figure(text[1:-1])
    if not figure:
        return text
    root, alteration = _name(figure.root, figure.root_alteration, steps, source, target)
    bass, below = _name(figure.bass, figure.bass_alteration, steps, source, target) if figure.bass else ("", 0)
    if max(abs(alteration), abs(below)) > 1:
        return None
    return f'"{replace(figure, root=root, root_alteration=alteration, bass=bass, bass_alteration=below).text}"'


def _name(letter: str, alteration: int, steps: int, source: Key, target: Key) -> tuple[str, int]:
    moved = _LETTERS[(_LETTERS.index(letter) + steps) % _STEPS]
    return moved, alteration - source.alteration(letter) + target.alteration(moved)


_MOVES: Mapping[str, Callable[[str, int, Key, Key], str | None]] = {"note": _note, "quoted": _chord}
