"""Tunes as folk-rnn reads and writes them: tokens separated by spaces, three lines a tune, an empty line between tunes.

    M:6/8
    K:Dmaj
    |: A 2 B c | (3 d e f z /2> ^c' :| |2 d 3 |

Knows how such tunes become ABC and ABC becomes such tunes. The unit is always an eighth, and nothing has a name. A
length is a token of its own, and a broken rhythm behind it belongs to it. Bar lines are |, |:, :|, |1 and |2. What the
tokens have no word for is left out: names, words, decorations, graces, slurs, beams, lines. Three things are written
that folk-rnn's own 137 tokens do not hold, for the notes would be others without them: ties, keys on other tonics than
C, and changes of key and meter, as "[K:Gmaj]".

After: Sturm, Santos, Ben-Tal and Korshunova 2016, "Music transcription modelling and composition using deep learning".
"""

import re
from collections.abc import Iterable
from fractions import Fraction

from songrnn.errors import MusicError
from songrnn.music.pitch import Key
from songrnn.notation.abc import header
from songrnn.notation.abc.lexer import Token, tokens
from songrnn.printable import one_line

ENDING = ".tokens"  # of a file's name
_EIGHTHS = 8  # of a whole note
_TOKEN = re.compile(
    r"(?P<sound>(?:\^{1,2}|_{1,2}|=)?[A-Ga-g][,']*|[zx]|\])"
    r"|(?P<length>(?:[0-9]+(?:/[0-9]*)?|/+[0-9]*)[<>]*|[<>]+)"
    r"|(?P<bar>:*\|[|\]:]*(?:[0-9]+(?:[,-][0-9]+)*)?|::)"
    r"|(?P<other>\([0-9]+(?::[0-9]*){0,2}|\[|-|'+|,+|\[[KM]:[^\[\]\s]*\]|</?s>)"
)
_GAP = re.compile(r"\n[ \t]*\n")
_FIELD = re.compile(r"[A-Za-z]:(?!\|)")
_LENGTH = re.compile(r"([0-9]{0,6})(/*)([0-9]{0,6})")
_ENDS = ("<s>", "</s>")
_LOOKED_AT = 5  # tunes of a file by which it is recognised
_MODES = {"m": "min"}
# A tune as the network itself writes it, all in one line between the signs of its beginning and its end.
_SAMPLE = re.compile(r"(?m)^[ \t]*<s>[ \t]+(M:\S+)[ \t]+(K:\S+)[ \t]+(.*?)[ \t]*(?:</s>[ \t]*)?$")
_METERS = {"C": "4/4", "C|": "2/2", "": "none"}


def is_folkrnn(text: str) -> bool:
    """Whether a text holds tunes of this kind: M:, K: and one line of nothing but tokens."""
    blocks = _blocks(text[: 1 << 16])[:_LOOKED_AT]
    return bool(blocks) and all(_is_tune(block) for block in blocks)


def _is_tune(block: list[str]) -> bool:
    if [line[:2] for line in block[:2]] != ["M:", "K:"] or len(block) != 3:
        return False
    words = block[2].split()
    return len(words) > 1 and all(_TOKEN.fullmatch(word) for word in words[:-1])  # the last may have been cut off


def _blocks(text: str) -> list[list[str]]:
    """The lines of each tune, without spaces around them."""
    plain = _SAMPLE.sub(r"\1\n\2\n\3\n\n", re.sub(r"\r\n?", "\n", text))
    return [[line.strip() for line in block.strip().split("\n")] for block in _GAP.split(plain) if block.strip()]


def read_book(text: str) -> list[str]:
    """Every tune of a text as ABC: M:, L:1/8, K: and a line of music. Never raises: what is no token stays as it is."""
    return [_read(block) for block in _blocks(text)]


def _read(block: list[str]) -> str:
    head = [line for line in block if _FIELD.match(line)]
    words = [word for line in block if not _FIELD.match(line) for word in line.split() if word not in _ENDS]
    others = [line for line in head if not line.startswith("K:")]
    key = next((line for line in head if line.startswith("K:")), "K:Cmaj")
    return "\n".join([*others, "L:1/8", key, _joined(words)])


def _joined(words: list[str]) -> str:
    """Tokens without the spaces between them, but where two bar lines would be read as another one."""
    out, before = "", ""
    for word in words:
        if before == ":|" and word in ("|1", "|2"):
            out += word[1:]  # :|2 is one bar line of ABC
        else:
            out += " " + word if _is_bar(before) and _is_bar(word) else word
        before = word
    return out


def _is_bar(word: str) -> bool:
    found = _TOKEN.fullmatch(word)
    return found is not None and found.lastgroup == "bar"


def write_book(tunes: Iterable[str]) -> str:
    """ABC tunes in tokens, an empty line after each.

    raises   MusicError if a tune has several voices, or a key or clef that tokens cannot name
    """
    return "".join(write_tune(tune) + "\n\n" for tune in tunes)


