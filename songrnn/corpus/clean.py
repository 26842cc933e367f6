"""ABC tunes as they are found, made clean, or refused with a reason.

What can be mended without changing a note that sounds is mended and counted by rule; what cannot is dropped and
counted by reason. The rules are those of a corpus manifest's [clean] table.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from songrnn.corpus import layout
from songrnn.corpus.layout import Measure
from songrnn.music.score import Meter, Note
from songrnn.notation.abc.header import Header, default_unit, read_header, read_key, read_meter, read_unit, split_header
from songrnn.notation.abc.lexer import Token, tokens
from songrnn.notation.abc.parser import read_tune
from songrnn.notation.abc.timing import Barline, Sound, timeline

_LEFT_OUT = {
    "comment": "comments and layout directives left out",
    "directive": "comments and layout directives left out",
    "quoted": "fingerings and words left out",
    "decoration": "decorations left out, except the roll ~",
    "slur": "slurs left out",
    "spacer": "spacers left out",
}
_CHANGES = frozenset("KMLV")  # fields that change the music when they stand inside a tune
_MODES = {"min": "m", "aeo": "m", "maj": "", "ion": ""}
_SWUNG = ("hornpipe", "clog")


@dataclass(frozen=True, slots=True)
class Rules:
    """What a manifest asks of cleaning.

    header           the fields that stay, in the order in which they are written
    bars_a_line      how many full bars a line holds
    """

    header: tuple[str, ...] = ("R", "M", "L", "K")
    bars_a_line: int = 4


@dataclass(slots=True)
class Cleaned:
    """A clean tune, or the reason why there is none. `mended` names the rules that changed it."""

    text: str = ""
    dropped: str = ""
    mended: list[str] = field(default_factory=list)


class _Refused(Exception):  # noqa: N818  it never leaves this module
    """The tune cannot be kept; the message is the reason."""


def clean(text: str, rules: Rules) -> Cleaned:
    """One tune, cleaned. Never raises: a tune that cannot be mended comes back with its reason in `dropped`."""
    cleaned = Cleaned()
    try:
        header_text, _ = split_header(text)
        header = read_header(header_text)
        fields = _fields(header, cleaned.mended)
        body = _body(text, header_text.count("\n"), cleaned.mended)
        music = _music(fields, body, rules, cleaned.mended)
    except _Refused as refused:
        cleaned.dropped = str(refused)
        return cleaned
    cleaned.text = "".join(f"{name}:{fields[name]}\n" for name in rules.header if fields.get(name)) + music
    return cleaned


def _fields(header: Header, mended: list[str]) -> dict[str, str]:
    meter = read_meter(header.get("M"))
    if meter is None or meter.length is None:
        raise _Refused("no meter that can be counted")
    key = read_key(header.get("K"))
    if key is None or not key.tonic:
        raise _Refused("no key")
    unit = read_unit(header.get("L"))
    if unit is None:
        mended.append("L: left out, the default written in")
        unit = default_unit(meter)
    if normal_field("M", header.get("M"), header.fields) != normal_field("M", header.get("M"), {}):
        mended.append("hornpipes marked C| written in 4/4, the same bar")
    values = {name: header.get(name) for name in "RMK"} | {"L": str(unit)}
    return {name: normal_field(name, value, header.fields) for name, value in values.items()}


def normal_field(name: str, value: str, fields: Mapping[str, str]) -> str:
    """A header field's value in the one spelling that clean tunes use; as it is if it cannot be read.

    fields   the other fields of the header: a hornpipe's C| is written 4/4
    """
    if name == "R":
        return re.sub(r"[^a-z ]", "", value.lower()).strip()
    if name == "K":
        key = read_key(value)
        return key.tonic + _MODES.get(key.mode, key.mode) if key and key.tonic else value
    if name == "M":
        swung = normal_field("R", fields.get("R", ""), {}) in _SWUNG
        meter = value.replace(" ", "")
        return "4/4" if meter == "C" or (swung and meter == "C|") else meter
    return value.replace(" ", "")


def _body(text: str, header_lines: int, mended: list[str]) -> list[Token]:
    """The lexemes of the body that stay."""
    kept, rules = [], set()
    for token in tokens(text):
        if token.line <= header_lines:
            continue
        if token.kind in ("field", "inline"):
            _refuse_changes(token)
            rules.add("words and remarks between the lines left out")
        elif token.kind in _LEFT_OUT and token.text != "~":
            rules.add(_LEFT_OUT[token.kind])
        elif token.kind in ("other", "overlay"):
            raise _Refused("characters that mean nothing in ABC" if token.kind == "other" else "more than one voice")
        else:
            kept.append(token)
    mended.extend(sorted(rules))
    return kept


def _refuse_changes(token: Token) -> None:
    letter = token.text.lstrip("[")[0]
    if letter in _CHANGES:
        raise _Refused("key, meter, unit or voice changes inside the tune")


def _music(fields: dict[str, str], body: list[Token], rules: Rules, mended: list[str]) -> str:
    meter, unit = read_meter(fields["M"]), read_unit(fields["L"])
    assert meter is not None
    assert meter.length is not None
    assert unit is not None
    body = _without_false_ties(fields, body, unit, meter, mended)
    timed = timeline(body, unit, meter)
    if timed.remarks:
        raise _Refused(re.sub(r"'.*'", "a sign", timed.remarks[0].what))
    _refuse_uneven(body, timed.items)
    measures = _measures(body, timed.items)
    _refuse_unplayable(measures, meter.length)
    before = [(m.opens, m.closes) for m in measures]
    layout.open_sections(measures)
    if before != [(m.opens, m.closes) for m in measures]:
        mended.append("repeats opened where players go back to")
    return layout.write(measures, meter.length, rules.bars_a_line)


def _refuse_unplayable(measures: Sequence[Measure], full: Fraction) -> None:
    if len(measures) < 4:
        raise _Refused("fewer than four bars")
    fault = layout.repeats_fault(measures)
    if fault:
        raise _Refused(fault)
    if layout.misfits(measures, full):
        raise _Refused("bars longer or shorter than the meter")


def _refuse_uneven(body: Sequence[Token], items: Sequence[Sound | Barline]) -> None:
    """Broken rhythm joins notes of one written length; players read anything else in more than one way."""
    for left, right in pairwise(items):
        if not (isinstance(left, Sound) and isinstance(right, Sound)):
            continue
        between = [t for t in body[left.last + 1 : right.first] if t.kind == "broken"]
        if between and _written(body, left) != _written(body, right):
            raise _Refused("broken rhythm between unequal notes")


def _written(body: Sequence[Token], sound: Sound) -> str:
    return "".join(t.text for t in body[sound.first : sound.last + 1] if t.kind == "length")


def _sounds_like(first: Note, second: Note) -> bool:
    return {pitch.midi for pitch in first.pitches} == {pitch.midi for pitch in second.pitches}


def _without_false_ties(
    fields: dict[str, str], body: list[Token], unit: Fraction, meter: Meter, mended: list[str]
) -> list[Token]:
    """The body without ties that join different pitches, or that cross a repeat: transcribers' slurs, not ties."""
    if all(token.kind != "tie" for token in body):
        return body
    items = timeline(body, unit, meter).items
    tune = f"M:{fields['M']}\nL:{fields['L']}\nK:{fields['K']}\n" + "".join(t.text for t in body)
    notes = [note for bar in read_tune(tune).score.voices[0].bars for note in bar.notes]
    sounds = [(at, item) for at, item in enumerate(items) if isinstance(item, Sound)]
    if len(notes) != len(sounds):
        raise _Refused("cannot be read in one way")
    false = set()
    for order, (at, sound) in enumerate(sounds):
        if sound.tie is None:
            continue
        goes_on = order + 1 < len(notes) and _sounds_like(notes[order], notes[order + 1])
        turn = at + 1 < len(items) and isinstance(items[at + 1], Barline) and items[at + 1].text != "|"  # type: ignore[union-attr]
        after_grace = body[sound.tie - 1].text == "}"
        if turn or after_grace or not goes_on or not notes[order].pitches:
            false.add(sound.tie)
    if false:
        mended.append("ties between different pitches left out")
    return [token for at, token in enumerate(body) if at not in false]


def _measures(body: Sequence[Token], items: Sequence[Sound | Barline]) -> list[Measure]:
    """Bars with the lines around them; what stands between two bar lines with no sound is no bar."""
    measures: list[Measure] = []
    opens, ending, start, length = False, "", 0, Fraction(0)
    for item in [*items, Barline("|", len(body))]:
        if isinstance(item, Sound):
            length += item.duration
            continue
        text = item.text
        if length:
            measures.append(Measure(_text(body[start : item.at]), length, opens, ending))
            opens, ending, length = False, "", Fraction(0)
        if measures:
            measures[-1].closes |= text.startswith(":")
            measures[-1].double |= "||" in text or "]" in text.lstrip("[") or text.startswith("[|")
        opens = opens or (text.endswith(":") and len(text) > 1)
        ending = item.ending or ending
        start = item.at + 1 + bool(item.ending)
    return measures


def _text(lexemes: Sequence[Token]) -> str:
    """A bar's lexemes joined, runs of space and line ends as one space, none at the ends."""
    spaced = "".join(" " if t.kind in ("newline", "continuation", "space") else t.text for t in lexemes)
    return re.sub(r" +", " ", spaced).strip()