def write_tune(tune: str) -> str:
    """One ABC tune in three lines; raises MusicError as `write_book` does."""
    head, body = header.split_header(tune)
    fields = header.read_header(head)
    if header.read_octaves(fields.get("V")):
        raise _unwritable(f"The clef of '{one_line(fields.get('V'), 40)}'")
    meter = _METERS.get(fields.get("M"), "".join(fields.get("M").split()))
    unit = header.read_unit(fields.get("L")) or header.default_unit(header.read_meter(meter))
    words = _Words(meter, unit)
    for token in tokens(body):
        words.take(token)
    return f"M:{meter}\nK:{_key(fields.get('K'))}\n{' '.join(words.end())}"


def _key(value: str) -> str:
    """A key as folk-rnn names it: Cmaj, Amin, Ddor."""
    key = header.read_key(value) or Key()
    if key.explicit or header.read_octaves(value):
        raise _unwritable(f"The key '{one_line(value, 40)}'")
    return (key.tonic or "C") + _MODES.get(key.mode, key.mode)


def _unwritable(what: str) -> MusicError:
    return MusicError(f"{what} cannot be written in folk-rnn's tokens; give a tune of one voice in a plain key.")


class _Words:
    """The tokens of a tune's body, taken lexeme by lexeme."""

    def __init__(self, meter: str, unit: Fraction) -> None:
        self._out: list[str] = []
        self._meter = meter
        self._unit = unit
        self._voices: set[str] = set()
        self._waits = Fraction(0)  # how many eighths the sound lasts whose length may follow, 0 if none
        self._outside = True  # of chords
        self._graced = False

    def take(self, token: Token) -> None:
        """One lexeme."""
        if token.kind in ("grace", "newline"):
            self._graced = token.text.startswith("{")
        elif not self._graced:
            self._written(token)

    def end(self) -> list[str]:
        """All tokens, once there is nothing more to take."""
        self._settle(Fraction(1))
        return self._out

    def _written(self, token: Token) -> None:
        if token.kind == "length":
            self._settle(_factor(token.text))
            return
        self._settle(Fraction(1))
        if token.kind in ("note", "rest", "chord"):
            self._sound(token)
        elif token.kind in ("field", "inline"):
            self._field(token.text.strip("[]"))
        elif token.kind == "overlay":
            raise _unwritable("More than one voice")
        else:
            self._sign(token)

    def _settle(self, factor: Fraction) -> None:
        """Write the length of the sound that waits for one."""
        length, self._waits = factor * self._waits, Fraction(0)
        if length in (0, 1):
            return
        whole = "" if length.numerator == 1 and length.denominator > 1 else str(length.numerator)
        self._out.append(whole + (f"/{length.denominator}" if length.denominator > 1 else ""))

    def _sound(self, token: Token) -> None:
        """A note, a rest, or a bracket of a chord; in a chord only what is outside counts the unit."""
        self._waits = self._unit * _EIGHTHS if self._outside else Fraction(1)
        if token.kind == "chord":
            self._outside = token.text == "]"
            self._waits = self._unit * _EIGHTHS if self._outside else Fraction(0)
        elif token.text in ("Z", "X"):
            meter = header.read_meter(self._meter)
            self._waits = (meter.length if meter and meter.length else self._unit) * _EIGHTHS
        self._out.append("z" if token.kind == "rest" else token.text)

    def _sign(self, token: Token) -> None:
        if token.kind == "broken":
            self._broken(token.text)
        elif token.kind == "bar":
            self._bar(token.text)
        elif token.kind in ("ending", "ending_number"):
            self._ending(token.text.strip("["))
        elif token.kind in ("tuplet", "tie"):
            self._out.append(token.text)

    def _broken(self, text: str) -> None:
        if self._out and self._out[-1][-1].isdigit():
            self._out[-1] += text
        else:
            self._out.append(text)

    def _bar(self, text: str) -> None:
        """A bar line as one or two of |, |: and :|; one at the end of a line and one at the beginning are the same."""
        closes, opens = text.startswith(":"), text.endswith(":")
        if self._out and self._out[-1] == "|" and not closes:
            self._out.pop()
        self._out += [":|"] * closes + ["|:"] * opens + ["|"] * (not closes and not opens)

    def _ending(self, number: str) -> None:
        if number and self._out and self._out[-1] == "|":
            self._out.pop()
        self._out += [f"|{number}"] if number else []

    def _field(self, text: str) -> None:
        letter, value = text[:1], text[2:].partition("%")[0].strip()
        if letter == "K":
            self._out.append(f"[K:{_key(value)}]")
        elif letter == "M":
            self._meter = _METERS.get(value, "".join(value.split()))
            self._out.append(f"[M:{self._meter}]")
        elif letter == "L":
            self._unit = header.read_unit(value) or self._unit
        elif letter == "V":
            self._voices.add(value.split(" ", maxsplit=1)[0])
            if len(self._voices) > 1 or header.read_octaves(value):
                raise _unwritable("More than one voice")


def _factor(text: str) -> Fraction:
    """A length as it is written behind a note, in units; one that makes no sense counts as one."""
    found = _LENGTH.fullmatch(text)
    if not found or not int(found[1] or 1) or not int(found[3] or 1) or len(found[2]) > _EIGHTHS:
        return Fraction(1)
    below = int(found[3]) if found[3] else 2 ** len(found[2])
    return Fraction(int(found[1] or 1), below)
